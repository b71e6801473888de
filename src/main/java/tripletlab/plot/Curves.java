package tripletlab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;
import tripletlab.internal.Arguments;
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
    private static final int MOST_POINTS = 1000;
    private static final int DIGITS = 5;
    private static final String LIGHT = "#b7d5f0";
    private static final String BOLD = "#1f5f9f";
    private static final String DOTS = "#bd1f01";
    private static final String REFERENCE = "#222222";

    private Curves() {}

    /**
     * The loss of each batch.
     *
     * @param history a training of at least one batch
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if no batch has a finite loss
     */
    public static Figure loss(TrainingHistory history) {
        return lossFigure(history, List.of());
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
        Arguments.requireNonNull("history", history);
        Arguments.requireNonNull("source", source);
        Arguments.requireNonNull("published", published);
        int shown = Math.min(published.length, history.epochs().size());
        double[] y = Arrays.copyOf(published, shown);
        Curve reference = new Curve(Arrays.copyOf(epochMiddles(history), shown), y);
        return lossFigure(history, shown == 0 ? List.of() : List.of(diamonds(reference, source)));
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
        double[] epochs = epochMeans(history, Epoch::meanNorm);
        String axis = "mean norm before normalization";
        return figure("Norm of the embeddings", axis, history, history.meanNorms(), epochs);
    }

    /**
     * The fraction of the triplets taken of each batch that still have a cost.
     *
     * @param history a training that recorded active fractions
     * @return a figure of 800 by 450 pixels
     * @throws IllegalArgumentException if no active fraction was recorded
     */
    public static Figure activeFraction(TrainingHistory history) {
        double[] epochs = epochMeans(history, Epoch::activeFraction);
        String axis = "active / taken triplets";
        return figure("Active triplets", axis, history, history.activeFractions(), epochs);
    }

    private static double[] epochMeans(TrainingHistory history, ToDoubleFunction<Epoch> mean) {
        return Arguments.requireNonNull("history", history).epochs().stream()
                .mapToDouble(mean)
                .toArray();
    }

    private static Figure lossFigure(TrainingHistory history, List<Trace> references) {
        double[] epochs = epochMeans(history, Epoch::loss);
        Figure figure = figure("Loss while training", "loss", history, history.losses(), epochs);
        List<Trace> traces = new ArrayList<>(List.of(figure.getTraces()));
        traces.addAll(references);
        figure.setTraces(traces.toArray(new Trace[0]));
        return figure;
    }

    private static Figure figure(
            String title,
            String yTitle,
            TrainingHistory history,
            double[] batches,
            double[] epochs) {
        Curve raw = Curve.ofBatches(batches);
        if (raw.isBlank()) {
            throw new IllegalArgumentException(
                    "history has no value for \"%s\" in %d batches, expected at least one"
                            .formatted(title, batches.length));
        }
        List<Trace> traces = new ArrayList<>();
        int window = Math.max(5, batches.length / 40);
        Curve thin = raw.thinned(MOST_POINTS);
        int run = (batches.length + MOST_POINTS - 1) / MOST_POINTS;
        traces.add(line(thin, run == 1 ? "each batch" : "mean of " + run + " batches", LIGHT, 1));
        if (batches.length > window) {
            Curve mean = raw.movingMean(window).thinned(MOST_POINTS / 2);
            traces.add(line(mean, "mean of the last " + window, BOLD, 3));
        }
        Curve means = new Curve(epochMiddles(history), epochs);
        if (!means.isBlank()) {
            traces.add(dots(means));
        }
        Axis yAxis = fromZero(yTitle, thin);
        return new Figure(layout(title, history, yAxis), traces.toArray(new Trace[0]));
    }

    private static Layout layout(String title, TrainingHistory history, Axis yAxis) {
        return Layouts.plane(title, 450)
                .xAxis(Axis.builder().title(batchTitle(history)).build())
                .yAxis(yAxis)
                .build();
    }

    private static Axis fromZero(String title, Curve curve) {
        Axis.AxisBuilder axis = Axis.builder().title(title);
        double[] known = Arrays.stream(curve.y()).filter(Double::isFinite).toArray();
        double most = Arrays.stream(known).max().orElse(0);
        boolean positive = most > 0 && Arrays.stream(known).allMatch(y -> y >= 0);
        // Tablesaw has no "tozero", so the range is given.
        return (positive ? axis.range(0, 1.05 * most) : axis).build();
    }

    private static String batchTitle(TrainingHistory history) {
        int[] sizes = history.epochs().stream().mapToInt(Epoch::batches).distinct().toArray();
        return sizes.length == 1 ? "batch (%d an epoch)".formatted(sizes[0]) : "batch";
    }

    private static double[] epochMiddles(TrainingHistory history) {
        List<Epoch> epochs = history.epochs();
        double[] middles = new double[epochs.size()];
        for (int i = 0; i < middles.length; i++) {
            middles[i] = epochs.get(i).firstBatch() + (epochs.get(i).batches() + 1) / 2.0;
        }
        return middles;
    }

    private static Trace line(Curve curve, String name, String color, int width) {
        double[] x = Rounding.significant(curve.x(), DIGITS + 2);
        double[] y = Rounding.significant(curve.y(), DIGITS);
        return Scatter.line(name, x, y, "color", color, "width", width);
    }

    private static Trace dots(Curve curve) {
        return markers(curve, "mean of the epoch", DOTS, "circle");
    }

    private static Trace diamonds(Curve curve, String name) {
        return markers(curve, name, REFERENCE, "diamond");
    }

    private static Trace markers(Curve curve, String name, String color, String symbol) {
        double[] y = Rounding.significant(curve.y(), DIGITS);
        return Scatter.markers(name, curve.x(), y, "color", color, "size", 9, "symbol", symbol);
    }
}
