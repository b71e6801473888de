package tripletlab.notebook;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A figure in words, for where none is drawn: title, traces and their points. */
final class FigureSummary {
    private FigureSummary() {}

    static String of(Map<String, Object> plotly) {
        List<?> traces = (List<?>) plotly.get("data");
        return traces.stream()
                .map(trace -> trace instanceof Map<?, ?> map ? text(map) : "")
                .collect(Collectors.joining(", ", "Figure" + title(plotly) + ": ", ""));
    }

    private static String title(Map<String, Object> plotly) {
        if (plotly.get("layout") instanceof Map<?, ?> layout
                && layout.get("title") instanceof Map<?, ?> title) {
            return " \"" + plain(title.get("text")) + "\"";
        }
        return "";
    }

    private static String text(Map<?, ?> trace) {
        Object name = trace.get("name");
        String called = name == null || "".equals(name) ? trace.get("type") + "" : plain(name);
        Object points = trace.get("x") == null ? trace.get("z") : trace.get("x");
        int size = points instanceof List<?> list ? list.size() : 0;
        return "%s (%d points)".formatted(called, size);
    }

    /** A text of plotly.js, which is a little HTML, on one line. */
    private static String plain(Object text) {
        return text.toString()
                .replace("<br>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
