package tripletlab.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.columns.numbers.IntColumnType;

/**
 * A batch as the table of batches shows it.
 *
 * @param epoch the number of its epoch, or {@link #UNFINISHED}
 * @param step what was recorded
 */
record HistoryRow(int epoch, Step step) {

    /** In no finished epoch: it still runs, or it was interrupted. What Tablesaw shows as empty. */
    static final int UNFINISHED = IntColumnType.missingValueIndicator();

    static List<HistoryRow> of(List<Step> steps, List<Epoch> epochs) {
        int[] numbers = new int[steps.size()];
        Arrays.fill(numbers, UNFINISHED);
        for (Epoch epoch : epochs) {
            int end = epoch.firstBatch() + epoch.batches();
            Arrays.fill(numbers, epoch.firstBatch(), end, epoch.number());
        }
        List<HistoryRow> rows = new ArrayList<>(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            rows.add(new HistoryRow(numbers[i], steps.get(i)));
        }
        return rows;
    }

    static List<Step> steps(List<HistoryRow> rows) {
        return rows.stream().map(HistoryRow::step).toList();
    }

    /** The finished epochs, each a run of rows of the same number. */
    static List<Epoch> epochs(List<HistoryRow> rows) {
        List<Step> steps = steps(rows);
        List<Epoch> epochs = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= rows.size(); end++) {
            int number = rows.get(end - 1).epoch();
            if (end == rows.size() || rows.get(end).epoch() != number) {
                if (number != UNFINISHED) {
                    epochs.add(Epoch.of(number, start, steps.subList(start, end)));
                }
                start = end;
            }
        }
        return epochs;
    }
}
