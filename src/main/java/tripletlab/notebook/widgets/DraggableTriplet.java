package tripletlab.notebook.widgets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.internal.Arguments;
import tripletlab.internal.Tables;
import tripletlab.mining.Hinge;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.TripletCounts;
import tripletlab.mining.TripletMean;
import tripletlab.mining.Triplets;
import tripletlab.notebook.FigureContent;
import tripletlab.plot.TripletPlane;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.Numbers;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * One triplet in the plane whose anchor, positive and negative the reader drags, with the mouse or
 * with the arrow keys. A slider sets the margin. Java computes what follows: the rings at d_ap and
 * d_ap + m, the kind of the triplet, its loss, and the gradient, drawn as the way that gradient
 * descent moves each point.
 *
 * <pre>{@code
 * new DraggableTriplet(0.5) // the last line of a cell
 * }</pre>
 *
 * <p>Where nothing can be dragged the cell shows the triplet as it is at first.
 */
public final class DraggableTriplet implements DisplayDataRenderable {
    static final double MAX_MARGIN = 2;
    static final double MAX_X = 3;
    static final double MAX_Y = 2;

    private static final double ARROW = 0.6; // for a gradient of length 1
    private static final int[] LABELS = {0, 0, 1};
    private static final List<String> NAMES = List.of("anchor", "positive", "negative");
    private static final List<String> COLORS =
            List.of("currentColor", Colors.POSITIVE, Colors.NEGATIVE);

    private final double margin;
    private double[][] points = {{-0.6, -0.3}, {0.6, 0.2}, {-1.1, 1.2}};
    private Distance distance = Distance.EUCLIDEAN;

    /**
     * A triplet with Euclidean distances.
     *
     * @param margin m at first, from 0 to 2
     * @throws IllegalArgumentException if it is not so
     */
    public DraggableTriplet(double margin) {
        boolean fits = margin >= 0 && margin <= MAX_MARGIN;
        Arguments.require(fits, "margin is %s, expected a number from 0 to %s", margin, MAX_MARGIN);
        this.margin = margin;
    }

    /**
     * Sets where the points are at first.
     *
     * @param anchor (2): x from −3 to 3 and y from −2 to 2, and so the others
     * @throws IllegalArgumentException if one is not so
     */
    public DraggableTriplet optPoints(double[] anchor, double[] positive, double[] negative) {
        double[][] all = {
            requirePoint("anchor", anchor),
            requirePoint("positive", positive),
            requirePoint("negative", negative)
        };
        points = all;
        return this;
    }

    /**
     * Sets the distance.
     *
     * @param value Euclidean, the default, or squared Euclidean
     * @throws IllegalArgumentException if it is another one, whose rings are no circles
     */
    public DraggableTriplet optDistance(Distance value) {
        Arguments.requireNonNull("distance", value);
        String message = "distance is %s, expected Euclidean or squared Euclidean";
        Arguments.require(value != Distance.COSINE, message, value);
        distance = value;
        return this;
    }

    /** Called by the kernel when this is the result of a cell, or displayed. */
    @Override
    public void render(RenderContext context) {
        AnyWidget.render(context, this::show);
    }

    Map<String, Object> show(Host host) {
        Map<String, Object> first = describe(points, margin);
        AnyWidget.show(
                host,
                List.of("common.js", "draggable-triplet.js"),
                Map.of("answer", first, "scene", scene()),
                "Run this cell to drag the points and to move the margin.",
                question -> describe(points(question), number(question.get("margin"))));
        return still(first);
    }

    private Map<String, Object> scene() {
        return Map.of(
                "maxX", MAX_X,
                "maxY", MAX_Y,
                "maxMargin", MAX_MARGIN,
                "names", NAMES,
                "colors", COLORS,
                "rings", Map.of("inner", Colors.HARD, "outer", Colors.SEMI_HARD),
                "arrow", ARROW,
                "squared", distance == Distance.SQUARED_EUCLIDEAN);
    }

