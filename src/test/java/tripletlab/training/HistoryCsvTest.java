package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryCsvTest {

    private static final double[] SPECIAL = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        -0.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        0.1 + 0.2,
        1e-300,
        (float) 1e10
    };

    @TempDir private Path folder;

    private Path file;
    private HistoryCsv csv;

    @BeforeEach
    void name() {
        file = folder.resolve("history.csv");
        csv = new HistoryCsv(file);
    }

    /** Records are equal where each double is, to the last bit, NaN and −0.0 included. */
    @Test
    void readsWhatItWrote() throws Exception {
        for (int seed = 0; seed < 25; seed++) {
            List<HistoryRow> rows = random(seed);
            csv.write(rows);
            assertEquals(rows, csv.read(), "seed " + seed);
            assertEquals(HistoryRow.epochs(rows), HistoryRow.epochs(csv.read()), "seed " + seed);
        }
    }

    @Test
    void isPlainCsv() throws Exception {
        Step first = new Step(32, Double.NaN, 0.9, 3.5, 0.25, 0.5, Double.NaN);
        Step second = new Step(32, 0.5, 0.8, 3.5, 0.25, 0.5, 1);
        csv.write(List.of(new HistoryRow(1, first), new HistoryRow(HistoryRow.UNFINISHED, second)));
        assertEquals(
                """
                batch,epoch,loss,mean norm,active fraction,mean d_ap,mean d_an,images,seconds,\
                images per second
                1,1,0.9,3.5,0.25,0.5,,32,,
                2,,0.8,3.5,0.25,0.5,1.0,32,0.5,64.0
                """,
                Files.readString(file));
    }

    @Test
    void takesTheLineEndsOfWindows() throws Exception {
        List<HistoryRow> rows = random(3);
        csv.write(rows);
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
        assertEquals(rows, csv.read());
    }

    @Test
    void replacesTheFileAndLeavesNothingElse() throws Exception {
        csv.write(random(1));
        csv.write(random(2));
        assertEquals(random(2), csv.read());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aMissingFileOrFolderIsNamed() {
        Exception e = assertThrows(NoSuchFileException.class, csv::read);
        assertTrue(e.getMessage().contains("history.csv"), e.getMessage());
        HistoryCsv nowhere = new HistoryCsv(folder.resolve("none").resolve("history.csv"));
        e = assertThrows(IOException.class, () -> nowhere.write(List.of()));
        assertTrue(e.getMessage().contains("no folder " + folder.resolve("none")), e.getMessage());
    }

    /** As a full disk does it: {@code /dev/full} takes no byte. */
    @Test
    void aFullDiskIsNamedAndLeavesNothing() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "a device of Linux");
        Files.writeString(file, "old");
        Path part = folder.resolve(file.getFileName() + ".part");
        Files.createSymbolicLink(part, Path.of("/dev/full"));
        Exception e = assertThrows(IOException.class, () -> csv.write(List.of()));
        assertEquals(file + " cannot be written: No space left on device", e.getMessage());
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    /** In a file of two epochs: what stands there, what instead, the damaged line and why. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    batch,epoch | batch;epoch | 1: expected "batch,epoch,loss
                    2,1,0.8 | 2,1,abc | 3: its "loss" is no number, expected a
                    2,1,0.8 | 2,1,"0.8" | 3: its "loss" is no number, expected a
                    2,1,0.8 | 2,1.5,0.8 | 3: its "epoch" is no number, expected a wh
                    2,1,0.8 | 2,1,0,8 | 3: it has 11 values, expected 10
                    2,1,0.8 | 2,1 | 3: it has 9 values, expected 10
                    2,1,0.8 | 3,1,0.8 | 3: its "batch" is 3, expected 2
                    2,1,0.8 | ,1,0.8 | 3: its "batch" is nothing, expected 2
                    2,1,0.8 | #2,1,0.8 | 3: its "batch" is no number, expected a wh
                    1,1,0.9 | 1,2,0.9 | 2: its "epoch" is 2, expected that of
                    2,1,0.8 | 2,0,0.8 | 3: its "epoch" is 0, expected that of
                    3,2,0.7 | 3,3,0.7 | 4: its "epoch" is 3, expected that of the line before, 2
                    4,2,0.6 | 4,1,0.6 | 5: its "epoch" is 1, expected that of the line before, 3
                    ,8,1.0,8.0 | ,0,1.0,8.0 | 3: its "images" is 0, expected 1 or more
                    ,8,1.0,8.0 | ,8,-1.0,8.0 | 3: its "seconds" is -1.0, expected 0 or more
                    """)
    void damageIsNamedByLine(String part, String instead, String message) throws Exception {
        String text = twoEpochs();
        assertTrue(text.contains(part), text);
        Files.writeString(file, text.replaceFirst(part, instead));
        assertDamaged("line " + message);
    }

    @Test
    void anEmptyLineOrACutOffOneIsDamage() throws Exception {
        String text = twoEpochs();
        Files.writeString(file, text.replace("\n3,", "\n\n3,"));
        assertDamaged("line 4: it has 1 values, expected 10");
        Files.writeString(file, text.substring(0, text.length() - 1));
        assertDamaged("line 5: it breaks off, expected a line end");
        Files.writeString(file, "");
        assertDamaged("line 1: expected \"batch,epoch,loss");
    }

    /** Random bytes, NUL often: each message names a line that can be cut at, until it is whole. */
    @Test
    void isWholeWithoutTheDamagedLineAndAllBelow() throws Exception {
        for (int seed = 0; seed < 25; seed++) {
            csv.write(random(seed));
            Random random = new Random(seed);
            byte[] bytes = Files.readAllBytes(file);
            int header = Files.readString(file).indexOf('\n') + 1;
            for (int i = random.nextInt(3); i >= 0 && header < bytes.length; i--) {
                int at = header + random.nextInt(bytes.length - header);
                bytes[at] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
            }
            Files.write(file, bytes);
            int lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList().size();
            int damaged = damagedLine();
            while (damaged > 0) {
                assertTrue(damaged > 1 && damaged <= lines, "seed " + seed);
                lines = damaged - 1;
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                List<String> kept = text.lines().limit(lines).toList();
                Files.writeString(file, String.join("\n", kept) + "\n");
                damaged = damagedLine();
            }
            assertEquals(lines - 1, csv.read().size(), "seed " + seed);
        }
    }

    /** The line that is told to be damaged, 0 if none is. */
    private int damagedLine() {
        try {
            csv.read();
            return 0;
        } catch (IOException e) {
            return Integer.parseInt(
                    e.getMessage().replaceFirst("(?s).* is damaged in line (\\d+):.*", "$1"));
        }
    }

    private void assertDamaged(String message) {
        IOException e = assertThrows(IOException.class, csv::read);
        assertTrue(e.getMessage().startsWith(file + " is damaged in " + message), e.getMessage());
        assertTrue(e.getMessage().contains("To mend it: "), e.getMessage());
    }

    private String twoEpochs() throws IOException {
        List<HistoryRow> rows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            double seconds = i % 2 == 0 ? Double.NaN : 1;
            double none = Double.NaN;
            Step step = new Step(8, seconds, (9 - i) / 10.0, 3, none, none, none);
            rows.add(new HistoryRow(1 + i / 2, step));
        }
        csv.write(rows);
        return Files.readString(file);
    }

    private static List<HistoryRow> random(long seed) {
        Random random = new Random(seed);
        List<HistoryRow> rows = new ArrayList<>();
        int epochs = 0;
        for (int runs = random.nextInt(5); runs > 0; runs--) {
            int epoch = random.nextInt(3) == 0 ? HistoryRow.UNFINISHED : ++epochs;
            for (int i = random.nextInt(6); i >= 0; i--) {
                double[] values = random.doubles(6).map(v -> value(random)).toArray();
                double seconds = random.nextBoolean() ? Double.NaN : Math.abs(values[0]);
                rows.add(
                        new HistoryRow(
                                epoch,
                                new Step(
                                        1 + random.nextInt(100),
                                        seconds,
                                        values[1],
                                        values[2],
                                        values[3],
                                        values[4],
                                        values[5])));
            }
        }
        return rows;
    }

    /** Any bits there are. */
    private static double value(Random random) {
        int special = random.nextInt(3 * SPECIAL.length);
        if (special < SPECIAL.length) {
            return SPECIAL[special];
        }
        return Double.longBitsToDouble(random.nextLong());
    }
}
