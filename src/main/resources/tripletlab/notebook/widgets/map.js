const WIDTH = 560;
const HEIGHT = 460;
const FRAME = 16; // around the dots
const REACH = 14; // how near to a dot the mouse has to be

/** A digit of the map's sheet of pictures; side in pixels. */
function addPicture(parent, map, item, side) {
  const [column, row] = [item % map.columns, Math.floor(item / map.columns)];
  return add(parent, "div", { class: "picture", role: "img", "aria-label": `picture of item ${item}`,
    "data-item": item, style: `width: ${side}px; height: ${side}px; background-image:
      url(${map.sheet}); background-size: ${side * map.columns}px auto; background-position:
      ${-side * column}px ${-side * row}px` });
}

/** Draws the dots and the classes; returns what else is drawn there. */
function addMap(parent, map) {
  const colors = Object.fromEntries(map.classes.map(one => [one.label, one.color]));
  const places = map.labels.map(() => [0, 0]);
  const svg = add(parent, "svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH,
    height: HEIGHT });
  add(svg, "title", {}, map.title);
  const group = add(svg, "g", { opacity: 0.8, stroke: "currentColor", "stroke-width": 0.5,
    "stroke-opacity": 0.5 });
  const dots = map.labels.map(label => add(group, "circle", { r: 3.5, fill: colors[label] }));
  const names = map.classes.map(one => add(svg, "text", { "text-anchor": "middle", class: "halo",
    style: "font-size: 24px; font-weight: bold; pointer-events: none" }, one.label));
  let place; // from coordinates to pixels
  const rings = add(svg, "g", { fill: "none", "stroke-width": 2.5, "pointer-events": "none" });
  const marks = add(svg, "g", { "pointer-events": "none" });

  move(map.x, map.y);
  return {
    svg, places, colors, move,
    place: (x, y) => place(x, y),
    /** The dot that is nearest to a place, if it is near. */
    nearest(x, y) {
      let [best, least] = [-1, REACH ** 2];
      places.forEach(([px, py], i) => {
        const d = (px - x) ** 2 + (py - y) ** 2;
        if (d < least) [best, least] = [i, d];
      });
      return best;
    },
    /** The nearest dot in the direction of an arrow key; the same one if there is none. */
    neighbor(item, [dx, dy]) {
      const [x, y] = places[item];
      let [best, least] = [item, Infinity];
      places.forEach(([px, py], i) => {
        const along = (px - x) * dx - (py - y) * dy, across = (px - x) * dy + (py - y) * dx;
        const d = along ** 2 + 4 * across ** 2;
        if (along > Math.abs(across) / 2 && d < least && i !== item) [best, least] = [i, d];
      });
      return best;
    },
    /** Rings around the neighbours, and a star where the digit is that they are neighbours of. */
    mark(at, neighbors) {
      rings.replaceChildren();
      marks.replaceChildren();
      if (!at) return;
      const [x, y] = at;
      for (const { item } of neighbors) {
        add(rings, "circle", { cx: places[item][0], cy: places[item][1], r: 6,
          stroke: "currentColor" });
      }
      add(marks, "path", { d: star(clamp(x, 8, WIDTH - 8), clamp(y, 8, HEIGHT - 8), 12),
        fill: "currentColor", stroke: "var(--jp-layout-color1, white)", "stroke-width": 2 });
    },
  };

  /** Puts the dots to these coordinates, and each class to the median of its dots. */
  function move(xs, ys) {
    const [lowX, highX] = range(xs), [lowY, highY] = range(ys);
    const scale = Math.min((WIDTH - 2 * FRAME) / (highX - lowX || 1),
      (HEIGHT - 2 * FRAME) / (highY - lowY || 1));
    place = (x, y) => [WIDTH / 2 + (x - (lowX + highX) / 2) * scale,
      HEIGHT / 2 - (y - (lowY + highY) / 2) * scale];
    places.forEach((at, i) => {
      [at[0], at[1]] = place(xs[i], ys[i]);
      set(dots[i], { cx: at[0], cy: at[1] });
    });
    map.classes.forEach((one, c) => {
      const members = places.filter((_, i) => map.labels[i] === one.label);
      set(names[c], { x: median(members.map(at => at[0])),
        y: median(members.map(at => at[1])) + 8 });
    });
  }
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function range(values) {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function star(x, y, radius) {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 ? radius * 0.45 : radius, angle = Math.PI * (i / 5 - 0.5);
    return `${(x + r * Math.cos(angle)).toFixed(1)} ${(y + r * Math.sin(angle)).toFixed(1)}`;
  });
  return `M ${corners.join(" L ")} Z`;
}

/** Pictures of neighbours with label and distance, nearest first. */
function showNeighbors(parent, map, view, neighbors, label) {
  parent.replaceChildren();
  for (const one of neighbors) {
    const other = label !== undefined && one.label !== label;
    const figure = add(parent, "figure", { "data-item": one.item });
    const picture = addPicture(figure, map, one.item, 56);
    set(picture, { "aria-label": `a ${one.label} at distance ${one.distance.toFixed(3)}` });
    picture.style.border = other ? `3px dashed ${map.rings.other}`
      : `3px solid ${view.colors[one.label]}`;
    const caption = add(figure, "figcaption");
    add(caption, "b", {}, one.label);
    add(caption, "span", {}, ` ${one.distance.toFixed(3)}`);
  }
}

const MAP_STYLE = `
.tripletlab-live .picture { background-color: white; border-radius: 3px; box-sizing: content-box }
.tripletlab-live .neighbors { display: grid; gap: 5px; margin: 4px 0 8px;
  grid-template-columns: repeat(5, 66px) }
.tripletlab-live figure { margin: 0; text-align: center; font-size: 12px }
.tripletlab-live .map { position: relative; max-width: 100% }
.tripletlab-live .tip { position: absolute; pointer-events: none; padding: 4px; font-size: 12px;
  text-align: center; border-radius: 3px; background: var(--jp-layout-color2, #eee);
  border: 1px solid var(--jp-border-color1, #bbb) }
.tripletlab-live .tip:empty { display: none }
`;
