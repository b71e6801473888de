package tripletlab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.internal.Pictures;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.TripletCounts;
import tripletlab.mining.Triplets;
import tripletlab.plot.parts.Colors;
import tripletlab.plot.parts.FramedPicture;
import tripletlab.plot.parts.Json;
import tripletlab.plot.parts.PlotlyFigure;

/**
 * Triplets as pictures: a row for each, with its anchor, positive and negative, and beside them
 * their two distances at one or more stages of a training. A grey bar goes from the positive as far
 * as the margin reaches; a negative on the bar or left of it costs something.
 */
public final class TripletPictures extends FigureBuilder<TripletPictures> {
    private static final int MAX_ROWS = 12;
    private static final int MAX_STAGES = 3;
    private static final int LEFT = 150;
    private static final int RIGHT = 20;
    private static final int TOP = 130;
    private static final int BOTTOM = 50;
    private static final int ROW = 84; // pixels
    private static final double PICTURES = 0.335; // of the width, three cells
    private static final double DISTANCES = 0.49; // where their axis begins
    private static final double KINDS = 0.9; // where it ends
    private static final double STAGE = 0.44; // of a row, from a stage to the next one

    /** The colours of anchor, positive and negative. */
    private static final List<String> FRAMES =
            List.of(Colors.INK, Colors.POSITIVE, Colors.NEGATIVE);

    private record Row(String name, int[] items) {}

    private record Stage(String name, MiningBatch batch) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private float[][] images = {};
    private int width;
    private double margin;

    private TripletPictures() {
        super(null, "distance from the anchor", "");
    }

    /**
     * Begins a figure without images, rows and stages. By default its title says in how many
     * triplets the gap {@code d_an − d_ap} grows from the first stage to the last one.
     */
    public static TripletPictures builder() {
        return new TripletPictures();
    }

    /**
     * Sets the items of the batch.
     *
     * @param images (B, H·W), each row by row, 0 for paper to 1 for ink
     * @param pixels W
     * @throws IllegalArgumentException if the rows are not of one length, or W does not divide it
     */
    public TripletPictures setImages(float[][] images, int pixels) {
        Pictures.requireRows("images", images, pixels);
        this.images = images.clone();
        width = pixels;
        return this;
    }

    /** Adds a triplet of items of the batch; its name stands at the left. */
    public TripletPictures addRow(String name, int anchor, int positive, int negative) {
        Arguments.requireNonNull("name", name);
        rows.add(new Row(name, new int[] {anchor, positive, negative}));
        return this;
    }

    /** Adds the distances of all items at one stage, such as before a training. */
    public TripletPictures addStage(String name, MiningBatch batch) {
        Arguments.requireNonNull("name", name);
        stages.add(new Stage(name, Arguments.requireNonNull("batch", batch)));
        return this;
    }

    /** Sets the margin, a finite number, 0 or more; 0 unless it is set. */
    public TripletPictures optMargin(double margin) {
        this.margin = Arguments.requireMargin(margin);
        return this;
    }

