package tripletlab.notebook;

import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The first rows of a Tablesaw table. */
final class TableGrid {
    private static final int MOST_ROWS = 20;

    private TableGrid() {}

    static ValueGrid of(Table table) {
        int shown = Math.min(MOST_ROWS, table.rowCount());
        List<List<String>> columns =
                table.columns().stream().map(column -> cells(column, shown)).toList();
        List<List<String>> rows =
                IntStream.range(0, shown)
                        .mapToObj(i -> columns.stream().map(column -> column.get(i)).toList())
                        .toList();
        int more = table.rowCount() - shown;
        return new ValueGrid(
                table.name() == null ? "" : table.name(),
                table.columnNames(),
                rows,
                table.columns().stream().map(c -> c instanceof NumericColumn<?>).toList(),
                more == 0 ? "" : "… and %d more rows".formatted(more));
    }

    private static List<String> cells(Column<?> column, int shown) {
        if (column instanceof NumericColumn<?> numbers) {
            double[] values = IntStream.range(0, shown).mapToDouble(numbers::getDouble).toArray();
            List<String> texts = Numbers.aligned(values);
            return IntStream.range(0, shown)
                    .mapToObj(i -> numbers.isMissing(i) ? "" : texts.get(i))
                    .toList();
        }
        return IntStream.range(0, shown).mapToObj(column::getString).toList();
    }
}
