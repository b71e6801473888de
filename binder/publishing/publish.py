"""The notebooks as a website or as slides: publish.py site|slides OUT NOTEBOOK…

The part of lab.py --site and --slides that needs its Python packages. Nothing is run: pages show
the outputs that the notebooks have. They need no network, and work as files and on a server.
"""

import copy
import html
import json
import os
import re
import shutil
import sys
from importlib import resources
from pathlib import Path

import nbformat
from nbconvert import SlidesExporter
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from pygments.formatters import HtmlFormatter

sys.path.append(str(Path(__file__).resolve().parents[1]))
from keeping import FIGURE, figures_in
from kernel import ROOT
from publishing.pages import PageExporter, PageRenderer
from publishing.states import STATES, shown, unpack
from publishing.talk import talk

ASSETS = Path(__file__).with_name("assets")
REVEAL = "reveal.js-6.0.2"
TEXTS = {"README.md": "about.html", "notebooks/README.md": "guide.html",
         "notebooks/GLOSSARY.md": "glossary.html", "src/README.md": "library.html"}

HEAD = """
{%- block header -%}
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ resources.title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{%- for name in resources.styles %}<link rel="stylesheet" href="assets/{{ name }}">{% endfor -%}
{%- for name in resources.scripts %}<script defer src="assets/{{ name }}"></script>{% endfor -%}
</head>
{%- endblock -%}
{%- block footer -%}</html>{%- endblock -%}
"""
SITE = "{%- extends 'lab/base.html.j2' -%}" + HEAD + """
{%- block body_header -%}
<body class="site"><header><nav>
<a href="index.html"><b>TripletLab</b></a>{% if resources.texts %}
<a href="guide.html">Teacher's guide</a> <a href="glossary.html">Glossary</a>
<a href="library.html">Library</a> <a href="about.html">About</a>{% endif -%}
{%- for word, name, title in resources.ways %}
<a class="way" rel="{{ word }}" href="{{ name }}">{{ title }}</a>{% endfor %}
</nav></header><main>
{%- endblock -%}
{%- block body_footer -%}
</main><footer>Texts and figures: CC BY 4.0. Code: Apache License 2.0.
{% if resources.texts %}<a href="about.html#licences">Licences</a>{% endif %}</footer></body>
{%- endblock -%}
"""
SLIDES = "{%- extends 'reveal/base.html.j2' -%}" + HEAD + """
{%- block body_header -%}<body><div class="reveal"><div class="slides">{%- endblock -%}
{%- block body_footer -%}</div></div></body>{%- endblock -%}
{%- block input_group -%}
{%- if cell.metadata.unseen -%}
{%- elif cell.metadata.folded %}<details><summary>Code</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock -%}
"""


def main(kind, out, *names):
    """Write the pages."""
    out, paths = Path(out), [Path(name) for name in names]
    notebooks = {path: nbformat.read(path, as_version=4) for path in paths}
    files = {path: path.stem + ".html" for path in paths}
    if kind == "site":
        files.update({ROOT / text: name for text, name in TEXTS.items()})
        for path in (ROOT / "notebooks").glob("handout.*"):
            files[path] = path.name
    write_assets(out / "assets", kind)
    for path in filter(Path.exists, map(Path, files)):
        if path.name == files[path]:  # as it is
            shutil.copyfile(path, out / path.name)
    write = Writer(kind, out, {os.path.normpath(path): name for path, name in files.items()})
    for number, path in enumerate(paths):
        ways = [(word, files[paths[at]], f"{arrow} {title(notebooks[paths[at]])}")
                for word, arrow, at in (("prev", "←", number - 1), ("next", "→", number + 1))
                if 0 <= at < len(paths)]
        page = talk(notebooks[path]) if kind == "slides" else notebooks[path]
        write.page(page, path, files[path], title(notebooks[path]), ways)
    cards = "".join(card(notebooks[path], files[path]) for path in paths)
    promise = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    if (out / "slides" / "index.html").exists():
        cards += '<a class="card" href="slides/index.html"><b>All of them as slides</b></a>'
    write = Writer("site", out, write.files)
    write.text(f'{promise}\n\n<div class="cards">{cards}</div>\n', ROOT / "README.md",
               "index.html", "TripletLab" if kind == "site" else "TripletLab: slides")
    for text, name in TEXTS.items() if kind == "site" else ():
        path = ROOT / text
        write.text(path.read_text(encoding="utf-8"), path, name, f"TripletLab: {name[:-5]}")
    print(f"{len(paths)} notebooks: open {(out / 'index.html').resolve()}")


def write_assets(folder, kind):
    """What the pages share."""
    folder.mkdir(parents=True, exist_ok=True)
    library = resources.files("plotly").joinpath("package_data/plotly.min.js")
    (folder / "plotly.min.js").write_bytes(library.read_bytes())
    shutil.copyfile(ASSETS / "figures.js", folder / "figures.js")
    light, dark = (HtmlFormatter(style=style).get_style_defs(".highlight")
                   for style in ("default", "github-dark"))
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    (folder / "style.css").write_text(
        f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n.site {{\n{dark}\n}}\n}}\n"
        + style, encoding="utf-8")
    if kind == "slides":
        shutil.copyfile(ASSETS / "slides.js", folder / "slides.js")
        shutil.copytree(ASSETS / REVEAL, folder / REVEAL, dirs_exist_ok=True)


