package tripletlab.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tripletlab.Errors.assertNames;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tripletlab.RandomBatch;
import tripletlab.book.MaskedLosses;
import tripletlab.distance.Distance;

/** Values worked by hand. */
class MaskedLossesTest {

    /** One class at 0, 1 and 3, and two lone labels. */
    private static final float[][] LINE = {{0}, {1}, {3}, {3.25f}, {1.25f}};

    private static final int[] CLASSES = {0, 0, 0, 5, -1};
    private static final float MARGIN = 1.25f;

    /*
     * With n = 3, then n = 4, at margin 1.25:
     *   pair   (0,1) (0,2) (1,0) (1,2) (2,0) (2,1)
     *   gap    2.25  0.25  1.25  0.25 −2.75 −1.75 | 0.25 −1.75 −0.75 −1.75 −1.25 −0.25
     *   cost   0     1     0     1     4     3    | 1     3     2     3     2.5   1.5
     * Batch-all: 22 over 10 active. Semi-hard ones: 1 + 0 + 1 + 1 over 4, one on the edge.
     * Batch-hard: −1.75, −1.75 and −2.75 cost 3 + 3 + 4. Semi-hard: 1, 1, 0, 1, and with the
     * farthest 2.5 and 1.5. Easy positive: 1 + 0; nothing is beyond 1 from anchor 2.
     */

    private enum Masked {
        BATCH_ALL(22.0 / 10, 1) {
            @Override
            NDArray of(NDArray d, NDArray y, UnaryOperator<NDArray> cost) {
                return MaskedLosses.batchAll(d, y, cost);
            }
        },
        BATCH_ALL_SEMI_HARD(3.0 / 4, 0) {
            @Override
            NDArray of(NDArray d, NDArray y, UnaryOperator<NDArray> cost) {
                return MaskedLosses.batchAllSemiHard(d, y, MARGIN, cost);
            }
        },
        BATCH_HARD(10.0 / 3, 1) {
            @Override
            NDArray of(NDArray d, NDArray y, UnaryOperator<NDArray> cost) {
                return MaskedLosses.batchHard(d, y, cost);
            }
        },
        SEMI_HARD(7.0 / 6, 1) {
            @Override
            NDArray of(NDArray d, NDArray y, UnaryOperator<NDArray> cost) {
                return MaskedLosses.semiHard(d, y, cost);
            }
        },
        EASY_POSITIVE(1.0 / 2, 0) {
            @Override
            NDArray of(NDArray d, NDArray y, UnaryOperator<NDArray> cost) {
                return MaskedLosses.easyPositive(d, y, cost);
            }
        };

        final double byHand;
        final double collapsed; // share of the cost of a gap of 0

        Masked(double byHand, double collapsed) {
            this.byHand = byHand;
            this.collapsed = collapsed;
        }

