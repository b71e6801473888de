package tripletlab.notebook;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Values in rows and columns, as text and as an HTML table.
 *
 * @param caption what they are
 * @param header the name of each column
 * @param rows the values, one for each column
 * @param right whether a column stands to the right, as numbers do
 * @param footer what is left out, or empty
 */
record ValueGrid(
        String caption,
        List<String> header,
        List<List<String>> rows,
        List<Boolean> right,
        String footer) {

    /** A grid of numbers whose first column counts the rows. */
    static ValueGrid ofNumbers(
            String caption, List<String> header, List<List<String>> rows, String footer) {
        List<Boolean> right = Collections.nCopies(header.size(), true);
        return new ValueGrid(caption, header, rows, right, footer);
    }

    /** Columns padded with spaces. */
    String text() {
        int[] widths =
                IntStream.range(0, header.size())
                        .map(c -> Math.max(header.get(c).length(), longest(c)))
                        .toArray();
        StringBuilder text = new StringBuilder(caption).append('\n').append(line(header, widths));
        rows.forEach(row -> text.append(line(row, widths)));
        return text.append(footer).toString().stripTrailing();
    }

    /** A table in JupyterLab's own style. */
    String html() {
        // $…$ is no formula here
        StringBuilder html = new StringBuilder("<div class=\"mathjax_ignore\">");
        html.append(escape(caption)).append("<table><thead>").append(row("th", header));
        html.append("</thead><tbody>");
        rows.forEach(row -> html.append(row("td", row)));
        return html.append("</tbody></table>").append(escape(footer)).append("</div>").toString();
    }

    /** Text as HTML. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private String row(String tag, List<String> cells) {
        return IntStream.range(0, cells.size())
                .mapToObj(
                        c ->
                                "<%s style=\"text-align:%s\">%s</%s>"
                                        .formatted(
                                                tag,
                                                right.get(c) ? "right" : "left",
                                                escape(cells.get(c)),
                                                tag))
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                        .mapToObj(c -> padded(cells.get(c), widths[c], right.get(c)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing()
                + "\n";
    }

    private int longest(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width, boolean right) {
        String spaces = " ".repeat(width - text.length());
        return right ? spaces + text : text + spaces;
    }
}
