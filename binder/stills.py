"""Figures as still pictures, drawn offline by the plotly.js of the plotly package.

JupyterLab's plotly extension shows such a picture until the mouse comes near, and then the figure
itself; GitHub shows only the picture.
"""

import base64
import json
import queue
import struct
import subprocess
import tempfile
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources

from keeping import FIGURE, figures_in

SECONDS = 120  # for the browser's start, and for each figure

# A file with a palette is a third of one without. Colours are first taken together in steps of 8.
PAGE = """<!DOCTYPE html><meta charset="utf-8"><script src="/plotly.js"></script><script>
async function pixels(figure, width, height) {
  const image = new Image();
  image.src = await Plotly.toImage(figure, {format: "png", width, height, scale: 1});
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const colour = part => Math.min(255, 8 * Math.round(part / 8));
  const parts = context.getImageData(0, 0, width, height).data;
  return Array.from({length: width * height}, (_, i) => 65536 * colour(parts[4 * i])
    + 256 * colour(parts[4 * i + 1]) + colour(parts[4 * i + 2]));
}
const parts = colour => [colour >> 16, colour >> 8 & 255, colour & 255];
function nearest(palette, colour) {
  const far = other => parts(other).reduce((sum, p, i) => sum + (p - parts(colour)[i]) ** 2, 0);
  return palette.reduce((best, other, i) => far(other) < far(palette[best]) ? i : best, 0);
}
async function still(figure) {
  const {width = 800, height = 450} = figure.layout;
  const colours = await pixels(figure, width, height);
  const counts = new Map();
  for (const colour of colours) counts.set(colour, (counts.get(colour) || 0) + 1);
  const all = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const palette = all.slice(0, 128);
  const places = new Map(all.map(colour => [colour, nearest(palette, colour)]));
  return JSON.stringify({width, height, palette: palette.map(parts),
                         pixels: colours.map(colour => places.get(colour))});
}
const send = (path, body) => fetch(path, {method: "POST", body});
(async () => {
  const figures = await (await fetch("/figures")).json();
  for (const figure of figures) await send("/still", await still(figure));
})().catch(problem => send("/problem", String(problem)));
</script>"""


def add_stills(notebook, browser):
    """Give each output that has a figure a picture of it, too."""
    outputs = figures_in(notebook)
    for output, picture in zip(outputs, draw([output[FIGURE] for output in outputs], browser)):
        output["image/png"] = picture


def draw(figures, browser):
    """PNG files in Base64, one for each figure."""
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
                return [next_picture(server.posts, number, browser)
                        for number in range(1, len(figures) + 1)]
            finally:
                process.terminate()
                server.shutdown()


def next_picture(posts, number, browser):
    """The picture that the page sends next; an error if it sends a problem, or nothing."""
    try:
        path, body = posts.get(timeout=SECONDS)
    except queue.Empty:
        path, body = "/problem", f"{browser} said nothing for {SECONDS} s"
    if path == "/problem":
        raise RuntimeError(f"figure {number} was not drawn: {body}")
    return png(**json.loads(body))


def png(width, height, palette, pixels):
    """A PNG file with a palette, in Base64."""
    rows = [b"\0" + bytes(pixels[row * width:(row + 1) * width]) for row in range(height)]
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
              (b"PLTE", bytes(part for colour in palette for part in colour)),
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
        elif self.path == "/figures":
            figures = [{"data": figure["data"], "layout": figure.get("layout", {})}
                       for figure in self.server.figures]
            self.answer("application/json", json.dumps(figures).encode())
        else:
            self.answer("text/html", PAGE.encode())

    def do_POST(self):
        """A picture, or why there is none."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
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
