package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On JJava's own streams, without a kernel. */
@Timeout(60)
class PrintedTextTest {

    /** What a cell sent, in order: {@code out: text}, {@code err: text}, {@code figure}. */
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

    private final ShellReplyEnvironment cell = new RecordedCell();
    private final JupyterIO io = new JupyterIO(StandardCharsets.UTF_8);
    private PrintedText text;

    private final class RecordedCell extends ShellReplyEnvironment {
        RecordedCell() {
            super(null, null, null, null);
        }

        @Override
        public void writeToStdOut(String message) {
            sent.add("out: " + message);
        }

        @Override
        public void writeToStdErr(String message) {
            sent.add("err: " + message);
        }

        @Override
        public <T extends ContentType<T>> void publish(T content) {
            sent.add(content instanceof PublishDisplayData ? "figure" : content.toString());
        }
    }

    @BeforeEach
    void beginCell() throws ReflectiveOperationException {
        text = PrintedText.install(io);
        text.setEnv(cell);
    }

    private String printed() {
        text.flush();
        return sent.stream().map(part -> part.substring(5)).collect(Collectors.joining());
    }

    @Test
    void linesOfOneStreamAreOneMessage() {
        io.out.println("a");
        io.out.print("b é 😀");
        text.flush();
        assertEquals(List.of("out: a\nb é 😀"), sent);
    }

    @Test
    void bothStreamsKeepTheirOrder() {
        io.out.println("a");
        io.err.println("b");
        io.out.println("c");
        io.err.println("d");
        text.flush();
        assertEquals(List.of("out: a\n", "err: b\n", "out: c\n", "err: d\n"), sent);
    }

    @Test
    void textComesBeforeTheFigureThatFollowsIt() {
        io.out.println("a");
        io.display.display(new DisplayData());
        io.out.println("b");
        text.retractEnv(cell);
        assertEquals(List.of("out: a\n", "figure", "out: b\n"), sent);
    }

    @Test
    void textArrivesWhileTheCellRuns() throws InterruptedException {
        io.out.println("a");
        while (sent.isEmpty()) {
            Thread.sleep(1);
        }
        assertEquals(List.of("out: a\n"), sent);
    }

    @Test
    void anEndedCellGetsNoMore() {
        io.out.println("a");
        text.retractEnv(cell);
        io.out.println("b");
        text.flush();
        assertEquals(List.of("out: a\n"), sent);
    }

    @Test
    void noLineOfManyThreadsIsLost() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = t + " ";
            threads.add(new Thread(() -> printLines(name, 5000, io.out)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> lines = printed().lines().toList();
        for (int t = 0; t < 4; t++) {
            String name = t + " ";
            assertEquals(
                    IntStream.range(0, 5000).mapToObj(i -> name + i).toList(),
                    lines.stream().filter(line -> line.startsWith(name)).toList());
        }
        assertTrue(sent.size() < 1000, sent.size() + " messages");
    }

    @Test
    void aFloodIsCutWithAWordAndTheNextCellIsNot() {
        printLines("a line of a flood that has no end ", 100_000, io.out);
        io.err.println("dropped too");
        List<String> lines = printed().lines().toList();
        int kept = lines.size() - 2;
        assertEquals("a line of a flood that has no end " + (kept - 1), lines.get(kept - 1));
        assertEquals(
                String.format("… output cut after %,d lines; the cell goes on", kept),
                lines.get(kept + 1));
        int bytes = printed().length();
        assertTrue(bytes > 0.99 * PrintedText.MAX_BYTES, bytes + " bytes");
        assertTrue(bytes <= PrintedText.MAX_BYTES + 100, bytes + " bytes");

        text.retractEnv(cell);
        sent.clear();
        text.setEnv(cell);
        io.out.println("b");
        assertEquals("b\n", printed());
    }

    @Test
    void oneHugeLineIsCutToo() {
        io.out.println("é".repeat(PrintedText.MAX_BYTES));
        String printed = printed();
        assertTrue(printed.startsWith("éé"));
        assertTrue(printed.endsWith("é\n… output cut after 0 lines; the cell goes on\n"));
        assertFalse(printed.contains("\ufffd"));
    }

    @Test
    void anInterruptedThreadStopsPrinting() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> io.out.println("a"));
        io.out.println("b");
        assertEquals("b\n", printed());
    }

    private static void printLines(String name, int count, PrintStream out) {
        for (int i = 0; i < count; i++) {
            out.println(name + i);
        }
    }
}
