package tripletlab.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.distance.Distance;
import tripletlab.distance.EmbeddingBatch;
import tripletlab.evaluation.Neighbor;
import tripletlab.mining.MiningBatch;
import tripletlab.mining.Triplets;
import tripletlab.plot.Animation;
import tripletlab.plot.ForwardPassDrawing;
import tripletlab.plot.NeighborPlot;
import tripletlab.plot.SeriesPlot;
import tripletlab.plot.SmallMultiples;
import tripletlab.plot.StackedPlot;
import tripletlab.plot.TripletPictures;
import tripletlab.plot.TripletPlane;

/** The inputs of figures with pictures, of triplets in the plane, and of figures of figures. */
final class Drawings {
    private static final int WIDTH = 2; // of pictures of four pixels

    private Drawings() {}

    static Callable<Figure> plane(Draw d, int size, int other, String title) {
        float[][] points = d.rows("points", size, d.or(2, 0.05, 3));
        d.fault("points", Draw.finite(points) && points[0].length != 2);
        d.doubtLarge("points", points);
        d.alias("points", "values"); // as the argument is called
        d.alias("points", "embeddings"); // as the distances call them
        int[] labels = d.labels("labels", points == null ? 1 : points.length);
        d.doubt("labels", points != null && points.length == 0);
        int anchor = d.note("anchor", d.or(d.from(0, size - 1), 0.05, -1, size));
        int positive = d.note("positive", d.or(d.from(0, size - 1), 0.05, -1, size));
        double margin = d.margin();
        Distance distance = d.note("distance", d.of(Distance.values()));
        d.fault("distance", distance == Distance.COSINE);
        d.fault("anchor", anchor < 0 || anchor >= size);
        d.fault("positive", positive < 0 || positive >= size || anchor == positive);
        if (d.good() || d.faults.equals(Set.of("distance"))) {
            d.fault("positive", labels[anchor] != labels[positive]);
        }
        return () ->
                TripletPlane.builder()
                        .setPoints(points, labels)
                        .setPair(anchor, positive)
                        .optMargin(margin)
                        .optDistance(distance)
                        .optTitle(title)
                        .build();
    }

    static Callable<Figure> neighbors(Draw d, int size, int other, String title) {
        float[][] images = images(d, "gallery", size);
        int[] labels = d.labels("labels", size);
        int[] queries = d.random.ints(d.from(1, 3), 0, size).toArray();
        queries[0] = d.or(queries[0], 0.05, -1, size);
        d.fault("query", queries[0] < 0 || queries[0] == size);
        int[] found = d.random.ints(d.from(1, 4), 0, size).toArray();
        found[0] = d.or(found[0], 0.05, -1, size);
        d.fault("neighbor of query", found[0] < 0 || found[0] == size);
        d.note("queries, neighbors", List.of(queries, found));
        List<List<Neighbor>> all = new ArrayList<>();
        for (int i = 0; i < queries.length; i++) {
            all.add(Arrays.stream(found).mapToObj(j -> new Neighbor(j, 0, 1)).toList());
        }
        if (other != size) {
            all.add(List.of()); // of no query
            d.fault("neighbors", true);
        }
        return () ->
                NeighborPlot.builder()
                        .setGallery(images, WIDTH, labels)
                        .setNeighbors(queries, all)
                        .optTitle(title)
                        .build();
    }

    static Callable<Figure> triplets(Draw d, int size, int other, String title) {
        float[][] images = images(d, "images", size + 2);
        int[] triplet = triplet(d, size + 2);
        double margin = d.margin();
        MiningBatch batch = batch(d, other + 2);
        d.fault("images", other != size);
        return () ->
                TripletPictures.builder()
                        .setImages(images, WIDTH)
                        .addRow("row", triplet[0], triplet[1], triplet[2])
                        .addStage("before", batch)
                        .addStage("after", batch)
                        .optMargin(margin)
                        .optTitle(title)
                        .build();
    }

    static Callable<Figure> passes(Draw d, int size, int other, String title) {
        float[][] images = images(d, "images", size + 2);
        int[] t = triplet(d, size + 2);
        d.alias("triplet", "Triplets");
        MiningBatch batch = batch(d, other + 2);
        d.fault("images", other != size);
        return () -> {
            int[][] columns = {{t[0]}, {t[1]}, {t[2]}};
            Triplets triplets = new Triplets(columns[0], columns[1], columns[2]);
            return ForwardPassDrawing.of(images, WIDTH, triplets, batch, title);
        };
    }

    static Callable<Figure> joined(Draw d, int size, int other, String title) {
        int count = d.note("figures", d.or(size, 0.05, 0));
        d.fault("figures", count == 0);
        List<String> names = IntStream.range(0, other).mapToObj(i -> "epoch " + i).toList();
        int kind = d.note("kind", d.from(0, 2));
        d.fault("names", kind == 2 && other != count);
        return () -> {
            List<Figure> figures =
                    IntStream.range(0, count)
                            .mapToObj(i -> new double[] {i, 2, 3})
                            .map(y -> SeriesPlot.builder().addSeries("a", y).optTitle(title))
                            .map(SeriesPlot::build)
                            .toList();
            return switch (kind) {
                case 0 -> StackedPlot.of(title, figures);
                case 1 -> SmallMultiples.of(title, figures);
                default -> Animation.of(names, figures);
            };
        };
    }

    /** Pictures of four pixels; that some are not numbers may be refused. */
    private static float[][] images(Draw d, String name, int size) {
        float[][] images = d.rows(name, size, 2 * WIDTH);
        boolean even =
                images != null
                        && images.length == size
                        && Arrays.stream(images).allMatch(r -> r != null && r.length == 2 * WIDTH);
        if (even && d.faults.remove(name)) {
            d.doubt(name, true);
        }
        d.doubt("labels", !even);
        d.fault("width", Draw.finite(images) && images[0].length % WIDTH != 0);
        return images;
    }

    /** Items 0, 1 and 2 are one; two items may be the same, and one may be none. */
    private static int[] triplet(Draw d, int size) {
        int[] triplet = {0, 1, 2};
        int place = d.from(0, 2);
        triplet[place] = d.or(triplet[place], 0.1, -1, size, 0, 1, 2);
        boolean inside = triplet[place] >= 0 && triplet[place] < size;
        d.fault("triplet", triplet[place] != place);
        d.fault("item", !inside);
        return d.note("triplet", triplet);
    }

    /** Items 0 and 1 are of one class, the others of another. */
    private static MiningBatch batch(Draw d, int size) {
        float[][] rows = new float[size][3];
        for (float[] row : rows) {
            for (int k = 0; k < row.length; k++) {
                row[k] = (float) d.random.nextGaussian();
            }
        }
        int[] labels = IntStream.range(0, size).map(i -> i < 2 ? 0 : 1).toArray();
        return MiningBatch.of(EmbeddingBatch.of(Distance.EUCLIDEAN, rows), labels);
    }
}
