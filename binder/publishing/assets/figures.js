// Draws the figures of a page as they come into view, and moves sliders through their states.

const FIGURE = "application/vnd.plotly.v1+json";
const LEAST_WIDTH = 560;  // of a figure; a narrower screen scrolls it
const SLIDE_WIDTH = 640;  // of a figure with one pair of axes: slides enlarge it with its letters
const make = (parent, tag, attributes = {}) =>
  parent.appendChild(Object.assign(document.createElement(tag), attributes));
const contentOf = box => JSON.parse(box.querySelector(":scope > script").textContent);

/** The figure as it fits the page: its width, and a title in as many lines as it needs. */
function fitted({data, layout = {}, frames, config}, room) {
  const natural = layout.width ?? 800;
  const width = Math.max(Math.min(natural, room || natural), Math.min(natural, LEAST_WIDTH));
  const title = typeof layout.title === "string" ? {text: layout.title} : {...layout.title};
  const letters = Math.floor(width / (0.53 * (title.font?.size ?? 17)));
  const lines = [""];
  for (const word of (title.text ?? "").split(" ")) {
    if (width < natural && (lines.at(-1) + word).length > letters) lines.push("");
    lines[lines.length - 1] += (lines.at(-1) && " ") + word;
  }
  title.text = lines.join("<br>");
  return {data, frames, layout: {...layout, title, width, height: layout.height ?? 450},
          config: {displaylogo: false, ...config, showSendToCloud: false}};
}

/** How wide a figure may be: on a slide, where it is enlarged, or in the column of a page. */
function roomFor({layout = {}}, box) {
  if (!box.closest(".reveal")) return box.closest(".jp-Cell").clientWidth;
  const axes = Object.keys(layout).filter(name => /^(xaxis|scene)/.test(name));
  return axes.length > 1 || layout.grid || layout.xaxis?.visible === false ? 0 : SLIDE_WIDTH;
}

/** Draws an output into a box, by its MIME types. */
function show(box, output) {
  const figure = output[FIGURE];
  if (figure) {
    box.classList.add("plot");
    const {data, layout, frames, config} = fitted(figure, roomFor(figure, box));
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", output["text/plain"] ?? "");
    box.style.width = `${layout.width}px`;
    box.style.height = `${layout.height}px`;
    const drawn = frames || !box.data ? Plotly.newPlot(box, {data, layout, frames, config})
                                      : Plotly.react(box, data, layout, config);
    drawn.then(() => box.dataset.drawn = 1 + Number(box.dataset.drawn ?? 0));
  } else if (output["text/html"]) {
    box.innerHTML = output["text/html"];
  } else if (output["image/png"]) {
    box.innerHTML = `<img src="data:image/png;base64,${output["image/png"].trim()}">`;
  } else {
    box.innerHTML = "";
    make(box, "pre", {textContent: output["text/plain"] ?? ""});
  }
}

/** The controls above a view, and the view for the state in which they stand. */
function showStates(box) {
  const {controls, states} = contentOf(box);
  const panel = make(box, "div", {className: "sliders"});
  const views = states[0][1].map(() => make(make(box, "div", {className: "scroll"}), "div"));
  const now = [...states[0][0]];
  const nearest = () => states.find(([at]) => at.every((place, i) => place === now[i]));
  const redraw = changed => {
    if (!nearest()) states[0][0].forEach((place, i) => { if (i !== changed) now[i] = place; });
    controls.forEach((control, i) => {
      control.input.value = now[i];
      if (control.value) control.value.textContent = control.labels[now[i]];
    });
    nearest()[1].forEach((output, i) => show(views[i], output));
  };
  controls.forEach((control, i) => {
    const label = make(panel, "label");
    make(label, "span", {textContent: control.name});
    const menu = isNaN(control.labels[0]);
    control.input = make(label, menu ? "select" : "input");
    if (menu) {
      control.labels.forEach((text, place) => make(control.input, "option", {text, value: place}));
    } else {
      const max = control.labels.length - 1;
      Object.assign(control.input, {type: "range", min: 0, max, step: 1});
    }
    control.value = menu ? null : make(label, "output");
    control.input.addEventListener("input", () => {
      now[i] = Number(control.input.value);
      redraw(i);
    });
  });
  make(panel, "small", {textContent: `${states.length} states, computed beforehand.`
      + " In JupyterLab every position is computed as you move."});
  redraw();
}

/** Draws what a box says, once. */
function draw(box) {
  if (box.dataset.begun) return;
  box.dataset.begun = true;
  if (box.classList.contains("states")) showStates(box);
  else show(make(make(box, "div", {className: "scroll"}), "div"), contentOf(box));
}

const BOXES = ".figure, .states";
if (!document.querySelector(".reveal")) {  // slides draw theirs themselves
  const watch = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting)
      .forEach(entry => draw(entry.target)), {rootMargin: "600px"});
  document.querySelectorAll(BOXES).forEach(box => watch.observe(box));
}
