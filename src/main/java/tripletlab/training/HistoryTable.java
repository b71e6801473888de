package tripletlab.training;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.IntColumnType;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** A history as Tablesaw tables. */
final class HistoryTable {

    private HistoryTable() {}

    static Table ofEpochs(List<Epoch> epochs) {
        return Table.create(
                "Epochs of the training",
                whole("epoch", epochs, Epoch::number),
                whole("batches", epochs, Epoch::batches),
                real("loss", epochs, Epoch::loss),
                real("mean norm", epochs, Epoch::meanNorm),
                real("active fraction", epochs, Epoch::activeFraction),
                real("mean d_ap", epochs, Epoch::meanPositive),
                real("mean d_an", epochs, Epoch::meanNegative),
                real("seconds", epochs, Epoch::seconds),
                real("images per second", epochs, Epoch::imagesPerSecond));
    }

    static Table ofBatches(List<Step> steps, List<Epoch> epochs) {
        int[] numbers = new int[steps.size()];
        Arrays.fill(numbers, IntColumnType.missingValueIndicator()); // of no finished epoch
        for (Epoch epoch : epochs) {
            int end = epoch.firstBatch() + epoch.batches();
            Arrays.fill(numbers, epoch.firstBatch(), end, epoch.number());
        }
        return Table.create(
                "Batches of the training",
                IntColumn.create("batch", IntStream.rangeClosed(1, steps.size()).toArray()),
                IntColumn.create("epoch", numbers),
                real("loss", steps, Step::loss),
                real("mean norm", steps, Step::meanNorm),
                real("active fraction", steps, Step::activeFraction),
                real("mean d_ap", steps, Step::meanPositive),
                real("mean d_an", steps, Step::meanNegative),
                whole("images", steps, Step::images),
                real("seconds", steps, Step::seconds),
                real("images per second", steps, Step::imagesPerSecond));
    }

    static String csv(Table table) {
        StringWriter text = new StringWriter();
        table.write().usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
        return text.toString();
    }

    private static <T> IntColumn whole(String name, List<T> rows, ToIntFunction<T> value) {
        return IntColumn.create(name, rows.stream().mapToInt(value).toArray());
    }

    private static <T> DoubleColumn real(String name, List<T> rows, ToDoubleFunction<T> value) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
    }
}