class Writer:
    """Writes pages of one kind; `files` has the page of each source."""

    def __init__(self, kind, out, files):
        self.out, self.files = out, files
        slides = kind == "slides"
        self.exporter = (Slides if slides else Site)(
            raw_template=SLIDES if slides else SITE, embed_images=True,
            exclude_input_prompt=True, exclude_output_prompt=True)
        self.exporter.files = files
        self.styles, self.scripts = ["style.css"], ["plotly.min.js", "figures.js"]
        if slides:
            self.styles[:0] = [f"{REVEAL}/reset.css", f"{REVEAL}/reveal.css"]
            self.scripts += [f"{REVEAL}/reveal.js", f"{REVEAL}/notes.js", "slides.js"]

    def page(self, notebook, source, name, heading, ways=()):
        """Write a notebook, whose file is `source`."""
        page = copy.deepcopy(notebook)
        page.metadata["language_info"] = {"name": "java", "pygments_lexer": "java"}
        page.metadata.pop("widgets", None)
        for cell in page.cells:
            if cell.cell_type == "code":
                cell.outputs = list(alive(cell.outputs))
        text, _ = self.exporter.from_notebook_node(page, {
            "metadata": {"name": source.stem, "path": str(source.parent)}, "title": heading,
            "ways": ways, "styles": self.styles, "scripts": self.scripts,
            "texts": "guide.html" in self.files.values()})
        (self.out / name).write_text(text, encoding="utf-8")

    def text(self, text, source, name, heading):
        """Write a Markdown text."""
        self.page(new_notebook(cells=[new_markdown_cell(text)]), source, name, heading)


def alive(outputs):
    """The outputs, with figures and sliders as figures.js reads them."""
    below = 0  # outputs that the sliders above draw
    for output in outputs:
        data = output.get("data", {})
        if STATES in data:
            below = data[STATES]["outputs"]
            yield page_part("states", {**data[STATES], "states": unpack(data[STATES]["states"])})
        elif below:
            below -= 1
        elif FIGURE in data:
            yield page_part("figure", shown(data))
        else:
            yield output


def page_part(name, content):
    """An output that a script turns into what is seen."""
    text = json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")  # no "</script>"
    script = f'<script type="application/json">{text}</script>'
    return new_output("display_data", {"text/html": f'<div class="{name}">{script}</div>'})


def title(notebook):
    """The heading of the first cell, without the finding behind the colon."""
    return notebook.cells[0].source.splitlines()[0].lstrip("# ").partition(":")[0]


def card(notebook, name):
    """A notebook on the first page: its last picture, title, goals and minutes."""
    first = notebook.cells[0].source
    heading = html.escape(first.splitlines()[0].lstrip("# "))
    run = re.search(r"About (\d+) minutes? on", first)
    study = re.search(r"(\d+) minutes? to study", first)
    minutes = " · ".join(f"{found[1]} min {word}" for found, word in
                         ((run, "to run"), (study, "to study")) if found)
    stills = [one.data["image/png"] for one in figures_in(notebook) if "image/png" in one.data]
    picture = f'<img alt="" src="data:image/png;base64,{stills[-1].strip()}">' if stills else ""
    return (f'<a class="card" href="{name}">{picture}<b>{heading}</b>'
            f'<span>{minutes}</span></a>')


class Renderer(PageRenderer):
    """Links lead to pages, or to GitHub where it is known which repository this is."""

    def __init__(self, files, **options):
        super().__init__(**options)
        self.files = files

    def heading(self, text, level, **_):
        return f'<h{level} id="{anchor(re.sub("<[^>]*>", "", text))}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        path, _, place = url.partition("#")
        if "://" in url:
            return super().link(text, url, title)
        full = os.path.normpath(os.path.join(self.path, path))
        place = f"#{anchor(place)}" if place else ""
        if not path or full in self.files:
            return super().link(text, (self.files[full] if path else "") + place, title)
        repository, commit = map(os.environ.get, ("GITHUB_REPOSITORY", "GITHUB_SHA"))
        if not repository:
            return text
        file = Path(os.path.relpath(full, ROOT)).as_posix()
        return f'<a href="https://github.com/{repository}/blob/{commit}/{file}{place}">{text}</a>'


def anchor(heading):
    """The id of a heading, as GitHub makes it."""
    return re.sub(r"[^\w-]", "", html.unescape(heading).strip().lower().replace(" ", "-"))


class Site(PageExporter):
    """Pages of the website."""

    def renderer(self, **options):
        return Renderer(self.files, **options)


class Slides(Site, SlidesExporter):
    """Pages of slides."""


if __name__ == "__main__":
    main(*sys.argv[1:])