        abstract NDArray of(NDArray d, NDArray y, UnaryOperator<NDArray> cost);
    }

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void byHand(Masked loss) {
        assertEquals(loss.byHand, value(loss, LINE, CLASSES, MaskedLosses.hinge(MARGIN)), 1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void theCostOfEqualEmbeddingsIsTheMarginOrLogTwo(Masked loss) {
        // none is beyond the positive, which semi-hard ones must be
        float[][] rows = {{1, 2}, {1, 2}, {1, 2}, {1, 2}};
        int[] y = {0, 0, 1, 1};
        double hinge = value(loss, rows, y, MaskedLosses.hinge(0.3f));
        assertEquals(loss.collapsed * 0.3, hinge, 1e-6);
        double soft = value(loss, rows, y, MaskedLosses.softMargin());
        assertEquals(loss.collapsed * Math.log(2), soft, 1e-6);
        assertArrayEquals(new float[8], gradient(loss, rows, y));
    }

    @ParameterizedTest
    @EnumSource
    void withoutPositivesOrNegativesLossAndGradientAreZero(Masked loss) {
        for (int[] y : new int[][] {{4, 4, 4, 4, 4}, {1, 2, 3, 4, 5}}) {
            assertEquals(0, value(loss, LINE, y, MaskedLosses.softMargin()));
            assertArrayEquals(new float[5], gradient(loss, LINE, y));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSatisfiedBatchCostsNothing(Masked loss) {
        float[][] rows = {{0}, {1}, {100}, {101}};
        int[] y = {0, 0, 1, 1};
        assertEquals(0, value(loss, rows, y, MaskedLosses.hinge(MARGIN)));
        assertArrayEquals(new float[4], gradient(loss, rows, y));
    }

    @ParameterizedTest
    @EnumSource
    void doublesStayDoubles(Masked loss) {
        NDArray narrow = RandomBatch.array(manager, LINE);
        NDArray d = Distance.EUCLIDEAN.pairwise(narrow.toType(DataType.FLOAT64, true));
        NDArray y = manager.create(CLASSES);
        NDArray value = loss.of(d, y, MaskedLosses.hinge(MARGIN));
        assertEquals(DataType.FLOAT64, value.getDataType());
        assertEquals(loss.byHand, value.getDouble(), 1e-12);
        assertEquals(DataType.FLOAT64, loss.of(d, y, MaskedLosses.softMargin()).getDataType());
    }

    @Test
    void costsOfGapsByHand() {
        NDArray gaps = manager.create(new float[] {-1, 0, 0.5f, 2}, new Shape(2, 2));
        NDArray hinge = MaskedLosses.hinge(0.5f).apply(gaps);
        assertEquals(new Shape(2, 2), hinge.getShape());
        assertArrayEquals(new float[] {1.5f, 0.5f, 0, 0}, hinge.toFloatArray());
        float[] soft = MaskedLosses.softMargin().apply(gaps).toFloatArray();
        float[] expected = {1.3132617f, 0.6931472f, 0.474077f, 0.126928f};
        assertArrayEquals(expected, soft, 1e-6f);
    }

    @Test
    void softMarginKeepsSmallCosts() {
        float[] gaps = {10, 20, 30, -20};
        float[] costs = MaskedLosses.softMargin().apply(manager.create(gaps)).toFloatArray();
        for (int i = 0; i < gaps.length; i++) {
            double expected = Math.max(0, -gaps[i]) + Math.log1p(Math.exp(-Math.abs(gaps[i])));
            assertEquals(expected, costs[i], 1e-5 * expected, "gap " + gaps[i]);
        }
    }

    @Test
    void slopesOfCostsByHand() {
        float[] gaps = {-20, -1, 0, 0.5f, 1, 20};
        assertArrayEquals(
                new float[] {-1, -1, -1, 0, 0, 0}, slopes(MaskedLosses.hinge(0.5f), gaps), 1e-9f);
        float[] soft = slopes(MaskedLosses.softMargin(), gaps);
        for (int i = 0; i < gaps.length; i++) {
            double expected = -1 / (1 + Math.exp(gaps[i]));
            assertEquals(expected, soft[i], 1e-5 * -expected, "gap " + gaps[i]);
        }
    }

    private float[] slopes(UnaryOperator<NDArray> cost, float[] values) {
        NDArray gaps = manager.create(values);
        gaps.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(cost.apply(gaps).sum());
        }
        return gaps.getGradient().toFloatArray();
    }

    @Test
    void softMarginNeverOverflows() {
        NDArray gaps = manager.create(new float[] {-1e6f, 1e6f});
        assertArrayEquals(
                new float[] {1e6f, 0}, MaskedLosses.softMargin().apply(gaps).toFloatArray());
    }

    @ParameterizedTest
    @EnumSource
    void wrongLabelsAreNamed(Masked loss) {
        NDArray d = Distance.EUCLIDEAN.pairwise(RandomBatch.array(manager, LINE));
        NDArray y = manager.create(new float[] {1, 1, Float.NaN, 2, 2});
        assertNames(() -> loss.of(d, y, MaskedLosses.softMargin()), "labels has NaN in row 2");
    }

    /** As all that take distances and labels do, in the words of {@code MiningBatch}. */
    @ParameterizedTest
    @EnumSource
    void wrongArgumentsAreNamed(Masked loss) {
        NDArray d = Distance.EUCLIDEAN.pairwise(RandomBatch.array(manager, LINE));
        NDArray y = manager.create(CLASSES);
        UnaryOperator<NDArray> cost = MaskedLosses.softMargin();
        assertNames(() -> loss.of(null, y, cost), "distances is null");
        assertNames(() -> loss.of(d, null, cost), "labels is null");
        assertNames(() -> loss.of(d, y, null), "cost is null");
        NDArray one = manager.create(new int[] {1});
        assertNames(() -> loss.of(d, one, cost), "labels has shape (1), expected (5) or (5, 1)");
        NDArray flat = manager.zeros(new Shape(5));
        assertNames(() -> loss.of(flat, y, cost), "distances has shape (5), expected (B, B)");
        NDArray whole = d.toType(DataType.INT32, true);
        assertNames(() -> loss.of(whole, y, cost), "distances is of type int32, expected a float");
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1}) {
            float[] values = d.toFloatArray();
            values[7] = wrong;
            NDArray bad = manager.create(values, new Shape(5, 5));
            assertNames(
                    () -> loss.of(bad, y, cost), "distances has " + wrong + " in row 1, column 2");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1, 1e308})
    void wrongMarginsAreNamed(double margin) {
        String name = "margin is " + margin;
        assertNames(() -> MaskedLosses.hinge(margin), name);
        NDArray d = manager.zeros(new Shape(2, 2));
        NDArray y = manager.create(new int[] {1, 1});
        UnaryOperator<NDArray> cost = MaskedLosses.softMargin();
        assertNames(() -> MaskedLosses.batchAllSemiHard(d, y, margin, cost), name);
    }

    @ParameterizedTest
    @EnumSource(names = {"BATCH_ALL", "BATCH_ALL_SEMI_HARD", "SEMI_HARD"})
    void whatDoesNotFitTheMemoryIsRefusedWithItsBytesAndTheFastWay(Masked loss) {
        NDArray d = manager.zeros(new Shape(2048, 2048));
        NDArray y = manager.zeros(new Shape(2048));
        assertNames(
                () -> loss.of(d, y, MaskedLosses.hinge(1)),
                "labels has length 2048, expected",
                "B³ triplets need 576.0 GiB",
                "TripletLoss with BatchAllMiner");
    }

    @ParameterizedTest
    @EnumSource
    void aBatchOfOneItemCostsNothing(Masked loss) {
        assertEquals(0, value(loss, new float[][] {{3, 4}}, new int[] {1}, MaskedLosses.hinge(1)));
    }

    private double value(Masked loss, float[][] rows, int[] y, UnaryOperator<NDArray> cost) {
        NDArray d = Distance.EUCLIDEAN.pairwise(RandomBatch.array(manager, rows));
        NDArray value = loss.of(d, manager.create(y), cost);
        assertTrue(value.getShape().isScalar(), "shape " + value.getShape());
        assertEquals(DataType.FLOAT32, value.getDataType());
        return value.getFloat();
    }

    private float[] gradient(Masked loss, float[][] rows, int[] y) {
        NDArray embeddings = RandomBatch.array(manager, rows);
        embeddings.setRequiresGradient(true);
        NDArray labels = manager.create(y);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray d = Distance.EUCLIDEAN.pairwise(embeddings);
            collector.backward(loss.of(d, labels, MaskedLosses.hinge(MARGIN)));
        }
        return embeddings.getGradient().toFloatArray();
    }
}
