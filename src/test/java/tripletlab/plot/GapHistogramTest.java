package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.plotly.components.Figure;

class GapHistogramTest {

    @Test
    void regionsMeetAtZeroAndAtTheMargin() {
        JsonNode json = FigureReader.json(figure(new double[] {-0.5, 0.25, 1}, 0.75));
        assertEquals(List.of("hard", "semi-hard", "easy", "gaps"), FigureReader.names(json));
        assertEquals("[-1,-1,0,0]", json.at("/data/0/x").toString());
        assertEquals("[0,0,0.75,0.75]", json.at("/data/1/x").toString());
        assertEquals("[0.75,0.75,2,2]", json.at("/data/2/x").toString());
        assertEquals(
                List.of("gap d_an − d_ap", "share of the triplets (%)"), FigureReader.axes(json));
    }

    @Test
    void eachGapIsInItsBin() {
        double[] gaps = {-1, -0.5, 0.25, 0.251, 1, 2};
        JsonNode json = FigureReader.json(figure(gaps, 0.75));
        double[] edges = FigureReader.numbers(json.at("/data/3/x"));
        double[] shares = FigureReader.numbers(json.at("/data/3/y"));
        for (int bin = 0; bin + 1 < edges.length; bin++) {
            double from = edges[bin];
            double to = bin + 2 == edges.length ? 3 : edges[bin + 1];
            long inside = Arrays.stream(gaps).filter(g -> g >= from && g < to).count();
            assertEquals(inside * 100.0 / gaps.length, shares[bin], 0.01, "bin from " + from);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLostAndEverythingIsInsideTheAxis(long seed) {
        Random random = new Random(seed);
        double[] gaps = random.doubles(1 + random.nextInt(5000), -3, 5).toArray();
        double margin = 6 * random.nextDouble();
        JsonNode json = FigureReader.json(figure(gaps, margin));
        double sum = Arrays.stream(FigureReader.numbers(json.at("/data/3/y"))).sum();
        assertEquals(100, sum, 90 * 0.5e-3, "seed " + seed);
        double[] range = FigureReader.numbers(json.at("/layout/xaxis/range"));
        assertTrue(range[0] <= Arrays.stream(gaps).min().orElseThrow(), "seed " + seed);
        assertTrue(range[1] >= Math.max(margin, Arrays.stream(gaps).max().orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noBinIsHardAndSemiHardAtOnce(long seed) {
        Random random = new Random(seed);
        double[] gaps = random.doubles(500, -7 * random.nextDouble() - 0.01, 5).toArray();
        JsonNode json = FigureReader.json(figure(gaps, 0.2));
        double[] edges = FigureReader.numbers(json.at("/data/3/x"));
        double[] shares = FigureReader.numbers(json.at("/data/3/y"));
        double hard = 0;
        for (int bin = 0; edges[bin] < 0; bin++) {
            hard += shares[bin];
        }
        double expected = Arrays.stream(gaps).filter(gap -> gap < 0).count() / 5.0;
        assertEquals(expected, hard, 90 * 0.5e-3, "seed " + seed);
        assertTrue(Arrays.stream(edges).anyMatch(edge -> edge == 0), "seed " + seed);
    }

    @Test
    void collapsedEmbeddingsHaveOneBin() {
        Figure figure = GapHistogram.builder().addGaps("gaps", new double[9]).optMargin(0).build();
        assertEquals(100, FigureReader.numbers(FigureReader.json(figure).at("/data/3/y"))[0]);
    }

    @Test
    void badInputIsNamed() {
        GapHistogram builder = GapHistogram.builder();
        assertNames(builder::build, "gaps is empty");
        assertNames(() -> builder.addGaps("a", new double[0]), "gaps of \"a\" is empty");
        assertNames(
                () -> builder.addGaps("a", new double[] {0, Double.NaN}),
                "gaps of \"a\" is NaN at 1");
        assertNames(() -> builder.optMargin(-1), "margin is -1.0, expected a finite number");
        assertNames(() -> builder.optRange(1, 2), "range is 1.0 to 2.0");
        assertNames(
                () -> builder.optRange(0, Double.POSITIVE_INFINITY), "range is 0.0 to Infinity");
    }

    private static Figure figure(double[] gaps, double margin) {
        return GapHistogram.builder()
                .addGaps("gaps", gaps)
                .optMargin(margin)
                .optRange(-1, 2)
                .build();
    }
}
