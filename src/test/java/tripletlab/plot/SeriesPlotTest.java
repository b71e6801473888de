package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesPlotTest {

    @ParameterizedTest
    @CsvSource({"2, 1", "11, 1", "12, 0"})
    void fewWholeNumbersHaveATickEach(int values, int step) {
        double[] y = IntStream.range(0, values).asDoubleStream().toArray();
        JsonNode json = FigureReader.json(SeriesPlot.builder().addPoints("seeds", y).build());
        assertEquals(step, json.at("/layout/xaxis/dtick").asInt());
        double[] halves = Arrays.stream(y).map(value -> value / 2).toArray();
        JsonNode other = FigureReader.json(SeriesPlot.builder().addSeries("a", halves, y).build());
        assertTrue(other.at("/layout/xaxis/dtick").isMissingNode());
    }

    @Test
    void valuesAreDrawnAsGiven() {
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("a", new double[] {3, Double.NaN, 1})
                                .addSeries("b", new double[] {0.5, 2}, new double[] {4, 5})
                                .optXTitle("epoch")
                                .optYTitle("loss")
                                .build());
        assertEquals("a, b", FigureReader.title(json));
        assertEquals(List.of("epoch", "loss"), FigureReader.axes(json));
        assertEquals("[1,2,3]", json.at("/data/0/x").toString());
        assertEquals("[3,null,1]", json.at("/data/0/y").toString());
        assertEquals("[0.5,2]", json.at("/data/1/x").toString());
        assertEquals("[4,5]", json.at("/data/1/y").toString());
    }

    @Test
    void pointsHaveNoLine() {
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("measured", new double[] {3, 1})
                                .addPoints("published", new double[] {2.5, 1.5})
                                .build());
        assertEquals("lines+markers", json.at("/data/0/mode").asText());
        assertEquals("markers", json.at("/data/1/mode").asText());
        assertEquals("[1,2]", json.at("/data/1/x").toString());
        assertEquals("[2.5,1.5]", json.at("/data/1/y").toString());
    }

    @Test
    void pointsMayShareAPlace() {
        double[] margins = {0.2, 0.2, 1};
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addPoints("each seed", margins, new double[] {3, 1, 2})
                                .build());
        assertEquals("markers", json.at("/data/0/mode").asText());
        assertEquals("[0.2,0.2,1]", json.at("/data/0/x").toString());
        assertEquals("[3,1,2]", json.at("/data/0/y").toString());
    }

    @Test
    void linesDifferByColorAndSymbol() {
        SeriesPlot builder = SeriesPlot.builder();
        for (int i = 0; i < 4; i++) {
            builder.addSeries("line " + i, new double[] {i});
        }
        JsonNode data = FigureReader.json(builder.build()).get("data");
        assertEquals(4, data.findValuesAsText("symbol").stream().distinct().count());
        long colors =
                List.of(0, 1, 2, 3).stream()
                        .map(i -> data.at("/" + i + "/line/color").asText())
                        .distinct()
                        .count();
        assertEquals(4, colors);
    }

    @Test
    void rowsHaveNamesInPlaceOfNumbersAndOfALegend() {
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("a", new double[] {1, 2, 3}, new double[3])
                                .addSeries("b", new double[] {0, 1, 2}, new double[] {-1, -1, -1})
                                .optRows(List.of("a", "b"))
                                .build());
        assertEquals("[0,-1]", json.at("/layout/yaxis/tickvals").toString());
        assertEquals("[\"a\",\"b\"]", json.at("/layout/yaxis/ticktext").toString());
        assertEquals("[-1.5,0.5]", json.at("/layout/yaxis/range").toString());
        assertFalse(json.at("/data/0/showlegend").asBoolean(true));
        assertNames(() -> SeriesPlot.builder().optRows(null), "names");
    }

    @Test
    void measuredValuesAreNoTicksOfALogarithmicAxis() {
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("time", new double[] {1.23456, 4, 87.654321})
                                .optLogY()
                                .build());
        assertTrue(json.at("/layout/yaxis/tickvals").isMissingNode());
        assertEquals(1, json.at("/layout/yaxis/dtick").asInt());
    }

    @Test
    void manyPowersOfTenGetFewTicks() {
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("norm", new double[] {1.23456, 1e9, 2e19})
                                .optLogY()
                                .build());
        assertEquals(2, json.at("/layout/yaxis/dtick").asInt());
    }

    @Test
    void fewBatchSizesAreTheTicksOfALogarithmicAxis() {
        double[] sizes = {32, 64, 1024};
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("time", sizes, new double[] {1, 4, 900})
                                .optLogX()
                                .optLogY()
                                .build());
        assertEquals("log", json.at("/layout/xaxis/type").asText());
        assertEquals("log", json.at("/layout/yaxis/type").asText());
        assertEquals("[32,64,1024]", json.at("/layout/xaxis/tickvals").toString());
        assertEquals(List.of("step", "time"), FigureReader.axes(json));
    }

    @Test
    void movingMeanAndThinning() {
        JsonNode mean =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("a", new double[] {4, 2, 6})
                                .optMovingMean(2)
                                .build());
        double[] y = FigureReader.numbers(mean.at("/data/0/y"));
        assertArrayEquals(new double[] {4, 3, 4}, y);
        JsonNode thin =
                FigureReader.json(SeriesPlot.builder().addSeries("a", new double[5000]).build());
        assertEquals(1000, thin.at("/data/0/x").size());
    }

    @Test
    void pointsAreNeitherAveragedNorThinned() {
        JsonNode json =
                FigureReader.json(
                        SeriesPlot.builder()
                                .addSeries("line", new double[] {4, 2, 6})
                                .addPoints("published", new double[] {4, 2, 6})
                                .addPoints("many", new double[5000])
                                .optMovingMean(2)
                                .build());
        assertEquals("[4,3,4]", json.at("/data/0/y").toString());
        assertEquals("[4,2,6]", json.at("/data/1/y").toString());
        assertEquals(5000, json.at("/data/2/x").size());
        assertEquals(5000, json.at("/data/2/y").size());
    }

    @Test
    void badInputIsNamed() {
        SeriesPlot builder = SeriesPlot.builder();
        double[] two = {1, 2};
        assertNames(builder::build, "series is empty, expected at least one");
        assertNames(
                () -> builder.addSeries("a", two, new double[3]),
                "y of \"a\" has length 3, expected 2 as x of \"a\" has");
        assertNames(
                () -> builder.addSeries("a", new double[] {2, 1}, two),
                "x of \"a\" is 1.0 after 2.0, expected ascending numbers");
        assertNames(
                () -> builder.addSeries("a", new double[] {Double.NaN}),
                "y of \"a\" has 1 values and no finite one");
        assertNames(() -> builder.optMovingMean(0), "values is 0, expected 1 or more");
        assertNames(
                () -> SeriesPlot.builder().addSeries("a", new double[] {1, 0}).optLogY().build(),
                "y of \"a\" is 0.0 at 1, expected above 0 on a logarithmic axis");
    }
}
