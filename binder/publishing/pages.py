"""Notebooks as HTML pages that need no network: figures and formulas are in the page itself."""

import copy
import html
import json
import re
from importlib import resources

from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from keeping import FIGURE, figures_in

# JupyterLab's look, without the scripts that it loads from the network.
TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block html_head_css -%}<style>
mtd[columnalign=left] { text-align: left }  /* Chromium ignores the attributes themselves */
mtd[columnalign=right] { text-align: right }
mtable[columnspacing^="0em"] mtd { padding-left: 0; padding-right: 0 }
</style>{%- endblock -%}
"""


def write_page(notebook, source, target):
    """Write an executed notebook, whose file is `source`, as the page `target`."""
    page = copy.deepcopy(notebook)
    page.metadata["language_info"] = {"name": "java", "pygments_lexer": "java"}
    page.metadata.pop("widgets", None)
    figures = figures_in(page)
    for number, data in enumerate((output["data"] for output in figures), start=1):
        code = figure_html(data[FIGURE], f"figure-{number}", data["text/plain"])
        data.clear()
        data["text/html"] = code
    exporter = PageExporter(raw_template=TEMPLATE, embed_images=True)
    name = {"name": source.stem, "path": str(source.parent)}
    text, _ = exporter.from_notebook_node(page, {"metadata": name})
    if figures:
        library = resources.files("plotly").joinpath("package_data/plotly.min.js")
        script = f"<script>{library.read_text(encoding='utf-8')}</script>"
        text = text.replace("</head>", script + "</head>", 1)
    target.write_text(text, encoding="utf-8")


def figure_html(figure, name, description):
    """A figure that plotly.js draws when the page is opened, described for who does not see it."""
    parts = {key: figure[key] for key in ("data", "layout", "frames") if figure.get(key)}
    # The button that would send the figure to a server has no place here.
    parts["config"] = {"responsive": True, "displaylogo": False, **figure.get("config", {}),
                       "showSendToCloud": False}
    text = json.dumps(parts).replace("<", "\\u003c")  # no "</script>" in a title
    label = html.escape(description)
    return (f'<div id="{name}" role="img" aria-label="{label}"></div><script>'
            f'Plotly.newPlot("{name}", {text});</script>')


class PageExporter(HTMLExporter):
    """nbconvert's exporter, with a renderer of our own for Markdown."""

    def renderer(self, **options):
        """What makes HTML of Markdown."""
        return PageRenderer(**options)

    @pass_context
    def markdown2html(self, context, source):
        """The template's filter for Markdown."""
        renderer = self.renderer(
            escape=False, embed_images=True, path=context["resources"]["metadata"]["path"],
            attachments=context.get("cell", {}).get("attachments", {}))
        return MarkdownWithMath(renderer=renderer).render(source)


class PageRenderer(IPythonRenderer):
    """Markdown whose formulas become MathML, and whose links to notebooks lead to their pages."""

    def inline_math(self, body):
        return mathml(body, "inline")

    def block_math(self, body):
        return mathml(body, "block")

    def latex_environment(self, name, body):
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def link(self, text, url, title=None):
        if url.endswith(".ipynb") and "://" not in url:
            url = url[:-len(".ipynb")] + ".html"
        return super().link(text, url, title)


def mathml(formula, display):
    """A LaTeX formula as MathML, which browsers draw themselves."""
    # latex2mathml knows align* but not its synonyms.
    known = re.sub(r"\\(begin|end)\{(aligned|split|align)\}", r"\\\1{align*}", formula)
    known = known.replace(r"\operatorname*", r"\operatorname")
    try:
        result = convert(known, display=display)
    except Exception:  # its errors have no common class
        result = "\\"
    # What it cannot read (an unknown command is left in as text) is shown as it was written.
    return result if "\\" not in result else f"<code>{html.escape(formula)}</code>"
