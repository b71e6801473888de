package tripletlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tripletlab.evaluation.ConfusionMatrix;
import tripletlab.evaluation.Pca;
import tripletlab.model.Networks;
import tripletlab.plot.ConfusionPlot;
import tripletlab.plot.NetworkDrawing;
import tripletlab.plot.PcaAnimation;

class FigureContentTest {
    private static final double[] X = {1, 2.5, -3e-7};

    @Test
    void summaryNamesTitleTracesAndPoints() {
        ScatterTrace trace = ScatterTrace.builder(X, X).name("a < b").build();
        Figure figure = new Figure(Layout.builder("It's it").build(), trace);
        assertEquals(
                "Figure \"It's it\": a < b (3 points)", FigureContent.of(figure).get("text/plain"));
        Figure bare = new Figure(ScatterTrace.builder(X, X).build());
        assertEquals("Figure: scatter (3 points)", FigureContent.of(bare).get("text/plain"));
    }

    @Test
    void summaryNamesEachNameOnce() {
        double[] one = {1};
        Figure figure =
                new Figure(
                        ScatterTrace.builder(X, X).name("hinge").build(),
                        ScatterTrace.builder(one, one).name("star").build(),
                        ScatterTrace.builder(X, X).name("hinge").build());
        assertEquals(
                "Figure: hinge (6 points), star (1 point)",
                FigureContent.of(figure).get("text/plain"));
    }

    @Test
    void summaryOfADrawingSaysWhatIsWrittenInIt() {
        Layout layout = Layout.builder("It's it").build();
        assertEquals("Figure \"It's it\"", FigureContent.of(new Figure(layout)).get("text/plain"));
        Shape digit = new Shape(1, 1, 28, 28);
        Block mlp = Networks.mlp();
        Figure network;
        try (NDManager manager = NDManager.newBaseManager()) {
            mlp.initialize(manager, DataType.FLOAT32, digit);
            network = NetworkDrawing.of(mlp, digit, "Layers");
        }
        String said = FigureContent.of(network).get("text/plain").toString();
        assertTrue(said.startsWith("Figure \"Layers\": image, 1 × 28 × 28, "), said);
    }

    @Test
    void onlyPlainValuesAreHandedToTheKernel() {
        assertPlain(FigureContent.plotly(new Figure(ScatterTrace.builder(X, X).build())));
        assertPlain(
                FigureContent.plotly(
                        ConfusionPlot.of(ConfusionMatrix.of(new int[] {0, 1}, new int[] {1, 1}))));
        List<float[][]> snapshots = Collections.singletonList(new float[][] {{1, 2}, {3, 5}});
        Pca pca = Pca.fit(snapshots.get(0), 2);
        assertPlain(
                FigureContent.plotly(
                        PcaAnimation.of(pca, snapshots, new int[2], List.of("only"), "Map")));
    }

    @Test
    void nothingAsksTheNetwork() {
        Map<String, Object> json =
                FigureContent.plotly(new Figure(ScatterTrace.builder(X, X).build()));
        assertEquals(
                "{displaylogo=false, showSendToCloud=false, typesetMath=false,"
                        + " modeBarButtonsToRemove=[select2d, lasso2d, zoomIn2d, zoomOut2d,"
                        + " autoScale2d, orbitRotation, resetCameraLastSave3d]}",
                json.get("config").toString());
    }

    private static void assertPlain(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> assertTrue(key instanceof String, "key " + key));
            map.values().forEach(FigureContentTest::assertPlain);
        } else if (value instanceof List<?> list) {
            list.forEach(FigureContentTest::assertPlain);
        } else {
            boolean finite = !(value instanceof Double number) || Double.isFinite(number);
            boolean plain =
                    value == null
                            || value instanceof String
                            || value instanceof Boolean
                            || value instanceof Number;
            assertTrue(plain && finite, () -> value.getClass() + " " + value);
        }
    }
}
