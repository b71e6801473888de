package tripletlab.plot;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.internal.Arguments;
import tripletlab.model.Layer;
import tripletlab.plot.parts.PlotlyFigure;
import tripletlab.plot.parts.Sketch;

/**
 * A drawing of a network: what one image becomes, layer by layer. Maps are squares, as large as
 * their sides; vectors are bars, as long as the logarithm of their length. A layer that neither
 * learns nor changes the shape is named at the drawing of the layer before it.
 */
public final class NetworkDrawing {
    private static final int HEIGHT = 330;
    private static final double MIDDLE = 165; // of the drawings, in pixels from below
    private static final double LARGEST = 66; // the side of the largest map
    private static final int MAPS = 5; // of one layer are drawn at most
    private static final double OFFSET = 4; // between them

    private final Sketch sketch = new Sketch();
    private final double step;
    private final long side;

    private NetworkDrawing(List<Stage> stages) {
        step = (double) PlotlyFigure.WIDTH / stages.size();
        side = stages.stream().mapToLong(Stage::side).max().orElse(1);
    }

    /** A layer and those that are named with it; their outputs have the shape (C, H, W), or (n). */
    private record Stage(long[] shape, List<Layer> layers) {

        long side() {
            return shape.length == 3 ? shape[1] : 1;
        }

        String caption() {
            String shapes =
                    LongStream.of(shape)
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining(" × "));
            long parameters = layers.stream().mapToLong(Layer::parameters).sum();
            return parameters == 0
                    ? shapes
                    : shapes + String.format(Locale.ROOT, "%n%,d parameters", parameters);
        }
    }

    /**
     * Draws a network that a trainer has initialized.
     *
     * @param input the shape of one image in its batch, such as (1, 1, 28, 28)
     * @param title what is shown above
     */
    public static Figure of(Block network, Shape input, String title) {
        Arguments.requireNonNull("input", input);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(input.slice(1).getShape(), new ArrayList<>()));
        for (Layer layer : Layer.of(network, input)) {
            long[] shape = layer.output().slice(1).getShape();
            boolean kept = Arrays.equals(shape, stages.get(stages.size() - 1).shape());
            if (!kept || layer.parameters() > 0) {
                stages.add(new Stage(shape, new ArrayList<>()));
            }
            stages.get(stages.size() - 1).layers().add(layer);
        }
        NetworkDrawing drawing = new NetworkDrawing(stages);
        IntStream.range(0, stages.size()).forEach(i -> drawing.draw(i, stages.get(i)));
        Arguments.requireNonNull("title", title);
        return drawing.sketch.figure(title, HEIGHT, PlotlyFigure.WIDTH);
    }

    private void draw(int index, Stage stage) {
        double x = (index + 0.5) * step;
        String names = stage.layers().stream().map(Layer::name).collect(Collectors.joining("\n"));
        if (stage.shape().length == 3) {
            double half = LARGEST * stage.side() / side / 2;
            int maps = (int) Math.min(MAPS, stage.shape()[0]);
            for (int map = 0; map < maps; map++) {
                double shift = OFFSET * (map - (maps - 1) / 2.0);
                sketch.box(x + shift, MIDDLE - shift, half, half);
            }
        } else {
            sketch.box(x, MIDDLE, 5, 6 * Math.log(stage.shape()[0]));
        }
        sketch.text(x, HEIGHT - 60, "top", 11, index == 0 ? "image" : names);
        sketch.text(x, 70, "top", 11, stage.caption());
        if (index > 0) {
            sketch.arrow(index * step + 5, MIDDLE, -14, 0);
        }
    }
}
