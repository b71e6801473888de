"""Figures as still pictures, drawn offline by the plotly.js of the plotly package.

JupyterLab's plotly extension shows such a picture until the mouse comes near, and then the figure
itself; GitHub shows only the picture. The still of an animation is a strip of five of its frames.
"""

import base64
import itertools
import json
import math
import queue
import struct
import subprocess
import tempfile
import threading
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path

from keeping import FIGURE, figures_in
from publishing.states import UMAP

UMAP_SCRIPT = (Path(__file__).parents[2]
               / "src/main/resources/tripletlab/notebook/widgets/umap.js")
SECONDS = 120  # for the browser's start, and for each figure

PAGE = """<!DOCTYPE html><meta charset="utf-8"><script src="/plotly.js"></script>
<script src="/umap.js"></script><script>
const STRIP = 1300, PANEL = 260, TITLE = 40;  // of an animation: five frames side by side
const send = (path, body) => fetch(path, {method: "POST", body});
addEventListener("error", event => send("/problem", event.message));  // UMAP goes on by itself
async function paint(context, figure, left, top, width, height) {
  const image = new Image();
  image.src = await Plotly.toImage(figure, {format: "png", width, height, scale: 1});
  await image.decode();
  context.drawImage(image, left, top, width, height);
}
const untitled = axis => ({...axis, title: {text: ""}});
function atFrame(figure, index, width) {  // as it is after Play has reached this frame
  const label = figure.layout.sliders[0].steps[index].label;
  const data = figure.data.map((trace, i) => ({...trace, ...figure.frames[index].data[i]}));
  const layout = {...figure.layout, title: {text: label, font: {size: 14}}, showlegend: false,
                  margin: {l: 35, r: 10, t: figure.layout.grid ? 60 : 35, b: 30}, width,
                  height: PANEL, sliders: [], updatemenus: []};
  for (const name of Object.keys(layout)) {
    if (/^[xy]axis/.test(name)) layout[name] = untitled(layout[name]);
    if (/^scene/.test(name)) {
      const axes = ["xaxis", "yaxis", "zaxis"].map(axis => [axis, untitled(layout[name][axis])]);
      layout[name] = {...layout[name], ...Object.fromEntries(axes)};
    }
  }
  return {data, layout};
}
async function withUmap({umap, data, layout, ...rest}) {
  let places;  // [x, y], each (N)
  await computeUmap(umap.script, umap.vectors, umap.seed, (x, y) => { places = [x, y]; });
  const names = data.map(trace => trace.name).filter(name => umap.labels.includes(+name));
  const rows = name => name === "query" ? [0]
    : umap.labels.flatMap((label, i) => String(label) === name ? [i] : []);
  const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const of = (trace, all) => (trace.mode === "text"
    ? names.map(name => median(rows(name).map(i => all[i])))
    : rows(trace.name).map(i => all[i])).map(value => Number(value.toFixed(3)));
  const beside = data.map(trace => ({...trace, x: of(trace, places[0]), y: of(trace, places[1]),
    xaxis: "x2", yaxis: "y2", ...(trace.mode === "text" ? {text: names} : {})}));
  const heading = (text, x) => ({text, x, y: 1, xref: "paper", yref: "paper", yanchor: "bottom",
                                 showarrow: false});
  return {...rest, data: [...data, ...beside], layout: {...layout,
    xaxis: {...layout.xaxis, domain: [0, 0.49]},
    xaxis2: {...layout.xaxis, domain: [0.51, 1], anchor: "y2"},
    yaxis2: {...layout.yaxis, scaleanchor: "x2", anchor: "x2"},
    annotations: [...layout.annotations, heading("First view", 0.245), heading("UMAP", 0.755)]}};
}
async function draw(figure) {
  const last = (figure.frames || []).length - 1;
  const film = last < 1 ? 1 : Math.min(last + 1, figure.layout.grid ? 3 : 5);
  const {width, height} = film > 1 ? {width: STRIP, height: PANEL + TITLE}
                                   : {width: 800, height: 450, ...figure.layout};
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  if (film > 1) {
    context.fillStyle = "#222222";
    context.font = "17px sans-serif";
    context.fillText(figure.layout.title.text, 15, 26);
    const step = Math.floor(STRIP / film);
    for (let i = 0; i < film; i++) {
      const frame = atFrame(figure, Math.round(i * last / (film - 1)), step);
      await paint(context, frame, i * step, TITLE, step, PANEL);
    }
  } else {
    await paint(context, figure, 0, 0, width, height);
  }
  await send("/still/" + width, context.getImageData(0, 0, width, height).data);
}
(async () => {
  for (let figure of await (await fetch("/figures")).json()) {
    if (figure.umap) await send("/figure", JSON.stringify(figure = await withUmap(figure)));
    await draw({layout: {}, ...figure});
  }
})().catch(problem => send("/problem", String(problem)));
</script>"""


