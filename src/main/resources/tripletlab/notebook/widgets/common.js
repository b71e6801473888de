// What the widgets share. AnyWidget.java joins the files of a widget into one module.

const STYLE = `
/* The widget works, so what stands for it elsewhere is hidden: a line and a picture. */
.jp-OutputArea-child:has(.tripletlab-live) + .jp-OutputArea-child,
.jp-OutputArea-child:has(.tripletlab-live) + .jp-OutputArea-child + .jp-OutputArea-child
  { display: none }
.tripletlab-live { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: flex-start;
  padding: 4px; font-family: var(--jp-ui-font-family); font-size: 14px; line-height: 1.5;
  color: var(--jp-content-font-color1, #222) }
.tripletlab-live svg, .tripletlab-live canvas { touch-action: none; user-select: none;
  background: var(--jp-layout-color1, white); border: 1px solid var(--jp-border-color1, #bbb);
  border-radius: 3px; max-width: 100% }
.tripletlab-live svg text { fill: currentColor; font-size: 13px }
.tripletlab-live .halo { paint-order: stroke; stroke: var(--jp-layout-color1, white);
  stroke-width: 4px; stroke-linejoin: round }
.tripletlab-live :focus { outline: none }
.tripletlab-live :focus-visible { outline: 3px solid var(--jp-brand-color1, #1976d2);
  outline-offset: 1px }
.tripletlab-live p { margin: 0 0 6px }
.tripletlab-live .side { flex: 1 1 220px; max-width: 340px; font-variant-numeric: tabular-nums }
.tripletlab-live .hint { color: var(--jp-content-font-color2, #666); font-size: 13px }
.tripletlab-live .problem { color: var(--jp-error-color0, #b00); white-space: pre-wrap }
.tripletlab-live .problem:empty { display: none }
.tripletlab-live button { font: inherit; padding: 3px 14px; cursor: pointer;
  color: var(--jp-ui-font-color1, #222); background: var(--jp-layout-color2, #eee);
  border: 1px solid var(--jp-border-color1, #bbb); border-radius: 3px }
.tripletlab-live input[type=range] { width: 100%; accent-color: var(--jp-brand-color1, #1976d2) }
`;

const PATIENCE_MS = 1000;

/** Adds an element to a parent; inside an svg it is one of SVG. */
function add(parent, tag, attributes = {}, text = "") {
  const svg = tag === "svg" || parent.namespaceURI.endsWith("svg");
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  set(element, attributes);
  element.textContent = text;
  return parent.appendChild(element);
}

/** Sets attributes. JupyterLab does not take the keys that go to the element for its commands. */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (element.tabIndex >= 0) element.setAttribute("data-lm-suppress-shortcuts", "true");
}

/** The room of a widget. */
function begin(el, label) {
  add(el, "style", {}, STYLE);
  return add(el, "div", { class: "tripletlab-live", role: "group", "aria-label": label });
}

/**
 * Puts questions to Java: returns a function that asks one. The answer, and what went wrong, arrive
 * here; a question that Java does not answer soon says so in the place for problems.
 */
function talk(model, place, answered) {
  let number = model.get("question")?.number ?? 0;
  let impatient;
  const listen = () => {
    const answer = model.get("answer");
    if (answer.number === number) clearTimeout(impatient);
    place.textContent = answer.problem ?? "";
    if (!answer.problem) answered(answer);
  };
  model.on("change:answer", listen);
  const ask = question => {
    model.set("question", { ...question, number: ++number });
    model.save_changes();
    clearTimeout(impatient);
    impatient = setTimeout(() => { place.textContent = "Waiting for Java …"; }, PATIENCE_MS);
  };
  return [ask, () => model.off("change:answer", listen)];
}

/** Where the mouse is, in the units of an svg. */
function locate(svg, event) {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
}

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
