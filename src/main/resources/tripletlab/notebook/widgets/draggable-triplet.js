const UNIT = 100; // pixels of a unit of the plane
const STEP = 0.05; // of an arrow key
const AIR = 0.15; // a point stays that far from the border

const KINDS = {
  "easy": "The negative is farther away than the positive, by more than the margin. Nothing moves.",
  "semi-hard": "The negative is farther away than the positive, but by less than the margin.",
  "hard": "The negative is nearer than the positive.",
  "tie": "The negative is as far away as the positive.",
  "edge": "The negative is farther away by exactly the margin. Nothing moves.",
};

function render({ model, el }) {
  const { maxX, maxY, maxMargin, names, colors, rings, arrow, squared } = model.get("scene");
  const root = begin(el, "A triplet whose points can be dragged");
  const svg = add(root, "svg", { viewBox: [-maxX, -maxY, 2 * maxX, 2 * maxY].map(v => v * UNIT)
    .join(" "), width: 2 * maxX * UNIT, height: 2 * maxY * UNIT });
  const d = squared ? "d²" : "d";
  const ringNames = { outer: squared ? "√(d²_ap + m)" : "d_ap + m", inner: "d_ap" };
  const circles = {}, ringTexts = {};
  for (const ring of ["outer", "inner"]) {
    circles[ring] = add(svg, "circle", { fill: rings[ring], "fill-opacity": 0.16,
      stroke: rings[ring], "stroke-width": 2 });
  }
  const lines = [1, 2].map(() => add(svg, "line", { stroke: "currentColor", "stroke-width": 1.5,
    "stroke-dasharray": "5 4", opacity: 0.7 }));
  for (const ring of ["outer", "inner"]) {
    ringTexts[ring] = add(svg, "text", { "text-anchor": "middle", class: "halo" }, ringNames[ring]);
  }
  const arrows = names.map(() => add(svg, "path", { fill: "none", stroke: "currentColor",
    "stroke-width": 3, "stroke-linecap": "round", "stroke-linejoin": "round" }));
  const marks = names.map((name, i) => addMark(name, i));

  const side = add(root, "div", { class: "side" });
  const kind = add(side, "p", { class: "kind", role: "status" });
  const numbers = add(side, "p", { class: "numbers" });
  const label = add(side, "label", {}, "margin m = ");
  const shown = add(label, "output");
  const slider = add(label, "input", { type: "range", min: 0, max: maxMargin, step: STEP,
    "aria-label": "margin" });
  add(side, "p", { class: "hint" }, "Drag a, p and n, or choose one with Tab and move it with the "
    + "arrow keys. An arrow shows where gradient descent moves a point.");
  const problem = add(side, "p", { class: "problem", role: "alert" });

  let { points, margin } = model.get("answer");
  let answer = model.get("answer");
  slider.value = margin;
  const [ask, end] = talk(model, problem, given => {
    answer = given;
    draw();
  });
  slider.addEventListener("input", () => {
    margin = Number(slider.value);
    change();
  });
  draw();
  return end;

  function addMark(name, i) {
    const mark = add(svg, "g", { tabindex: 0, role: "button", style: "cursor: grab" });
    add(mark, "circle", { r: 14, fill: colors[i] });
    const ink = i === 0 ? "var(--jp-layout-color1, white)" : "white";
    add(mark, "text", { "text-anchor": "middle", y: 5, style: `font-size: 16px; font-weight: bold;
      fill: ${ink}; pointer-events: none` }, name[0]);
    mark.addEventListener("pointerdown", event => {
      mark.setPointerCapture(event.pointerId);
      mark.focus();
      event.preventDefault();
    });
    mark.addEventListener("pointermove", event => {
      if (mark.hasPointerCapture(event.pointerId)) {
        const { x, y } = locate(svg, event);
        move(i, x / UNIT, -y / UNIT);
      }
    });
    mark.addEventListener("keydown", event => {
      const [dx, dy] = DIRECTIONS[event.key] ?? [];
      if (dx === undefined) return;
      event.preventDefault();
      const far = event.shiftKey ? 5 * STEP : STEP;
      move(i, points[i][0] + dx * far, points[i][1] + dy * far);
    });
    return mark;
  }

  function move(i, x, y) {
    const round = value => Math.round(value * 1000) / 1000;
    points = points.map((point, j) => j !== i ? point
      : [round(clamp(x, AIR - maxX, maxX - AIR)), round(clamp(y, AIR - maxY, maxY - AIR))]);
    change();
  }

  function change() {
    draw();
    ask({ points, margin });
  }

  function draw() {
    const [a, p, n] = points.map(([x, y]) => [x * UNIT, -y * UNIT]);
    for (const [ring, circle] of Object.entries(circles)) {
      const radius = answer[ring] * UNIT;
      set(circle, { cx: a[0], cy: a[1], r: radius });
      const top = a[1] - radius + (ring === "outer" ? -6 : 18);
      set(ringTexts[ring], { x: a[0], y: clamp(top, 14 - maxY * UNIT, maxY * UNIT - 6),
        visibility: answer.inner < 0.4 ? "hidden" : "visible" });
    }
    [p, n].forEach((end, i) => set(lines[i], { x1: a[0], y1: a[1], x2: end[0], y2: end[1] }));
    [a, p, n].forEach(([x, y], i) => {
      set(marks[i], { transform: `translate(${x} ${y})`, "aria-label":
        `${names[i]} at ${points[i].map(v => v.toFixed(2)).join(", ")}; arrow keys move it` });
      set(arrows[i], { d: arrowPath(x, y, -arrow * answer.gradient[2 * i] * UNIT,
        arrow * answer.gradient[2 * i + 1] * UNIT) });
    });
    const color = { hard: rings.inner, "semi-hard": rings.outer }[answer.kind] ?? "gray";
    kind.innerHTML = `<span style="display: inline-block; width: 12px; height: 12px;
      border-radius: 6px; background: ${color}"></span> <b>${answer.kind}</b>`;
    add(kind, "br");
    add(kind, "span", {}, KINDS[answer.kind]);
    const [dAp, dAn, m, loss] = [answer.dAp, answer.dAn, answer.margin, answer.loss]
      .map(value => value.toFixed(3));
    numbers.textContent = "";
    for (const line of [`${d}_ap = ${dAp},  ${d}_an = ${dAn}`,
      `loss = max(0, ${d}_ap − ${d}_an + m)`, `= max(0, ${dAp} − ${dAn} + ${m}) = ${loss}`]) {
      add(numbers, "span", {}, line);
      add(numbers, "br");
    }
    shown.textContent = margin.toFixed(2);
  }
}

/** From a point along a vector, with a head; nothing for a vector of length 0. */
function arrowPath(x, y, dx, dy) {
  const length = Math.hypot(dx, dy);
  if (length < 1) return "";
  const [ux, uy] = [dx / length, dy / length];
  const [fromX, fromY, toX, toY] = [x + 14 * ux, y + 14 * uy, x + 14 * ux + dx, y + 14 * uy + dy];
  const barb = side => `${toX - 9 * ux - side * 6 * uy} ${toY - 9 * uy + side * 6 * ux}`;
  return `M ${fromX} ${fromY} L ${toX} ${toY} M ${barb(1)} L ${toX} ${toY} L ${barb(-1)}`;
}

export default { render };
