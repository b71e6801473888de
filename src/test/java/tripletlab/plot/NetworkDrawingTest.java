package tripletlab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;
import tripletlab.model.Networks;
import tripletlab.plot.parts.FigureJson;
import tripletlab.plot.parts.Json;

class NetworkDrawingTest {

    private static final Shape DIGIT = new Shape(1, 1, 28, 28);

    @Test
    void showsEachShapeOnceWithItsLayersAndParameters() {
        List<String> texts = texts(Networks.conv2x2());
        assertEquals("image", texts.get(0));
        assertEquals("1 × 28 × 28", texts.get(1));
        assertEquals("SameConv2d<br>ReLU", texts.get(2));
        assertEquals("64 × 28 × 28<br>320 parameters", texts.get(3)); // 64 · (2 · 2 · 1 + 1)
        assertEquals("64 × 14 × 14", texts.get(5));
        // 32 · (2 · 2 · 64 + 1)
        assertTrue(texts.contains("32 × 14 × 14<br>8,224 parameters"), texts.toString());
        // 256 · (32 · 7 · 7 + 1)
        assertTrue(texts.contains("256<br>401,664 parameters"), texts.toString());
    }

    @Test
    void aNetworkWithoutWeightsIsRefused() {
        Block network = Networks.mlp();
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> NetworkDrawing.of(network, DIGIT, "mlp"));
        assertEquals("network has no weights yet, expected a trainer's", e.getMessage());
    }

    private static List<String> texts(Block network) {
        try (NDManager manager = NDManager.newBaseManager()) {
            network.initialize(manager, DataType.FLOAT32, DIGIT);
            Figure figure = NetworkDrawing.of(network, DIGIT, "A network");
            Map<String, Object> layout = Json.map(FigureJson.of(figure).get("layout"));
            return Json.list(layout.get("annotations")).stream()
                    .map(each -> (String) Json.map(each).get("text"))
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
    }
}
