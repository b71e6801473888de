package tripletlab.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.plot.parts.FigureJson;

/** Reads a figure back with a strict JSON parser, as a browser would. */
public final class FigureReader {
    private FigureReader() {}

    /** All that plotly.js receives. */
    public static JsonNode json(Figure figure) {
        ObjectMapper strict = new ObjectMapper();
        try {
            return strict.readTree(strict.writeValueAsString(FigureJson.of(figure)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The trace with this name. */
    static JsonNode trace(JsonNode figure, String name) {
        for (JsonNode trace : figure.get("data")) {
            if (name.equals(trace.path("name").asText())) {
                return trace;
            }
        }
        throw new AssertionError("no trace \"" + name + "\" among " + names(figure));
    }

    static List<String> names(JsonNode figure) {
        List<String> names = new ArrayList<>();
        figure.get("data").forEach(trace -> names.add(trace.path("name").asText()));
        return names;
    }

    static double[] numbers(JsonNode list) {
        return IntStream.range(0, list.size()).mapToDouble(i -> list.get(i).asDouble()).toArray();
    }

    static String title(JsonNode figure) {
        return figure.at("/layout/title/text").asText();
    }

    /** The titles of the x and the y axis. */
    static List<String> axes(JsonNode figure) {
        return List.of(
                figure.at("/layout/xaxis/title/text").asText(),
                figure.at("/layout/yaxis/title/text").asText());
    }
}
