package tripletlab.notebook;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
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
 *
 * <p>It takes the place of JJava's display stream, which knows which cell runs.
 */
final class PrintedText extends DisplayStream {
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

    /** Text that goes to one stream. */
    private record Part(Stream stream, ByteArrayOutputStream bytes) {}

    private PrintedText(ShellReplyEnvironment running) {
        super.setEnv(running);
    }

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
        PrintedText text = new PrintedText(KernelDisplay.cellOf(io.display));
        replace(io, "display", text);
        replace(io, "out", text.stream(ShellReplyEnvironment::writeToStdOut));
        replace(io, "err", text.stream(ShellReplyEnvironment::writeToStdErr));
        return text;
    }

    private static void replace(JupyterIO io, String name, Object value)
            throws ReflectiveOperationException {
        Field field = JupyterIO.class.getField(name);
        field.setAccessible(true); // it is final
        field.set(io, value);
    }

    private PrintStream stream(BiConsumer<ShellReplyEnvironment, String> send) {
        return new PrintStream(new Stream(send), false, StandardCharsets.UTF_8);
    }

    /** Standard output or error; their order is kept. */
    private final class Stream extends OutputStream {
        private final BiConsumer<ShellReplyEnvironment, String> send;

        private Stream(BiConsumer<ShellReplyEnvironment, String> send) {
            this.send = send;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int count) {
            add(this, source, from, count);
        }
    }

    private synchronized void add(Stream stream, byte[] source, int from, int count) {
        if (Thread.interrupted()) { // or an endless loop would print into the next cell
            throw new CancellationException("interrupted while it printed");
        }
        if (left < 0) {
            return;
        }
        ByteArrayOutputStream bytes = lastPart(stream);
        left -= count;
        if (left < 0) {
            String word = "… output cut after %,d lines; the cell goes on";
            String cut = "\n" + String.format(Locale.ROOT, word, lines) + "\n";
            bytes.writeBytes(cut.getBytes(StandardCharsets.UTF_8));
            return;
        }
        bytes.write(source, from, count);
        for (int i = from; i < from + count; i++) {
            lines += source[i] == '\n' ? 1 : 0;
        }
    }

    private ByteArrayOutputStream lastPart(Stream stream) {
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

    /** Without a running cell, text is dropped, as JJava does. */
    private void send() {
        List<Part> all;
        synchronized (this) {
            all = parts;
            parts = new ArrayList<>();
        }
        ShellReplyEnvironment cell = KernelDisplay.cellOf(this);
        for (Part part : cell == null ? List.<Part>of() : all) {
            part.stream().send.accept(cell, part.bytes().toString(StandardCharsets.UTF_8));
            LockSupport.parkNanos(all.size() > 1 ? PAUSE_NS : 0);
        }
    }

    @Override
    protected void setEnv(ShellReplyEnvironment cell) {
        synchronized (this) {
            left = MAX_BYTES;
            lines = 0;
        }
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
