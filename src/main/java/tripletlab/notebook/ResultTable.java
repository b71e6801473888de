package tripletlab.notebook;

import java.util.Arrays;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * A table of results that grows row by row: a name, and a number for each column.
 *
 * <pre>{@code
 * ResultTable results = new ResultTable("Retrieval", "embedding", "precision@1", "MAP@R");
 * results.add("pixels", 0.91, 0.29);
 * results.table()                      // the last line of a cell shows it
 * }</pre>
 */
public final class ResultTable {

    private final Table table;

    /**
     * Starts a table without rows.
     *
     * @param title what it shows
     * @param names what the names are, such as "embedding"
     * @param columns the titles of the numbers, each once
     */
    public ResultTable(String title, String names, String... columns) {
        Arguments.requireNonNull("title", title);
        Arguments.requireNonNull("names", names);
        Tables.requireNoNulls("columns", columns);
        table = Table.create(title, StringColumn.create(names));
        for (String column : columns) {
            table.addColumns(DoubleColumn.create(column));
        }
    }

    /**
     * Adds a row.
     *
     * @param numbers one for each column; NaN leaves the cell empty
     * @throws IllegalArgumentException if there are more or fewer numbers than columns
     */
    public ResultTable add(String name, double... numbers) {
        Arguments.requireNonNull("name", name);
        Arguments.requireNonNull("numbers", numbers);
        int columns = table.columnCount() - 1;
        Arguments.require(
                numbers.length == columns,
                "numbers is %s, expected one for each of the %d columns",
                Arrays.toString(numbers),
                columns);
        table.stringColumn(0).append(name);
        for (int i = 0; i < columns; i++) {
            table.doubleColumn(i + 1).append(numbers[i]);
        }
        return this;
    }

    /** Returns Tablesaw's table, to show, sort or save. */
    public Table table() {
        return table;
    }
}
