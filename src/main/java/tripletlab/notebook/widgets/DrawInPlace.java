package tripletlab.notebook.widgets;

import java.util.Map;

/**
 * Lets a figure below controls be redrawn in place. Plotly's extension throws a figure away and
 * draws the next one from nothing, then once more in case its room has another size than it
 * thought, then once more into a picture to be saved. Below controls the figure before is changed
 * into the next one, once: that is faster, and nothing flickers. One that moves is drawn anew.
 *
 * <p>The script changes how the extension draws there, and nowhere else. Where another extension
 * draws, or another version that is built otherwise, it changes nothing.
 */
final class DrawInPlace {
    private static final String SCRIPT =
            """
            (async () => {
              const extension = window._JUPYTERLAB?.["jupyterlab-plotly"];
              const drawing = (await extension?.get("./mimeExtension"))?.().RenderedPlotly;
              const { createGraph, onUpdateRequest } = drawing?.prototype ?? {};
              if (!createGraph || !onUpdateRequest || drawing.drawsInPlace) return;
              drawing.drawsInPlace = true;
              const viewOf = figure => figure.node.closest(".tripletlab-view");
              drawing.prototype.createGraph = async function (model) {
                await null; // until it has its place in the page
                const { data, layout, frames, config } = model.data[this._mimeType];
                const view = viewOf(this);
                if (!view || frames || !drawing.Plotly) return createGraph.call(this, model);
                const graphs = view.graphs ??= [];
                let graph = graphs.find(kept => !kept.isConnected);
                if (!graph) graphs.push(graph = document.createElement("div"));
                this.node.append(graph);
                this.hideImage();
                await drawing.Plotly.react(graph, data, layout, config);
              };
              drawing.prototype.onUpdateRequest = function (message) {
                if (!viewOf(this)) onUpdateRequest.call(this, message);
              };
            })();
            """;

    private DrawInPlace() {}

    /** What an output that is not seen holds. */
    static Map<String, Object> content() {
        return Map.of("application/javascript", SCRIPT);
    }
}
