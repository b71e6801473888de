package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ResultTableTest {

    private final ResultTable results =
            new ResultTable("Retrieval", "embedding", "precision@1", "MAP@R");

    @Test
    void hasARowForEachName() {
        Table table = results.add("pixels", 0.5, 0.25).add("trained", 1, Double.NaN).table();
        assertEquals("Retrieval", table.name());
        assertEquals("[embedding, precision@1, MAP@R]", table.columnNames().toString());
        assertEquals("[pixels, trained]", table.stringColumn(0).asList().toString());
        assertEquals("[0.5, 1.0]", table.doubleColumn(1).asList().toString());
        assertEquals(0.25, table.doubleColumn(2).getDouble(0));
        assertEquals(Double.NaN, table.doubleColumn(2).getDouble(1));
    }

    @Test
    void refusesARowOfAnotherLength() {
        Exception thrown =
                assertThrows(IllegalArgumentException.class, () -> results.add("pixels", 0.5));
        assertEquals(
                "numbers is [0.5], expected one for each of the 2 columns", thrown.getMessage());
        assertEquals(0, results.table().rowCount());
    }
}
