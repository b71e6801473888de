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

    private static final List<String> MEANS =
            List.of("loss", "mean norm", "active fraction", "mean d_ap", "mean d_an");

    private HistoryTable() {}

    static Table ofEpochs(List<Epoch> epochs) {
        Table table = Table.create("Epochs of the training");
        table.addColumns(
                whole("epoch", epochs, Epoch::number), whole("batches", epochs, Epoch::batches));
        addMeans(
                table,
                epochs,
                List.of(
                        Epoch::loss,
                        Epoch::meanNorm,
                        Epoch::activeFraction,
                        Epoch::meanPositive,
                        Epoch::meanNegative));
        return table.addColumns(
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
        Table table = Table.create("Batches of the training");
        table.addColumns(
                IntColumn.create("batch", IntStream.rangeClosed(1, steps.size()).toArray()),
                IntColumn.create("epoch", numbers));
        addMeans(
                table,
                steps,
                List.of(
                        Step::loss,
                        Step::meanNorm,
                        Step::activeFraction,
                        Step::meanPositive,
                        Step::meanNegative));
        return table.addColumns(
                whole("images", steps, Step::images),
                real("seconds", steps, Step::seconds),
                real("images per second", steps, Step::imagesPerSecond));
    }

    private static <T> void addMeans(Table table, List<T> rows, List<ToDoubleFunction<T>> values) {
        for (int i = 0; i < MEANS.size(); i++) {
            table.addColumns(real(MEANS.get(i), rows, values.get(i)));
        }
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
