package tripletlab.training;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** A history as Tablesaw tables, and the table of its batches as a history. */
final class HistoryTable {

    private static final String BATCH = "batch";
    private static final String EPOCH = "epoch";
    private static final String IMAGES = "images";
    private static final String SECONDS = "seconds";
    private static final String RATE = "images per second";
    private static final String LOSS = "loss";
    private static final String NORM = "mean norm";
    private static final String ACTIVE = "active fraction";
    private static final String POSITIVE = "mean d_ap";
    private static final String NEGATIVE = "mean d_an";

    private HistoryTable() {}

    static Table ofEpochs(List<Epoch> epochs) {
        return Table.create(
                "Epochs of the training",
                whole(EPOCH, epochs, Epoch::number),
                whole("batches", epochs, Epoch::batches),
                real(LOSS, epochs, Epoch::loss),
                real(NORM, epochs, Epoch::meanNorm),
                real(ACTIVE, epochs, Epoch::activeFraction),
                real(POSITIVE, epochs, Epoch::meanPositive),
                real(NEGATIVE, epochs, Epoch::meanNegative),
                real(SECONDS, epochs, Epoch::seconds),
                real(RATE, epochs, Epoch::imagesPerSecond));
    }

    static Table ofBatches(List<HistoryRow> rows) {
        List<Step> steps = HistoryRow.steps(rows);
        return Table.create(
                "Batches of the training",
                IntColumn.create(BATCH, IntStream.rangeClosed(1, rows.size()).toArray()),
                whole(EPOCH, rows, HistoryRow::epoch),
                real(LOSS, steps, Step::loss),
                real(NORM, steps, Step::meanNorm),
                real(ACTIVE, steps, Step::activeFraction),
                real(POSITIVE, steps, Step::meanPositive),
                real(NEGATIVE, steps, Step::meanNegative),
                whole(IMAGES, steps, Step::images),
                real(SECONDS, steps, Step::seconds),
                real(RATE, steps, Step::imagesPerSecond));
    }

    /** Reads one row of a table of batches; {@link #RATE} follows from the others. */
    static HistoryRow row(Row row) {
        return new HistoryRow(
                row.getInt(EPOCH),
                new Step(
                        row.getInt(IMAGES),
                        row.getDouble(SECONDS),
                        row.getDouble(LOSS),
                        row.getDouble(NORM),
                        row.getDouble(ACTIVE),
                        row.getDouble(POSITIVE),
                        row.getDouble(NEGATIVE)));
    }

    private static <T> IntColumn whole(String name, List<T> rows, ToIntFunction<T> value) {
        return IntColumn.create(name, rows.stream().mapToInt(value).toArray());
    }

    private static <T> DoubleColumn real(String name, List<T> rows, ToDoubleFunction<T> value) {
        return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
    }
}
