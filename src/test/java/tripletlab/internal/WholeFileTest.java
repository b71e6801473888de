package tripletlab.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir private Path folder;

    @Test
    void aFailureNamesTheFileAndLeavesTheOldOneAndNoPart() throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, "old");
        assertFails(file, "disc full", new IOException("disc full"));
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void theReasonIsTheFirstCause() {
        IOException cause = new IOException("No space left on device");
        assertFails(folder.resolve("a.png"), cause.getMessage(), new IOException("I/O", cause));
    }

    /** As a full disk does it: {@code /dev/full} takes no byte. */
    @Test
    void aFullDiskIsNamed() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device of Linux");
        Path file = folder.resolve("file");
        Path part = WholeFile.part(file);
        Files.createSymbolicLink(part, Path.of("/dev/full"));
        assertFails(file, "No space left on device", null);
        assertFalse(Files.exists(part) || Files.exists(file));
    }

    @Test
    void twoWhoWriteAtTheSameTimeWriteTwoFiles() throws Exception {
        Path file = folder.resolve("file");
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        Runnable other =
                () -> assertDoesNotThrow(() -> WholeFile.write(file, out -> out.write(second)));
        WholeFile.write(
                file,
                out -> {
                    out.write("first".getBytes(StandardCharsets.UTF_8));
                    CompletableFuture.runAsync(other, run -> new Thread(run).start()).join();
                    assertEquals("second", Files.readString(file));
                });
        assertEquals("first", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aMissingFolderAndAFolderInTheWayAreNamed() throws Exception {
        Path none = folder.resolve("none");
        assertFails(none.resolve("file"), "there is no folder " + none, null);
        Files.writeString(none, "a file");
        assertFails(none.resolve("file"), "there is no folder " + none, null);
        Files.delete(none);
        Path full = Files.createDirectories(folder.resolve("a/b")).getParent();
        assertFails(full, "there is a folder of this name", null);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(full), files.toList());
        }
    }

    private static void assertFails(Path file, String reason, IOException failure) {
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                WholeFile.write(
                                        file,
                                        out -> {
                                            out.write(new byte[100_000]);
                                            if (failure != null) {
                                                throw failure;
                                            }
                                        }));
        assertEquals(file + " cannot be written: " + reason, e.getMessage());
    }
}