    @Override
    public Figure build() {
        Arguments.requireCount("rows", rows.size(), MAX_ROWS);
        Arguments.requireCount("stages", stages.size(), MAX_STAGES);
        for (Stage stage : stages) {
            Arguments.requireSameLength("images", images.length, "batch", stage.batch.size());
        }
        int height = TOP + BOTTOM + rows.size() * ROW;
        List<Object> pictures = new ArrayList<>();
        List<Object> frames = new ArrayList<>();
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < 3; k++) {
                int item = rows.get(i).items[k];
                String name = "item of row \"%s\"".formatted(rows.get(i).name);
                Arguments.requireIndex(name, item, images.length);
                FramedPicture place = new FramedPicture("x2", k, i, 1);
                pictures.add(place.picture(images[item], width));
                frames.add(place.frame(FRAMES.get(k), k < 2));
            }
            for (int s = 0; s < stages.size(); s++) {
                texts.add(text(DISTANCES - 0.01, "right", y(i, s), stages.get(s).name));
                texts.add(text(KINDS + 0.01, "left", y(i, s), kind(i, s)));
            }
        }
        double legend = 1 + 34.0 / (rows.size() * ROW);
        PlotlyFigure figure =
                new PlotlyFigure(title == null ? finding() : title, height)
                        .titleOnTop()
                        .axis("xaxis", xTitle, distances())
                        .axis("yaxis", yTitle, names())
                        .with("{xaxis2: %s}", columns())
                        .with("{images: %s, shapes: %s, annotations: %s}", pictures, frames, texts)
                        .with(FramedPicture.MARGINS_AND_LEGEND, LEFT, RIGHT, TOP, BOTTOM, legend);
        addMargins(figure);
        addDots(figure, 1, "distance to the positive", Colors.POSITIVE, "circle");
        addDots(figure, 2, "distance to the negative", Colors.NEGATIVE, "x");
        return figure;
    }

    private String finding() {
        MiningBatch first = stages.get(0).batch;
        MiningBatch last = stages.get(stages.size() - 1).batch;
        long grown = rows.stream().filter(row -> gap(last, row) > gap(first, row)).count();
        return "The gap d_an − d_ap grows in %d of %d triplets".formatted(grown, rows.size());
    }

    private static float gap(MiningBatch batch, Row row) {
        int anchor = row.items[0];
        return batch.distance(anchor, row.items[2]) - batch.distance(anchor, row.items[1]);
    }

    private static Map<String, Object> columns() {
        return Json.of(
                """
                {domain: [0, %s], range: [-0.5, 2.5], side: 'top', anchor: 'y',
                 tickmode: 'array', ticks: '', tickvals: [0, 1, 2],
                 ticktext: ['anchor', 'positive', 'negative'],
                 showgrid: false, zeroline: false, fixedrange: true}
                """,
                PICTURES);
    }

    private Map<String, Object> distances() {
        double most = 0;
        for (int t = 0; t < rows.size() * stages.size(); t++) {
            double reach = distance(t, 1) + Math.min(margin, 2);
            most = Math.max(most, Math.max(reach, distance(t, 2)));
        }
        return Json.of(
                "{domain: [%s, %s], range: [0, %s], fixedrange: true}",
                DISTANCES, KINDS, most > 0 ? 1.05 * most : 1);
    }

    private Map<String, Object> names() {
        return Json.of(
                """
                {tickmode: 'array', tickvals: %s, ticktext: %s, ticks: '',
                 range: [%s, -0.5],
                 anchor: 'x2', showgrid: false, zeroline: false, fixedrange: true}
                """,
                IntStream.range(0, rows.size()).toArray(),
                Json.texts(rows.stream().map(Row::name).toList()),
                rows.size() - 0.5);
    }

    private static Map<String, Object> text(double x, String anchor, double y, String text) {
        return Json.of(
                """
                {x: %s, xref: 'paper', xanchor: %s, y: %s, yref: 'y', yanchor: 'middle',
                 text: %s, showarrow: false, font: {size: 11}}
                """,
                x, anchor, y, Json.text(text));
    }

    private double y(int row, int stage) {
        return row + STAGE * (stage - (stages.size() - 1) / 2.0);
    }

    /** The distance of an anchor to its positive (1) or negative (2); t counts stages of rows. */
    private double distance(int t, int k) {
        int[] items = rows.get(t / stages.size()).items;
        return stages.get(t % stages.size()).batch.distance(items[0], items[k]);
    }

    /** Easy, semi-hard or hard; it refuses what is no triplet of the batch. */
    private String kind(int row, int stage) {
        int[] items = rows.get(row).items;
        Triplets one =
                new Triplets(new int[] {items[0]}, new int[] {items[1]}, new int[] {items[2]});
        TripletCounts counts = TripletCounts.of(stages.get(stage).batch, one, margin);
        if (counts.easy() + counts.edge() > 0) {
            return "easy";
        }
        return counts.semiHard() > 0 ? "semi-hard" : counts.hard() > 0 ? "hard" : "tie";
    }

    private void addMargins(PlotlyFigure figure) {
        int lines = rows.size() * stages.size();
        double[] x = new double[3 * lines];
        double[] y = new double[3 * lines];
        for (int t = 0; t < lines; t++) {
            x[3 * t] = distance(t, 1);
            x[3 * t + 1] = distance(t, 1) + margin;
            x[3 * t + 2] = Double.NaN; // between two lines
            y[3 * t] = y(t / stages.size(), t % stages.size());
            y[3 * t + 1] = y[3 * t];
            y[3 * t + 2] = y[3 * t];
        }
        figure.scatter(
                "margin",
                "lines",
                x,
                y,
                "{line: {color: '#d0d0d0', width: 12}, hoverinfo: 'skip'}");
    }

    private void addDots(PlotlyFigure figure, int k, String name, String color, String symbol) {
        int[] all = IntStream.range(0, rows.size() * stages.size()).toArray();
        figure.scatter(
                name,
                "markers",
                IntStream.of(all).mapToDouble(t -> distance(t, k)).toArray(),
                IntStream.of(all)
                        .mapToDouble(t -> y(t / stages.size(), t % stages.size()))
                        .toArray(),
                "{marker: {color: %s, symbol: %s, size: 11}, hoverinfo: 'x'}",
                color,
                symbol);
    }
}
