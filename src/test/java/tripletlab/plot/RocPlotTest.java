package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.evaluation.Roc;

class RocPlotTest {

    @Test
    void legendHasTheAreaByTrapezoids() {
        JsonNode json =
                FigureReader.json(
                        RocPlot.builder()
                                .addCurve("perfect", roc(new double[] {0, 1}, new double[] {1, 1}))
                                .addCurve(
                                        "step",
                                        roc(new double[] {0, 0.5, 1}, new double[] {0, 0.5, 1}))
                                .addCurve(
                                        "kink",
                                        roc(new double[] {0, 0.2, 1}, new double[] {0, 0.6, 1}))
                                .build());
        // the last: 0.2 · 0.6 / 2 + 0.8 · (0.6 + 1) / 2
        assertEquals(
                List.of(
                        "perfect (AUC 1.0000)",
                        "step (AUC 0.5000)",
                        "kink (AUC 0.7000)",
                        "chance (AUC 0.5)"),
                FigureReader.names(json));
        assertEquals(
                List.of(
                        "false accept rate (share of negative pairs)",
                        "true accept rate (share of positive pairs)"),
                FigureReader.axes(json));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void areaIsTheChanceThatAPositivePairIsNearer(long seed) {
        Random random = new Random(seed);
        double[] near = random.doubles(40, 0, 1).map(x -> Math.floor(8 * x)).toArray();
        double[] far = random.doubles(60, 0, 1).map(x -> Math.floor(8 * x) + 2).toArray();
        double won = 0;
        for (double p : near) {
            for (double n : far) {
                won += p < n ? 1 : p == n ? 0.5 : 0;
            }
        }
        JsonNode json =
                FigureReader.json(
                        RocPlot.builder().addCurve("x", roc(rates(far), rates(near))).build());
        assertEquals(
                String.format(Locale.ROOT, "x (AUC %.4f)", won / 2400),
                FigureReader.names(json).get(0),
                "seed " + seed);
    }

    private static Roc roc(double[] fpr, double[] tpr) {
        return new Roc(new double[fpr.length], fpr, tpr);
    }

    private static double[] rates(double[] distances) {
        return IntStream.rangeClosed(-1, 10)
                .mapToDouble(t -> DoubleStream.of(distances).filter(d -> d <= t).count())
                .map(count -> count / distances.length)
                .toArray();
    }

    @Test
    void longCurvesAreThinnedWhereNothingIsSeen() {
        int count = 100_001;
        double[] far = IntStream.range(0, count).mapToDouble(i -> i / (count - 1.0)).toArray();
        double[] accepted = DoubleStream.of(far).map(Math::sqrt).toArray();
        JsonNode json =
                FigureReader.json(RocPlot.builder().addCurve("root", roc(far, accepted)).build());
        double[] x = FigureReader.numbers(json.at("/data/0/x"));
        double[] y = FigureReader.numbers(json.at("/data/0/y"));
        assertTrue(x.length > 300 && x.length < 1100, "points " + x.length);
        assertEquals(1, x[x.length - 1]);
        for (int i = 1; i < x.length; i++) {
            assertEquals(Math.sqrt(x[i]), y[i], 2e-5);
            assertTrue(y[i] - y[i - 1] < 0.006, "gap at " + x[i]);
        }
    }

    @Test
    void logarithmicAxisBeginsAtThePowerOfTenBelow() {
        double[] far = {0, 0.002, 0.1, 1};
        JsonNode json =
                FigureReader.json(
                        RocPlot.builder()
                                .addCurve("x", roc(far, new double[] {0.1, 0.5, 0.9, 1}))
                                .build());
        assertEquals("log", json.at("/layout/xaxis/type").asText());
        assertEquals("[-3,0]", json.at("/layout/xaxis/range").toString());
        assertEquals("[0.002,0.1,1]", json.at("/data/0/x").toString()); // 0 has no logarithm
        JsonNode chance = FigureReader.trace(json, "chance (AUC 0.5)");
        double[] x = FigureReader.numbers(chance.get("x"));
        assertArrayEquals(x, FigureReader.numbers(chance.get("y")), 1e-5);
        assertEquals(0.001, chance.at("/x/0").asDouble());
    }

    @Test
    void pointsAreMarkedAndThoseOfNoFalseAcceptsAreAtTheLeftEnd() {
        JsonNode json =
                FigureReader.json(
                        RocPlot.builder()
                                .addCurve("x", roc(new double[] {0.002, 1}, new double[] {0.5, 1}))
                                .optPoint("some", 0.25, 0.75)
                                .optPoint("none", 0, 0.125)
                                .build());
        JsonNode some = FigureReader.trace(json, "some");
        assertEquals("markers", some.get("mode").asText());
        assertEquals(
                "[[0.25],[0.75]]",
                List.of(some.get("x"), some.get("y")).toString().replace(" ", ""));
        JsonNode none = FigureReader.trace(json, "none");
        assertEquals(0.001, none.at("/x/0").asDouble());
        assertEquals(0.125, none.at("/y/0").asDouble());
    }

    @Test
    void badInputIsNamed() {
        assertNames(() -> RocPlot.builder().build(), "curves is empty");
        assertNames(
                () -> RocPlot.builder().optPoint("x", -0.5, 1),
                "falseAcceptRate is -0.5, expected 0 to 1");
    }
}
