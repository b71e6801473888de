const SIDE = 28; // pixels of the pad
const ZOOM = 10;
const CORE = 0.7; // of the brush, from where on its ink fades within one pixel
const KEYS_REST_MS = 400; // after the last key Java is asked

function render({ model, el }) {
  const map = model.get("map");
  const root = begin(el, "A pad to draw a digit on");
  add(root, "style", {}, MAP_STYLE);
  const left = add(root, "div", { style: "width: 282px" });
  add(left, "b", {}, "Draw a digit");
  const room = add(left, "div", { style: "position: relative" });
  const canvas = add(room, "canvas", { width: SIDE, height: SIDE, tabindex: 0,
    role: "application", "aria-label": "Drawing pad: arrow keys move the brush, space paints, "
    + "Shift with an arrow key draws a line, Delete clears",
    style: `width: ${SIDE * ZOOM}px; height: ${SIDE * ZOOM}px; image-rendering: pixelated;
      cursor: crosshair; background: white` });
  const brush = add(room, "div", { style: `position: absolute; width: ${ZOOM}px; height: ${ZOOM}px;
    border: 2px solid #e76300; box-sizing: border-box; pointer-events: none` });
  const clear = add(left, "button", { type: "button" }, "Clear");
  add(left, "p", { class: "hint" }, "Keyboard: arrow keys move the brush, space paints, Shift with "
    + "an arrow key draws a line.");
  const seen = add(left, "div", { style: "display: flex; gap: 10px; align-items: center" });
  const problem = add(left, "p", { class: "problem", role: "alert" });
  const right = add(root, "div", { class: "map" });
  add(right, "b", {}, map.title);
  const view = addMap(add(right, "div", { class: "map" }), map);
  set(view.svg, { role: "img", "aria-label": map.title });
  const below = add(root, "div", { style: "flex-basis: 100%" });
  const caption = add(below, "p", { class: "caption", role: "status" });
  const neighbors = add(below, "div", { class: "neighbors",
    style: "grid-template-columns: repeat(auto-fill, 66px)" });

  let ink = Float32Array.from(model.get("question")?.pixels ?? model.get("pixels"), v => v / 255);
  let last = null; // where the mouse was
  let [x, y] = [13, 13]; // of the keyboard's brush
  let rest;
  const [ask, end] = talk(model, problem, show);
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
    canvas.focus({ focusVisible: false });
    last = where(event);
    line(last, last);
  });
  canvas.addEventListener("pointermove", event => {
    if (!last) return;
    const now = where(event);
    line(last, now);
    last = now;
  });
  for (const over of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(over, () => {
      if (last) send();
      last = null;
    });
  }
  canvas.addEventListener("keydown", event => {
    const [dx, dy] = DIRECTIONS[event.key] ?? [0, 0];
    const before = [x, y];
    [x, y] = [clamp(x + dx, 0, SIDE - 1), clamp(y - dy, 0, SIDE - 1)];
    if (event.key === "Delete" || event.key === "Backspace") wipe();
    else if (event.key === " " || event.shiftKey && (dx || dy)) {
      line(before, [x, y]);
      clearTimeout(rest);
      rest = setTimeout(send, KEYS_REST_MS);
    } else if (!dx && !dy) return;
    event.preventDefault();
    paint();
  });
  for (const change of ["focus", "blur"]) canvas.addEventListener(change, paint);
  clear.addEventListener("click", wipe);
  paint();
  show(model.get("answer"));
  return () => {
    clearTimeout(rest);
    end();
  };

  function where(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * SIDE - 0.5,
      (event.clientY - box.top) / box.height * SIDE - 0.5];
  }

  /** Each pixel gets the ink of the point of the line that is nearest to it. */
  function line([fromX, fromY], [toX, toY]) {
    const [dx, dy] = [toX - fromX, toY - fromY];
    ink = ink.map((old, i) => {
      const [px, py] = [i % SIDE - fromX, Math.floor(i / SIDE) - fromY];
      const along = clamp((px * dx + py * dy) / (dx * dx + dy * dy || 1), 0, 1);
      const far = Math.hypot(px - along * dx, py - along * dy);
      return Math.max(old, clamp(1 + CORE - far, 0, 1));
    });
    paint();
  }

  function wipe() {
    ink = ink.map(() => 0);
    clearTimeout(rest);
    paint();
    caption.textContent = "Draw a digit on the pad.";
    for (const part of [seen, neighbors]) part.replaceChildren();
    view.mark(null, []);
  }

  function paint() {
    const context = canvas.getContext("2d");
    const image = context.createImageData(SIDE, SIDE);
    ink.forEach((value, i) => image.data.set([0, 0, 0, 255 * value], 4 * i));
    context.putImageData(image, 0, 0);
    brush.style.display = canvas.matches(":focus-visible") ? "block" : "none";
    brush.style.left = `${x * ZOOM + 1}px`;
    brush.style.top = `${y * ZOOM + 1}px`;
  }

  function send() {
    if (ink.some(value => value > 0)) ask({ pixels: Array.from(ink, v => Math.round(255 * v)) });
  }

  function show(answer) {
    seen.replaceChildren();
    add(seen, "img", { src: answer.seen, width: 56, height: 56, alt: "the digit as embedded",
      style: "border: 1px solid var(--jp-border-color1, #bbb)" });
    add(seen, "span", { class: "hint" }, "This is embedded: the drawing, scaled and centred as "
      + "MNIST's digits are.");
    showNeighbors(neighbors, map, view, answer.neighbors);
    view.mark(view.place(...answer.place), answer.neighbors);
    const votes = {};
    for (const { label } of answer.neighbors) votes[label] = (votes[label] ?? 0) + 1;
    const [label, count] = Object.entries(votes).sort((a, b) => b[1] - a[1])[0];
    caption.textContent = `★ is its place on the map. Of its ${answer.neighbors.length} nearest `
      + `neighbours, with their distances, ${count} are of class ${label}:`;
  }
}

export default { render };
