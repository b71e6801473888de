package tripletlab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tripletlab.loss.TripletLoss;
import tripletlab.mining.BatchAllMiner;
import tripletlab.mining.BatchHardMiner;

/** How much a reader opens to see how a batch becomes a number. */
class HeartTest {

    private static final Pattern LOADED =
            Pattern.compile("] (tripletlab[\\w.]+)\\S* source: \\S*/classes/");

    /** Evaluates a loss once. */
    static final class Program {
        private Program() {}

        /** By the miner whose name is given. */
        public static void main(String[] args) {
            boolean hard = Boolean.getBoolean("hard");
            TripletLoss loss =
                    TripletLoss.builder()
                            .setMiner(hard ? new BatchHardMiner() : new BatchAllMiner())
                            .build();
            try (NDManager manager = NDManager.newBaseManager()) {
                NDList labels = new NDList(manager.create(new int[] {0, 0, 1, 1}));
                float[] rows = {1, 2, 4, 8};
                loss.evaluate(labels, new NDList(manager.create(rows, new Shape(4, 1))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 14, 1653", "false, 16, 1839"})
    void oneEvaluationLoadsFewFiles(boolean hard, int files, int lines)
            throws IOException, InterruptedException {
        String log =
                JavaProgram.printed(Program.class, "-Xlog:class+load:stdout", "-Dhard=" + hard);
        Set<String> loaded =
                LOADED.matcher(log)
                        .results()
                        .map(result -> result.group(1).replace('.', '/'))
                        .collect(Collectors.toSet());
        assertTrue(loaded.contains("tripletlab/loss/TripletLoss"), loaded.toString());
        assertTrue(loaded.size() <= files, loaded.size() + " files: " + loaded);
        assertTrue(lines(loaded.stream()) <= lines, lines(loaded.stream()) + " lines: " + loaded);
    }

    @Test
    void theEightFilesToReadFirstAreShort() throws IOException {
        Stream<String> mining =
                Stream.of(
                                "TripletMiner",
                                "MiningBatch",
                                "TripletMean",
                                "Hinge",
                                "BatchHardMiner",
                                "SemiHardMiner",
                                "BatchAllMiner")
                        .map(name -> "tripletlab/mining/" + name);
        long lines = lines(Stream.concat(mining, Stream.of("tripletlab/loss/TripletLoss")));
        assertTrue(lines <= 750, lines + " lines");
    }

    private static long lines(Stream<String> names) {
        return names.mapToLong(
                        name -> {
                            try {
                                Path file = Path.of("src", "main", "java", name + ".java");
                                return Files.readAllLines(file).size();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .sum();
    }
}
