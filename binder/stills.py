"""Figures as still pictures, drawn offline by the plotly.js of the plotly package.

JupyterLab's plotly extension shows such a picture until the mouse comes near, and then the figure
itself; GitHub shows only the picture.
"""

import base64
import json
import struct
import subprocess
import tempfile
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources

FIGURE = "application/vnd.plotly.v1+json"
STILL = "image/png"
SECONDS_TO_START, SECONDS_A_FIGURE = 120, 120

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
    outputs = [output["data"] for cell in notebook.cells for output in cell.get("outputs", [])
               if FIGURE in output.get("data", {})]
    pictures = draw([output[FIGURE] for output in outputs], browser)
    for output, picture in zip(outputs, pictures):
        output[STILL] = picture


def draw(figures, browser):
    """PNG files in Base64, one for each figure."""
    if not figures:
        return []
    with Studio(figures) as studio, tempfile.TemporaryDirectory(
            ignore_cleanup_errors=True) as profile, tempfile.TemporaryFile() as log:
        command = [browser, "--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-component-update",
                   "--disable-sync", "--no-first-run", "--use-angle=swiftshader",
                   "--enable-unsafe-swiftshader", f"--user-data-dir={profile}", studio.address]
        with subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                studio.wait(process)
            finally:
                process.terminate()
    return studio.pictures


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


class Studio(ThreadingHTTPServer):
    """Serves the page that draws, and takes what it has drawn."""

    def __init__(self, figures):
        super().__init__(("127.0.0.1", 0), Handler)
        self.figures, self.pictures, self.problem = figures, [], None
        self.changed = threading.Semaphore(0)

    @property
    def address(self):
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def wait(self, process):
        """Return when all pictures are there; raise if they do not come."""
        seconds = SECONDS_TO_START
        while len(self.pictures) < len(self.figures):
            if not self.changed.acquire(timeout=seconds) or self.problem:
                raise RuntimeError(
                    f"figure {len(self.pictures) + 1} was not drawn: "
                    + (self.problem or f"{process.args[0]} said nothing for {seconds} s"))
            seconds = SECONDS_A_FIGURE


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
        if self.path == "/still":
            self.server.pictures.append(png(**json.loads(body)))
        else:
            self.server.problem = body
        self.answer("text/plain", b"")
        self.server.changed.release()

    def answer(self, kind, content):
        """Send content."""
        self.send_response(200)
        self.send_header("Content-Type", kind + "; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""
