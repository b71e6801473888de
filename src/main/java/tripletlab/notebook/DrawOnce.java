package tripletlab.notebook;

import java.util.Map;

/**
 * Lets a figure below controls be drawn once. Plotly's extension draws each figure, and before the
 * reader sees it draws it again, in case its room has another size than it thought. Below controls
 * a figure has the size that it says, and the second drawing is a third of the wait.
 *
 * <p>The script takes the second drawing away there, and nowhere else. Where another extension
 * draws, or another version that is built otherwise, it changes nothing.
 */
final class DrawOnce {
    private static final String SCRIPT =
            """
            (async () => {
              const extension = window._JUPYTERLAB?.["jupyterlab-plotly"];
              const drawing = (await extension?.get("./mimeExtension"))?.().RenderedPlotly;
              const again = drawing?.prototype.onUpdateRequest;
              if (!again || drawing.drawsOnce) return;
              drawing.drawsOnce = true;
              drawing.prototype.onUpdateRequest = function (message) {
                if (!this.node.closest(".tripletlab-view")) again.call(this, message);
              };
            })();
            """;

    private DrawOnce() {}

    /** What an output that is not seen holds. */
    static Map<String, Object> content() {
        return Map.of("application/javascript", SCRIPT);
    }
}