    private static double[][] points(Map<?, ?> question) {
        return ((List<?>) question.get("points"))
                .stream()
                        .map(point -> ((List<?>) point).stream().mapToDouble(v -> number(v)))
                        .map(values -> values.toArray())
                        .toArray(double[][]::new);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /** All that the library says of a triplet. */
    private Map<String, Object> describe(double[][] places, double m) {
        EmbeddingBatch embeddings = EmbeddingBatch.of(distance, Numbers.floats(places));
        MiningBatch batch = MiningBatch.of(embeddings, LABELS);
        Triplets triplet = new Triplets(new int[] {0}, new int[] {1}, new int[] {2});
        TripletMean mean =
                TripletMean.overTaken(
                        batch,
                        new Hinge(m),
                        (anchor, taken) -> {
                            if (anchor == 0) {
                                taken.add(1, 2);
                            }
                        });
        float[] gradient = embeddings.gradient(batch.distances(), mean.weights());
        float dAp = batch.distance(0, 1);
        boolean squared = distance == Distance.SQUARED_EUCLIDEAN;
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("points", places);
        said.put("margin", m);
        said.put("dAp", dAp);
        said.put("dAn", batch.distance(0, 2));
        said.put("kind", kind(TripletCounts.of(batch, triplet, m)));
        said.put("loss", mean.stats().loss());
        said.put("gradient", gradient);
        said.put("inner", squared ? Math.sqrt(dAp) : dAp);
        said.put("outer", squared ? Math.sqrt(dAp + m) : dAp + m);
        return said;
    }

    private static String kind(TripletCounts counts) {
        if (counts.easy() > 0) {
            return "easy";
        }
        if (counts.semiHard() > 0) {
            return "semi-hard";
        }
        if (counts.hard() > 0) {
            return "hard";
        }
        return counts.tie() > 0 ? "tie" : "edge";
    }

    /** A figure of the same triplet, with the same arrows. */
    private Map<String, Object> still(Map<String, Object> said) {
        String title =
                String.format(
                        Locale.ROOT,
                        "%s triplet: d_ap = %.2f, d_an = %.2f, margin %.2f, loss %.2f",
                        said.get("kind"),
                        said.get("dAp"),
                        said.get("dAn"),
                        margin,
                        said.get("loss"));
        Figure plane =
                TripletPlane.builder()
                        .setPoints(points, LABELS)
                        .setPair(0, 1)
                        .optMargin(margin)
                        .optDistance(distance)
                        .optTitle(
                                title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1))
                        .build();
        float[] gradient = (float[]) said.get("gradient");
        List<Map<String, Object>> arrows = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            double dx = -ARROW * gradient[2 * i];
            double dy = -ARROW * gradient[2 * i + 1];
            if (dx != 0 || dy != 0) {
                arrows.add(arrow(points[i][0], points[i][1], dx, dy));
            }
        }
        return FigureContent.of(((PlotlyFigure) plane).with("{annotations: %s}", arrows));
    }

    private static Map<String, Object> arrow(double x, double y, double dx, double dy) {
        return Json.of(
                """
                {x: %s, y: %s, ax: %s, ay: %s, xref: 'x', yref: 'y', axref: 'x', ayref: 'y',
                 text: '', showarrow: true, arrowhead: 2, arrowwidth: 2}
                """,
                x + dx, y + dy, x, y);
    }

    private static double[] requirePoint(String name, double[] point) {
        Tables.requireFinite(name, Arguments.requireNonNull(name, point));
        boolean fits =
                point.length == 2 && Math.abs(point[0]) <= MAX_X && Math.abs(point[1]) <= MAX_Y;
        String message = "%s is %s, expected x from -3 to 3 and y from -2 to 2";
        Arguments.require(fits, message, name, Arrays.toString(point));
        return point.clone();
    }
}
