function render({ model, el }) {
  const map = model.get("map");
  const root = begin(el, map.title);
  add(root, "style", {}, MAP_STYLE);
  const left = add(root, "div", { class: "map" });
  const heading = add(left, "div", { style: "display: flex; gap: 14px; align-items: center" });
  add(heading, "b", {}, map.title);
  const other = map.seed === undefined ? null : add(heading, "button", { type: "button" }, "UMAP");
  const progress = add(heading, "span", { class: "hint", role: "status" });
  const room = add(left, "div", { class: "map" });
  const view = addMap(room, map);
  set(view.svg, { tabindex: 0, role: "application", style: "cursor: crosshair",
    "aria-label": "Map: arrow keys go from dot to dot, Enter shows the nearest neighbours" });
  const tip = add(room, "div", { class: "tip", role: "status" });

  const side = add(root, "div", { class: "side", style: "flex-basis: 350px; max-width: 350px" });
  const query = add(side, "div", { style: "display: flex; gap: 12px; margin-bottom: 8px" });
  const caption = add(side, "p", { class: "caption", role: "status" });
  const neighbors = add(side, "div", { class: "neighbors" });
  add(side, "p", { class: "hint" }, "Point at a dot to see its digit. Click it, or press Enter, to "
    + "see its nearest neighbours with their distances. A dashed frame: another class.");
  const problem = add(side, "p", { class: "problem", role: "alert" });

  const [ask, end] = talk(model, problem, answer => (answer.vectors ? learn : draw)(answer));
  let current = 0; // under the mouse or the arrow keys
  let last = 0; // clicked
  let drawn = false;
  view.svg.addEventListener("pointermove", event => {
    const { x, y } = locate(view.svg, event);
    point(view.nearest(x, y));
  });
  view.svg.addEventListener("pointerleave", () => point(-1));
  view.svg.addEventListener("click", event => {
    const { x, y } = locate(view.svg, event);
    const item = view.nearest(x, y);
    if (item >= 0) ask({ item });
  });
  view.svg.addEventListener("keydown", event => {
    const direction = DIRECTIONS[event.key];
    if (direction) point(view.neighbor(current, direction));
    else if (event.key === "Enter" || event.key === " ") ask({ item: current });
    else return;
    event.preventDefault();
  });
  const shown = [map.x, map.y]; // the first view; UMAP's is computed when it is asked for
  let computed;
  other?.addEventListener("click", () => {
    if (other.textContent === "UMAP" && !computed) {
      other.disabled = true;
      progress.textContent = "UMAP: looking for nearest neighbours …";
      ask({ vectors: true });
    } else show(...(other.textContent === "UMAP" ? computed : shown));
  });
  draw(model.get("answer").vectors ? { item: 0, neighbors: [] } : model.get("answer"));
  return end;

  function show(x, y) {
    view.move(x, y);
    other.textContent = other.textContent === "UMAP" ? "First view" : "UMAP";
    ask({ item: last });
  }

  async function learn({ script, vectors }) {
    view.mark();
    await computeUmap(script, vectors, map.seed, (x, y, text) => {
      computed = [x, y];
      progress.textContent = text;
      view.move(x, y);
    });
    other.disabled = false;
    show(...computed);
  }

  function point(item) {
    if (drawn === item) return;
    drawn = item;
    tip.replaceChildren();
    if (item < 0) return;
    current = item;
    addPicture(tip, map, item, 84);
    add(tip, "div", {}, `a ${map.labels[item]}, item ${item}`);
    const [x, y] = view.places[item];
    const scale = view.svg.clientWidth / WIDTH;
    tip.style.left = `${clamp(x * scale + 14, 0, WIDTH * scale - 100)}px`;
    tip.style.top = `${y * scale + (y > HEIGHT / 2 ? -128 : 14)}px`;
  }

  function draw(answer) {
    last = answer.item;
    const label = map.labels[answer.item];
    query.replaceChildren();
    addPicture(query, map, answer.item, 84);
    add(query, "div", {}, `★ item ${answer.item}, a ${label}`);
    const same = answer.neighbors.filter(one => one.label === label).length;
    caption.textContent = `Its ${answer.neighbors.length} nearest neighbours, nearest first: `
      + `${same} of class ${label}`;
    showNeighbors(neighbors, map, view, answer.neighbors, label);
    view.mark(view.places[answer.item], answer.neighbors);
  }
}

export default { render };
