package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.plotly.components.Figure;

class AnimationTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyFrameIsTheFigureItWasMadeOf(long seed) {
        Random random = new Random(seed);
        List<Figure> figures =
                IntStream.range(0, 4)
                        .mapToObj(i -> histogram(floats(random, 50), floats(random, 70)))
                        .toList();
        List<String> names = List.of("one", "two", "three", "four");
        JsonNode json = FigureReader.json(Animation.of(names, figures));
        for (int i = 0; i < 4; i++) {
            JsonNode frame = json.at("/frames/" + i);
            assertEquals(String.valueOf(i), frame.get("name").asText());
            JsonNode expected = FigureReader.json(figures.get(i)).get("data");
            for (int t = 0; t < expected.size(); t++) {
                assertEquals(t, frame.at("/traces/" + t).asInt());
                // also when another frame was shown before
                ObjectNode shown = json.at("/data/" + t).deepCopy();
                shown.setAll((ObjectNode) json.at("/frames/" + (3 - i) + "/data/" + t));
                shown.setAll((ObjectNode) frame.at("/data/" + t));
                assertEquals(expected.get(t), shown, "seed " + seed);
            }
        }
    }

    @Test
    void onlyWhatChangesIsStored() {
        Figure one = series(1, 2);
        Figure two = series(1, 3);
        JsonNode frame = FigureReader.json(Animation.of(List.of("a", "b"), List.of(one, two)));
        assertEquals("{\"y\":[1,2]}", frame.at("/frames/0/data/0").toString());
        assertEquals("{\"y\":[1,3]}", frame.at("/frames/1/data/0").toString());
    }

    @Test
    void axesHoldThePointsOfAllFrames() {
        JsonNode layout =
                FigureReader.json(
                                Animation.of(List.of("a", "b"), List.of(series(0, 5), series(-3))))
                        .get("layout");
        assertEquals("[-3.4,5.4]", layout.at("/yaxis/range").toString());
        assertFalse(layout.at("/yaxis/autorange").asBoolean());
        assertEquals("value", layout.at("/yaxis/title/text").asText());
    }

    @Test
    void sliderAndButtonsNameTheFrames() {
        JsonNode layout =
                FigureReader.json(Animation.of(List.of("a", "b"), List.of(series(1), series(2))))
                        .get("layout");
        JsonNode steps = layout.at("/sliders/0/steps");
        assertEquals(List.of("a", "b"), steps.findValuesAsText("label"));
        assertEquals("[\"1\"]", steps.at("/1/args/0").toString()); // the frame
        assertEquals("immediate", steps.at("/1/args/1/mode").asText());
        JsonNode buttons = layout.at("/updatemenus/0/buttons");
        assertEquals(List.of("Play", "Pause"), buttons.findValuesAsText("label"));
        assertTrue(buttons.at("/0/args/0").isNull()); // all frames
        assertEquals("[null]", buttons.at("/1/args/0").toString()); // none
        assertEquals(450 + 90, layout.get("height").asInt());
    }

    @Test
    void badInputIsNamed() {
        Figure one = series(1);
        Figure moving = Animation.of(List.of("a"), List.of(one));
        assertNames(() -> Animation.of(List.of(), List.of()), "figures is empty");
        assertNames(
                () -> Animation.of(List.of("a"), List.of(one, one)),
                "names has length 1, expected 2 as figures has");
        assertNames(() -> Animation.of(List.of("a", "a"), List.of(one, one)), "\"a\" twice");
        assertNames(
                () -> Animation.of(List.of("a"), List.of(moving)),
                "figure 0 is moving, expected a still");
        Figure two =
                SeriesPlot.builder()
                        .addSeries("value", new double[1])
                        .addSeries("b", new double[1])
                        .build();
        assertNames(
                () -> Animation.of(List.of("a", "b"), List.of(one, two)),
                "traces of figure 1 has length 2, expected 1 as figure 0 has");
    }

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 3 * random.nextFloat();
        }
        return values;
    }

    private static Figure histogram(float[] positives, float[] negatives) {
        return DistanceHistogram.builder().setPairs(positives, negatives).build();
    }

    private static Figure series(double... values) {
        return SeriesPlot.builder().addSeries("value", values).build();
    }
}
