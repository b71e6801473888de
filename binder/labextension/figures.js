// A JupyterLab extension. It gives each figure, live or a still picture, the text that its output
// has for where nothing is drawn; the plotly extension leaves it without one for screen readers.

const FIGURE = "application/vnd.plotly.v1+json";

/** A factory of renderers whose figures are named. */
function named(factory) {
  if (!factory.mimeTypes.includes(FIGURE)) return factory;
  const createRenderer = options => {
    const renderer = factory.createRenderer(options);
    const renderModel = renderer.renderModel.bind(renderer);
    renderer.renderModel = async model => {
      await renderModel(model);
      renderer.node.setAttribute("role", "figure");
      renderer.node.setAttribute("aria-label", String(model.data["text/plain"] ?? "Figure"));
      renderer.node.querySelector("img")?.setAttribute("alt", ""); // the figure is named already
    };
    return renderer;
  };
  return { ...factory, createRenderer };
}

/** What JupyterLab starts: it may come before the plotly extension, or after it. */
const plugin = ({ IRenderMimeRegistry }) => ({
  id: "tripletlab:figures",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate(app, registry) {
    const add = registry.addFactory.bind(registry);
    registry.addFactory = (factory, rank) => add(named(factory), rank);
    const earlier = registry.getFactory(FIGURE);
    if (earlier) registry.addFactory(earlier, registry.getRank(FIGURE));
  },
});

let shared; // JupyterLab's own modules

window._JUPYTERLAB = {
  ...window._JUPYTERLAB,
  tripletlab: {
    init: scope => { shared = scope["@jupyterlab/rendermime"]; },
    async get() {
      const module = await Object.values(shared)[0].get(); // no extension here brings another
      return () => ({ __esModule: true, default: plugin(module()) });
    },
  },
};