def add_stills(notebook, browser):
    """Give each output that has a figure a picture of it, too; a map's figure gets its UMAP."""
    outputs = figures_in(notebook)
    umaps = [output["metadata"].pop(UMAP, None) for output in outputs]
    drawn = draw([{**output["data"][FIGURE], **({"umap": umap} if umap else {})}
                  for output, umap in zip(outputs, umaps)], browser)
    for output, umap, (figure, picture) in zip(outputs, umaps, drawn):
        if umap:
            output["data"][FIGURE] = figure
            output["data"]["text/plain"] += "; beside it the same points as UMAP arranges them"
        output["data"]["image/png"] = picture
        output["metadata"]["image/png"] = {"alt": output["data"]["text/plain"]}
    for cell in notebook.cells:  # whose picture is no figure: what its metadata say
        for output in cell.get("outputs", []) if "alt" in cell.metadata else []:
            if "image/png" in output.get("data", {}):
                output["metadata"]["image/png"] = {"alt": cell.metadata["alt"]}


def draw(figures, browser):
    """Each figure as it was drawn, and its PNG file in Base64."""
    if not figures:
        return []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, tempfile.TemporaryDirectory(
            ignore_cleanup_errors=True) as profile, tempfile.TemporaryFile() as log:
        server.figures, server.posts = figures, queue.Queue()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [browser, "--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-component-update",
                   "--disable-sync", "--no-first-run", "--use-angle=swiftshader",
                   "--enable-unsafe-swiftshader", f"--user-data-dir={profile}",
                   f"http://127.0.0.1:{server.server_port}/"]
        with subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                return [next_picture(server.posts, figure, browser) for figure in figures]
            finally:
                process.terminate()
                server.shutdown()


def next_picture(posts, figure, browser):
    """What the page sends next of a figure; an error if it sends a problem, or nothing."""
    try:
        path, body = posts.get(timeout=SECONDS)
        if path == "/figure":
            figure = json.loads(body)
            path, body = posts.get(timeout=SECONDS)
    except queue.Empty:
        path, body = "/problem", f"{browser} said nothing for {SECONDS} s".encode()
    if path == "/problem":
        title = figure.get("layout", {}).get("title", {}).get("text")
        raise RuntimeError(f"the figure {title!r} was not drawn: {body.decode()}")
    return figure, png(int(path.rpartition("/")[2]), body)


def png(width, rgba):
    """A PNG file in Base64, with a palette: that makes it a third of one without."""
    parts = rgba.translate(bytes(min(255, (part + 4) // 8 * 8) for part in range(256)))
    colours = list(zip(parts[::4], parts[1::4], parts[2::4]))
    counts = Counter(colours)
    palette = [colour for colour, _ in counts.most_common(128)]
    places = {colour: min(range(len(palette)), key=lambda i: math.dist(palette[i], colour))
              for colour in counts}
    pixels = bytes(places[colour] for colour in colours)
    rows = [b"\0" + pixels[start:start + width] for start in range(0, len(pixels), width)]
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)),
              (b"PLTE", bytes(itertools.chain(*palette))),
              (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
    file = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content
        + struct.pack(">I", zlib.crc32(name + content)) for name, content in chunks)
    return base64.b64encode(file).decode()


class Handler(BaseHTTPRequestHandler):
    """One request of the page."""

    def do_GET(self):
        """The page, the library, the figures."""
        if self.path == "/plotly.js":
            library = resources.files("plotly").joinpath("package_data/plotly.min.js")
            self.answer("text/javascript", library.read_bytes())
        elif self.path == "/umap.js":
            self.answer("text/javascript", UMAP_SCRIPT.read_bytes())
        elif self.path == "/figures":
            self.answer("application/json", json.dumps(self.server.figures).encode())
        else:
            self.answer("text/html", PAGE.encode())

    def do_POST(self):
        """A picture, or why there is none."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.put((self.path, body))
        self.answer("text/plain", b"")

    def answer(self, kind, content):
        """Send content."""
        self.send_response(200)
        self.send_header("Content-Type", kind + "; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""
