package tripletlab.resume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tripletlab.internal.WholeFile;

class CheckpointFileTest {

    @TempDir private Path folder;

    private final Map<String, byte[]> content = new LinkedHashMap<>();

    @BeforeEach
    void fill() {
        byte[] random = new byte[40];
        new Random(1).nextBytes(random);
        put("network.params", random);
        put("history.csv", "epoch,loss\n1,0.5\n".getBytes());
        put("empty", new byte[0]);
    }

    private void put(String name, byte[] bytes) {
        content.put(name, bytes);
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        CheckpointFile file = new CheckpointFile(folder.resolve("new/folder"), 25);
        file.write(content);
        assertEquals("epoch-0025.zip", file.path().toFile().getName());
        assertSameContent(file.read());
    }

    @Test
    void theNewestHasMostEpochs() throws IOException {
        assertEquals(Optional.empty(), CheckpointFile.newest(folder.resolve("none")));
        assertEquals(Optional.empty(), CheckpointFile.newest(folder));
        for (int epoch : new int[] {9999, 10_000, 50}) {
            new CheckpointFile(folder, epoch).write(content);
        }
        for (String other : new String[] {"epoch-20000.zip.part", "epoch-x.zip", "a.csv"}) {
            Files.writeString(folder.resolve(other), "");
        }
        assertEquals(10_000, CheckpointFile.newest(folder).orElseThrow().epoch());
    }

    /** As a full disk does it: {@code /dev/full} takes no byte. */
    @Test
    void aFullDiskIsNamedAndLeavesTheOlderFile() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device of Linux");
        CheckpointFile file = new CheckpointFile(folder, 3);
        file.write(content);
        Files.createSymbolicLink(WholeFile.part(file.path()), Path.of("/dev/full"));
        Exception e = assertThrows(IOException.class, () -> file.write(content));
        assertEquals(file.path() + " cannot be written: No space left on device", e.getMessage());
        assertSameContent(file.read());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void anUnfinishedFileIsWrittenOverAndThatOfAKilledRunIsNotTaken() throws IOException {
        CheckpointFile file = new CheckpointFile(folder, 3);
        Path ofKilled = folder.resolve("epoch-0004.zip.0123-1.part");
        Files.writeString(ofKilled, "half");
        Files.writeString(WholeFile.part(file.path()), "half");
        file.write(content);
        assertSameContent(file.read());
        assertEquals(file, CheckpointFile.newest(folder).orElseThrow());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(Set.of(file.path(), ofKilled), files.collect(Collectors.toSet()));
        }
    }

    @Test
    void noByteThatChangesGoesUnseen() throws IOException {
        CheckpointFile file = new CheckpointFile(folder, 1);
        file.write(content);
        byte[] whole = Files.readAllBytes(file.path());
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) 0xff;
            Files.write(file.path(), changed);
            assertSeen(file, "byte " + i);
        }
    }

    @Test
    void noMissingEndGoesUnseen() throws IOException {
        CheckpointFile file = new CheckpointFile(folder, 1);
        file.write(content);
        byte[] whole = Files.readAllBytes(file.path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file.path(), Arrays.copyOf(whole, length));
            assertSeen(file, "length " + length);
        }
    }

    /** Each entry that is read is whole, or is missing, or the file is said to be damaged. */
    private void assertSeen(CheckpointFile file, String where) {
        try {
            Map<String, byte[]> found = file.read();
            for (String name : content.keySet()) {
                if (found.containsKey(name)) {
                    assertArrayEquals(content.get(name), found.get(name), where);
                }
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().startsWith(file.path() + " is damaged: "), where + ": " + e);
        }
    }

    @Test
    void aDamagedFileIsNamedWithWhatMendsIt() throws IOException {
        CheckpointFile first = new CheckpointFile(folder, 5);
        CheckpointFile second = new CheckpointFile(folder, 10);
        first.write(content);
        second.write(content);
        assertEquals(
                second.path()
                        + " is damaged: x. To mend it: delete this file; then the training"
                        + " resumes from epoch-0005.zip",
                second.damaged("x", null).getMessage());
        assertTrue(first.damaged("x", null).getMessage().endsWith("then the training starts anew"));
    }

    private void assertSameContent(Map<String, byte[]> found) {
        assertEquals(content.keySet(), found.keySet());
        content.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
    }
}
