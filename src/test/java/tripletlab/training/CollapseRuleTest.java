package tripletlab.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import tripletlab.mining.MiningStats;
import tripletlab.training.CollapseWarning.TrainingProblem;

class CollapseRuleTest {

    private static final int WINDOW = 10;

    /** What the rule says at one time or another of a training. */
    private static Set<TrainingProblem> said(double level, int batches, IntFunction<Step> batch) {
        CollapseWarning rule = new CollapseWarning(new TrainingHistory(), WINDOW, text -> {});
        Set<TrainingProblem> said = EnumSet.noneOf(TrainingProblem.class);
        for (int i = 0; i < batches; i++) {
            rule.add(batch.apply(i));
            said.addAll(rule.problems(level));
        }
        return said;
    }

    private static Step step(double loss, double positive, double negative, double norm) {
        return new Step(32, 1, norm, new MiningStats(1, 1, 1, loss, positive, negative));
    }

    /** A batch whose triplets all have these distances, so that the hinge costs ap − an + m. */
    private static Step hinge(double margin, double positive, double negative, double norm) {
        double loss = Math.max(0, positive - negative + margin);
        return step(loss, positive, negative, norm);
    }

    /** Between two values, the nearer to the second the later. */
    private static double decay(double from, double to, int batch) {
        return to + (from - to) * Math.exp(-batch / 15.0);
    }

    @Test
    void collapseWithAMargin() {
        assertEquals(
                Set.of(TrainingProblem.COLLAPSE),
                said(1, 100, i -> hinge(1, decay(1.1, 0.1, i), decay(0.9, 0.09, i), 3 + i)));
        assertEquals(
                Set.of(TrainingProblem.COLLAPSE),
                said(0.2, 100, i -> hinge(0.2, decay(1.1, 0.1, i), decay(0.9, 0.09, i), 3 + i)));
    }

    @Test
    void collapseWithASoftMargin() {
        IntFunction<Step> batch =
                i -> {
                    double positive = decay(1.1, 0.1, i);
                    double negative = decay(0.9, 0.09, i);
                    double loss = Math.log1p(Math.exp(positive - negative));
                    return step(loss, positive, negative, Double.NaN);
                };
        assertEquals(Set.of(TrainingProblem.COLLAPSE), said(Math.log(2), 100, batch));
    }

    @Test
    void aNetworkThatIsCollapsedFromTheFirstBatch() {
        assertEquals(
                Set.of(TrainingProblem.COLLAPSE), said(1, WINDOW, i -> hinge(1, 1e-3, 1e-3, 2)));
        assertEquals(Set.of(), said(1, WINDOW - 1, i -> hinge(1, 1e-3, 1e-3, 2))); // too early
    }

    @Test
    void smallDistancesThatGrowAreNoCollapse() {
        assertEquals(
                Set.of(),
                said(1, 60, i -> hinge(1, 1e-3, 1e-3 * Math.exp(i / 8.0), 2))); // up to 1.6
    }

    @Test
    void aLearningTrainingIsLeftAlone() {
        assertEquals(
                Set.of(),
                said(1, 300, i -> hinge(1, decay(1.1, 0.4, i), decay(1.12, 1.3, i), 3 + i * 0.1)));
        // slowly, with a semi-hard miner: d_an is always little above d_ap
        assertEquals(Set.of(), said(1, 300, i -> hinge(1, 1 - i * 1e-3, 1.02 - i * 5e-5, 2.5)));
    }

    @Test
    void aMeanOverActiveTripletsMayStayAtTheMargin() {
        IntFunction<Step> batch = i -> step(0.2, decay(1.03, 0.6, i), decay(1.1, 1.3, i), 3);
        assertEquals(Set.of(), said(0.2, 300, batch));
    }

    /** As far from the margin at first as embeddings of any length can be. */
    @Test
    void aLossThatFallsPastTheMarginIsLeftAlone() {
        IntFunction<Step> batch =
                i -> hinge(0.2, 30 * Math.exp(-i / 10.0), 25 * Math.exp(-i / 12.0), Double.NaN);
        assertEquals(Set.of(), said(0.2, 60, batch));
    }

    @Test
    void nothingIsLearned() {
        IntFunction<Step> noise = i -> hinge(1, 1, 1.02 + 0.01 * Math.sin(i), 2.5);
        assertEquals(Set.of(TrainingProblem.STUCK), said(1, 4 * WINDOW, noise));
        assertEquals(Set.of(), said(1, 4 * WINDOW - 1, noise));
    }

    @Test
    void theNormGrowsOrShrinksOutOfBounds() {
        assertEquals(
                Set.of(TrainingProblem.NORM_GROWS),
                said(1, 60, i -> hinge(1, 0.5, 1.2, 2 * Math.exp(i / 5.0))));
        assertEquals(
                Set.of(TrainingProblem.NORM_SHRINKS),
                said(1, 60, i -> hinge(1, 0.5, 1.2, 2 * Math.exp(-i / 5.0))));
    }
}
