package tripletlab.plot.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;

/**
 * A figure as the JSON that plotly.js draws: {@code data}, {@code layout} and, if it moves, {@code
 * frames}.
 *
 * <p>Tablesaw's own figures are read from the JavaScript that it writes. This is made for an older
 * plotly.js, so numbers in quotes and titles that are strings are set right here.
 */
public final class FigureJson {
    /** What plotly.js shows as text, even if it looks like a number. */
    private static final Set<String> TEXTS =
            Set.of("text", "name", "title", "labels", "ticktext", "tickprefix", "ticksuffix");

    /** Two kinds of text: in double quotes as in JSON, in single ones escaped as HTML. */
    private static final Pattern TEXT =
            Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^']*+'", Pattern.DOTALL);

    private FigureJson() {}

    /**
     * Reads a figure.
     *
     * @param figure one of this package or of Tablesaw's own
     * @return maps, lists, strings, numbers and booleans, with no NaN among them
     * @throws IllegalArgumentException if Tablesaw wrote what is no JavaScript
     */
    public static Map<String, Object> of(Figure figure) {
        if (Arguments.requireNonNull("figure", figure) instanceof PlotlyFigure own) {
            return own.json();
        }
        List<Object> data = new ArrayList<>();
        for (Trace trace : figure.getTraces()) {
            data.add(read(trace.asJavascript(data.size())));
        }
        boolean bare = figure.getLayout() == null;
        Map<String, Object> layout = bare ? Map.of() : read(figure.getLayout().asJavascript());
        return Json.of("{data: %s, layout: %s}", data, layout);
    }

    /** Figures of this package that do not move yet, to be joined. */
    public static List<Map<String, Object>> ofStill(List<Figure> figures) {
        boolean any = !Tables.requireNoNulls("figures", figures).isEmpty();
        Arguments.require(any, "figures is empty, expected at least one");
        List<Map<String, Object>> all = figures.stream().map(FigureJson::of).toList();
        for (int i = 0; i < all.size(); i++) {
            boolean moving = all.get(i).containsKey("frames");
            if (moving || !(figures.get(i) instanceof PlotlyFigure)) {
                throw new IllegalArgumentException(
                        "figure %d is %s, expected a still figure of this library"
                                .formatted(i, moving ? "moving" : "Tablesaw's own"));
            }
        }
        return all;
    }

    /** Reads {@code var name = {…};}. */
    private static Map<String, Object> read(String script) {
        String literal = script.substring(script.indexOf('{'), script.lastIndexOf('}') + 1);
        // Tablesaw forgets that in JavaScript a backslash is no text.
        String given = TEXT.matcher(literal).replaceAll(FigureJson::escaped);
        return Json.map(cleaned("", Json.read(given)));
    }

    private static String escaped(MatchResult text) {
        boolean single = text.group().startsWith("'");
        return Matcher.quoteReplacement(single ? text.group().replace("\\", "\\\\") : text.group());
    }

    private static Object cleaned(String key, Object value) {
        if (value instanceof Map<?, ?>) {
            Map<String, Object> clean = Json.map(value);
            clean.replaceAll(FigureJson::cleaned);
            clean.values().removeIf(element -> element == null);
            setTitle(clean);
        } else if (value instanceof List<?> list) {
            List<Object> clean = new ArrayList<>();
            list.forEach(element -> clean.add(cleaned(key, element)));
            return clean;
        } else if (value instanceof String text) {
            return TEXTS.contains(key) ? unquoted(text) : valueOf(text);
        }
        return value;
    }

    /** Tablesaw escapes titles and names as HTML; plotly.js does not know all of that. */
    private static String unquoted(String text) {
        return Json.breaks(
                text.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#39;", "'"));
    }

    /** Strings that mean numbers or booleans. */
    private static Object valueOf(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity", "null" -> null;
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> // not "1d" or "0x1", which Double.valueOf takes as well
                    text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")
                            ? Json.shortest(Double.parseDouble(text))
                            : text;
        };
    }

    /** A title is an object, an empty one is none. */
    private static void setTitle(Map<String, Object> parent) {
        Object font = parent.remove("titlefont");
        if (parent.remove("title") instanceof String text && !text.isEmpty()) {
            parent.put(
                    "title", Json.of("{text: %s, font: %s}", text, font == null ? Map.of() : font));
        }
    }
}
