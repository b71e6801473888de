package tripletlab.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;
import tripletlab.training.Epoch;
import tripletlab.training.TrainingHistory;

/**
 * What a training did, batch by batch: loss, norm and active fraction.
 *
 * <p>Read the three together. A loss that stays at the margin while the norm falls to 0 is
 * collapse; a mean over active triplets that stays flat while the active fraction falls is
 * progress.
 *
 * <p>Each figure shows every batch thin and light (more than 1000 are averaged in runs), their
 * moving mean bold, and the mean of each epoch as a dot at its middle. The y axis begins at 0.
 */
public final class Curves {
    private static final int MAX_POINTS = 1000;

    private Curves() {}

    /**
     * The loss of each batch. The title says from where to where its mean went.
     *
     * @param history a training of at least one batch
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if no batch has a finite loss
     */
    public static Figure loss(TrainingHistory history) {
        return loss(history, "", new double[0]);
    }

    /**
     * The loss of each batch beside published values.
     *
     * @param history a training of at least one batch
     * @param source whose values they are, for the legend
     * @param published the published mean loss of epoch 1, 2 and so on; shown for the epochs that
     *     {@code history} has
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if no batch has a finite loss
     */
    public static Figure loss(TrainingHistory history, String source, double[] published) {
        double[] losses = Arguments.requireNonNull("history", history).losses();
        PlotlyFigure figure = figure(lossTitle(losses), "loss", history, losses, Epoch::loss);
        Arguments.requireNonNull("source", source);
        Arguments.requireNonNull("published", published);
        int shown = Math.min(published.length, history.epochs().size());
        if (shown > 0) {
            double[] x = Arrays.copyOf(middles(history), shown);
            figure.marks(
                    source, x, Arrays.copyOf(published, shown), Colors.INK, "diamond-open", 13);
        }
        return figure;
    }

    /**
     * The mean length of the embeddings of each batch before they are normalized. Steady growth is
     * healthy; climbing without end while the loss stays at the margin, it tells of a collapse.
     *
     * @param history a training that recorded norms
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if no norm was recorded
     */
    public static Figure meanNorm(TrainingHistory history) {
        double[] norms = Arguments.requireNonNull("history", history).meanNorms();
        String axis = "mean norm before normalization";
        return figure("Norm of the embeddings", axis, history, norms, Epoch::meanNorm);
    }

    /**
     * The fraction of the triplets taken of each batch that still have a cost.
     *
     * @param history a training that recorded active fractions
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if no active fraction was recorded
     */
    public static Figure activeFraction(TrainingHistory history) {
        double[] fractions = Arguments.requireNonNull("history", history).activeFractions();
        String axis = "active / taken triplets";
        return figure("Active triplets", axis, history, fractions, Epoch::activeFraction);
    }

    private static PlotlyFigure figure(
            String title,
            String yTitle,
            TrainingHistory history,
            double[] batches,
            ToDoubleFunction<Epoch> mean) {
        String message = "history has no value for \"%s\" in %d batches, expected at least one";
        Arguments.require(Numbers.anyFinite(batches), message, title, batches.length);
        List<Epoch> epochs = history.epochs();
        int[] sizes = epochs.stream().mapToInt(Epoch::batches).distinct().toArray();
        String xTitle = sizes.length == 1 ? "batch (%d an epoch)".formatted(sizes[0]) : "batch";
        double[] x = IntStream.rangeClosed(1, batches.length).asDoubleStream().toArray();
        double[] thin = Numbers.thinned(batches, MAX_POINTS);
        PlotlyFigure figure =
                new PlotlyFigure(title, 450)
                        .axis("xaxis", xTitle, Map.of())
                        .axis("yaxis", yTitle, fromZero(thin));
        int run = (batches.length + MAX_POINTS - 1) / MAX_POINTS;
        String name = run == 1 ? "each batch" : "mean of " + run + " batches";
        String light = "{line: {color: '#b7d5f0', width: 1}}";
        figure.scatter(name, "lines", Numbers.thinned(x, MAX_POINTS), thin, light);
        int window = window(batches);
        if (batches.length > window) {
            double[] y = Numbers.thinned(Numbers.movingMean(batches, window), MAX_POINTS / 2);
            String bold = "{line: {color: '#1f5f9f', width: 3}}";
            name = "mean of the last " + window;
            figure.scatter(name, "lines", Numbers.thinned(x, MAX_POINTS / 2), y, bold);
        }
        double[] means = epochs.stream().mapToDouble(mean).toArray();
        if (Numbers.anyFinite(means)) {
            double[] at = middles(history);
            figure.marks("mean of the epoch", at, means, Colors.HARD, "circle", 9);
        }
        return figure;
    }

    /** Compares the means of the first and of the last batches. */
    private static String lossTitle(double[] losses) {
        double[] means = Numbers.movingMean(losses, window(losses));
        int last = losses.length - 1;
        double first = last < 0 ? Double.NaN : means[Math.min(window(losses) - 1, last)];
        if (Double.isNaN(first) || !Double.isFinite(losses[last])) {
            return "Loss while training";
        }
        String from = Numbers.text("%.2f", first);
        String to = Numbers.text("%.2f", means[last]);
        return from.equals(to)
                ? "The loss stays at " + to
                : "The loss %s from %s to %s"
                        .formatted(means[last] < first ? "falls" : "rises", from, to);
    }

    /** So many batches are averaged for the bold line. */
    private static int window(double[] batches) {
        return Math.max(5, batches.length / 40);
    }

    private static Map<String, Object> fromZero(double[] values) {
        double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
        double most = Arrays.stream(known).max().orElse(0);
        boolean positive = most > 0 && Arrays.stream(known).allMatch(y -> y >= 0);
        return positive ? PlotlyFigure.range(0, 1.05 * most) : Map.of();
    }

    /** The middle of each epoch, in batches. */
    private static double[] middles(TrainingHistory history) {
        return history.epochs().stream()
                .mapToDouble(epoch -> epoch.firstBatch() + (epoch.batches() + 1) / 2.0)
                .toArray();
    }
}
