package tripletlab.notebook;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Sends what a cell prints in few messages, and not more than {@link #MAX_BYTES} of it.
 *
 * <p>JJava sends a message for each line. Its socket drops messages when 1,000 of them wait, and
 * JupyterLab's server drops them beyond 1,000 a second. So text is collected for 50 ms, or until a
 * figure, a result, an error or the end of the cell follows it.
 */
final class PrintedText {
    /** What one cell may print; more of it would slow down the browser. */
    static final int MAX_BYTES = 1_000_000;

    private static final int MESSAGE_BYTES = 100; // a message counts as that much text
    private static final long DELAY_MS = 50;
    private static final long PAUSE_NS = 1_000_000; // at most 1,000 messages a second

    /** Sends, because an interrupt of the cell's thread would close JJava's socket. */
    private final ScheduledExecutorService sender = DaemonThread.named("tripletlab-text");

    private List<Part> parts = new ArrayList<>();
    private int left = MAX_BYTES;
    private int lines;
    private boolean cut;

    /** Text that goes to one stream. */
    private record Part(Consumer<String> stream, ByteArrayOutputStream bytes) {}

    /** Collects what the cells of this kernel print. */
    static void install(BaseKernel kernel) {
        try {
            JShell shell = (JShell) kernel.getClass().getMethod("getJShell").invoke(kernel);
            PrintedText text = install(kernel.getIO());
            shell.onSnippetEvent(event -> text.flush()); // a result or an error may follow
        } catch (ReflectiveOperationException | LinkageError e) {
            return; // another JJava: a message for each line, as before
        }
    }

    static PrintedText install(JupyterIO io) throws ReflectiveOperationException {
        PrintedText text = new PrintedText();
        Cells cells = text.new Cells(KernelDisplay.cellOf(io.display));
        replace(io, "display", cells);
        replace(io, "out", text.stream(cells.sendWith(ShellReplyEnvironment::writeToStdOut)));
        replace(io, "err", text.stream(cells.sendWith(ShellReplyEnvironment::writeToStdErr)));
        return text;
    }

    private static void replace(JupyterIO io, String name, Object value)
            throws ReflectiveOperationException {
        Field field = JupyterIO.class.getField(name);
        field.setAccessible(true); // it is final
        field.set(io, value);
    }

    /** A stream to print to; a receiver gets the text. The order with other streams is kept. */
    PrintStream stream(Consumer<String> receiver) {
        OutputStream bytes =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] source, int from, int count) {
                        add(receiver, source, from, count);
                    }
                };
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private synchronized void add(Consumer<String> stream, byte[] source, int from, int count) {
        if (Thread.interrupted()) { // or an endless loop would print into the next cell
            throw new CancellationException("interrupted while it printed");
        }
        if (cut) {
            return;
        }
        ByteArrayOutputStream bytes = lastPart(stream);
        left -= count;
        cut = left < 0;
        if (cut) {
            String word = "… output cut after %,d lines; the cell goes on";
            String line = "\n" + String.format(Locale.ROOT, word, lines) + "\n";
            bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            return;
        }
        bytes.write(source, from, count);
        for (int i = from; i < from + count; i++) {
            lines += source[i] == '\n' ? 1 : 0;
        }
    }

    private synchronized void begin() {
        left = MAX_BYTES;
        lines = 0;
        cut = false;
    }

    private ByteArrayOutputStream lastPart(Consumer<String> stream) {
        if (parts.isEmpty()) {
            sender.schedule(this::send, DELAY_MS, TimeUnit.MILLISECONDS);
        }
        if (parts.isEmpty() || parts.get(parts.size() - 1).stream() != stream) {
            parts.add(new Part(stream, new ByteArrayOutputStream()));
            left -= MESSAGE_BYTES;
        }
        return parts.get(parts.size() - 1).bytes();
    }

    /** Sends all that was printed, and returns when it is sent. */
    void flush() {
        CompletableFuture.runAsync(this::send, sender).join();
    }

    private void send() {
        List<Part> all;
        synchronized (this) {
            all = parts;
            parts = new ArrayList<>();
        }
        for (Part part : all) {
            part.stream().accept(part.bytes().toString(StandardCharsets.UTF_8));
            LockSupport.parkNanos(all.size() > 1 ? PAUSE_NS : 0);
        }
    }

    /** Where JJava says which cell runs, and where it shows figures. */
    final class Cells extends DisplayStream {

        Cells(ShellReplyEnvironment running) {
            super.setEnv(running);
        }

        /** Without a running cell, text is dropped, as JJava does. */
        Consumer<String> sendWith(BiConsumer<ShellReplyEnvironment, String> way) {
            return text ->
                    Optional.ofNullable(KernelDisplay.cellOf(this))
                            .ifPresent(cell -> way.accept(cell, text));
        }

        @Override
        protected void setEnv(ShellReplyEnvironment cell) {
            begin();
            super.setEnv(cell);
        }

        @Override
        protected void retractEnv(ShellReplyEnvironment cell) {
            flush();
            FreedMemory.giveBack();
            super.retractEnv(cell);
        }

        @Override
        public void display(DisplayData data) {
            flush();
            super.display(data);
        }
    }
}
