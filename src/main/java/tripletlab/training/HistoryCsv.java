package tripletlab.training;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.AddCellToColumnException;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.io.csv.CsvWriteOptions;
import tripletlab.internal.WholeFile;

/** The file of a history: the table of its batches as CSV, as Tablesaw writes and reads it. */
final class HistoryCsv {

    /** Of a history without a batch: its names and types are those of all. */
    private static final Table FORM = HistoryTable.ofBatches(List.of());

    private static final int UNFINISHED = HistoryRow.UNFINISHED;
    private static final char NONE = '\0';

    private final Path file;

    HistoryCsv(Path file) {
        this.file = file;
    }

    void write(List<HistoryRow> rows) throws IOException {
        StringWriter text = new StringWriter();
        HistoryTable.ofBatches(rows)
                .write()
                .usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, out -> out.write(bytes));
    }

    List<HistoryRow> read() throws IOException {
        // A charset that takes any byte: what does not belong here is refused below, by its line.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        checkForm(text);
        List<HistoryRow> rows = new ArrayList<>();
        int last = UNFINISHED; // the epoch of the line before
        int next = 1; // the epoch that may begin
        for (Row row : parse(text)) {
            HistoryRow read = HistoryTable.row(row);
            int epoch = read.epoch();
            check(row, "batch", row.getInt("batch") == rows.size() + 1, "" + (rows.size() + 1));
            boolean fits = epoch == last || epoch == next || epoch == UNFINISHED;
            check(row, "epoch", fits, "that of the line before, " + next + ", or nothing");
            check(row, "images", read.step().images() > 0, "1 or more");
            check(row, "seconds", !(read.step().seconds() < 0), "0 or more, or nothing");
            last = epoch;
            next = Math.max(next, epoch + 1);
            rows.add(read);
        }
        return rows;
    }

    /** Every line as many values as the first, and the last whole: what Tablesaw lets pass. */
    private void checkForm(String text) throws IOException {
        List<String> lines = text.lines().toList();
        String header = String.join(",", FORM.columnNames());
        if (lines.isEmpty() || !lines.get(0).equals(header)) {
            throw damaged(1, "expected \"" + header + "\"");
        }
        for (int i = 1; i < lines.size(); i++) {
            int values = lines.get(i).split(",", -1).length;
            if (values != FORM.columnCount()) {
                String why = "it has %d values, expected %d";
                throw damaged(i + 1, why.formatted(values, FORM.columnCount()));
            }
        }
        if (!text.endsWith("\n")) {
            throw damaged(lines.size(), "it breaks off, expected a line end");
        }
    }

    private Table parse(String text) throws IOException {
        CsvReadOptions options =
                CsvReadOptions.builderFromString(text)
                        .columnTypes(name -> FORM.column(name).type())
                        .commentPrefix(NONE)
                        .quoteChar(NONE)
                        .maxCharsPerColumn(-1) // any number
                        .build();
        try {
            return Table.read().usingOptions(options);
        } catch (AddCellToColumnException e) {
            boolean whole = FORM.column(e.getColumnIndex()).type().equals(ColumnType.INTEGER);
            String why = "its \"%s\" is no number, expected %s";
            String expected = whole ? "a whole number" : "a number or nothing";
            throw damaged((int) e.getRowNumber() + 1, why.formatted(e.getColumnName(), expected));
        }
    }

    private void check(Row row, String column, boolean fits, String expected) throws IOException {
        if (!fits) {
            String why = "its \"%s\" is %s, expected %s";
            Object found = Objects.requireNonNullElse(row.getObject(column), "nothing");
            throw damaged(row.getRowNumber() + 2, why.formatted(column, found, expected));
        }
    }

    private IOException damaged(int line, String why) {
        return new IOException(
                String.format(
                        "%s is damaged in line %d: %s. To mend it: correct this line, or delete it"
                                + " and all below",
                        file, line, why));
    }
}
