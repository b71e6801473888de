"""A notebook as a talk: its cells cut and laid out so that each slide holds what it shows.

A cell's slide type, in its metadata, says whether it begins a slide, follows one, or is left out.
A heading always begins a slide, also in the middle of a cell, and what would not fit goes on the
next one. Heights are estimates, in pixels of a slide of 1280 x 720; the page itself fits the rest.
"""

import base64
import copy
import re
import struct

from nbformat.v4 import new_markdown_cell, new_notebook

from keeping import FIGURE
from publishing.states import STATES

ROOM, LETTERS, LINE = 640, 98, 33  # a slide's height, a line's letters and height
CODE_LINE, FOLDED = 25, 5  # from 6 lines on, code with a picture is folded
BESIDE = 32  # letters of a line beside a figure


def talk(notebook):
    """The slides as a notebook, for nbconvert's slides exporter."""
    flow = Flow()
    for cell in notebook.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if kind == "notes":
            flow.add(copy.deepcopy(cell), kind, 0)
        elif kind != "skip" and cell.cell_type == "code":
            flow.code(cell, kind)
        elif kind != "skip" and not flow.text(cell.source, kind):
            break
    return new_notebook(cells=flow.cells)


class Flow:
    """The cells so far, and how much of the slide's height they take."""

    def __init__(self):
        self.cells, self.used, self.title, self.after_output = [], 0, "", False
        self.beside = 0  # height that is left beside a figure

    def add(self, cell, kind, height):
        """Add a cell to the slide."""
        cell.metadata["slideshow"] = {"slide_type": kind}
        self.cells.append(cell)
        self.used += height

    def next_slide(self):
        """Go on below, under the name of the section."""
        if self.used > LINE:
            self.used = 0
            self.add(new_markdown_cell(f'<p class="running">{self.title}</p>'), "subslide", LINE)

    def text(self, source, kind):
        """Add Markdown; False at the heading of the exercises."""
        if kind == "subslide":
            self.next_slide()
        for section in re.split(r"(?m)^(?=#{1,3} )", source):
            heading, rest = "", section
            if section.startswith("#"):
                heading, _, rest = section.partition("\n")
            if heading == "## Exercises":
                return False
            if heading == "## Parameters":
                continue
            if heading:
                self.title, self.used, self.after_output = heading.lstrip("# "), 0, False
                self.add(new_markdown_cell(heading), "slide", 2 * LINE)
            for block in blocks(rest):
                height = text_height(block, LETTERS)
                self.beside -= text_height(block, BESIDE)
                if self.used + height > ROOM and not (self.after_output and self.beside > 0):
                    self.next_slide()
                    self.after_output = False
                self.add(new_markdown_cell(block), "fragment" if self.after_output else "-", height)
            self.after_output = False
        return True

    def code(self, cell, kind):
        """Add code with its outputs, and each further figure on a slide of its own."""
        figures, groups = 0, [[]]
        for output in cell.outputs:
            figures += FIGURE in output.get("data", {})
            if figures > len(groups):
                groups.append([])
            groups[-1].append(output)
        for number, outputs in enumerate(groups):
            self.one_figure(cell, outputs, kind if number == 0 else "subslide", number)

    def one_figure(self, cell, outputs, kind, number):
        """Add code with outputs; code with a figure is folded, as is long code with a table."""
        picture = any("data" in output for output in outputs)
        figure = any(FIGURE in output.get("data", {}) for output in outputs)
        cell = copy.deepcopy(cell)
        cell.id += f"-{number}"
        cell.outputs = [output for output in outputs if not (picture and only_checks(output))]
        lines = len(cell.source.splitlines())
        folded = figure or picture and lines > FOLDED
        cell.metadata["folded"], cell.metadata["unseen"] = folded, number > 0
        height = sum(map(output_height, cell.outputs))
        height += LINE if folded else (lines + 1) * CODE_LINE
        if kind in ("slide", "subslide") or self.used + height > ROOM:
            self.next_slide()
        self.beside = ROOM - self.used if figure else 0
        self.add(cell, "-", height)
        self.after_output = bool(cell.outputs)


def only_checks(output):
    """Whether an output has nothing but lines of checks that hold."""
    return all(line.startswith("✓") for line in output.get("text", "✗").splitlines())


def blocks(text):
    """Paragraphs, lists, tables and formulas; one that ends with a colon keeps the next."""
    block = ""
    for part in re.split(r"\n\s*\n", text.strip()):
        block = f"{block}\n\n{part}" if block else part
        if block and not block.endswith(":") and block.count("```") % 2 == 0:
            yield block
            block = ""
    if block:
        yield block


def text_height(block, letters):
    """About how high Markdown is, with so many letters in a line."""
    height = 0
    for part in block.split("\n\n"):
        rows = part.splitlines()
        if part.startswith(("|", "```")):
            height += sum(1 + len(row) // (letters + 20) for row in rows) * (LINE + 8)
        elif "$$" in part:
            height += 2 * LINE * max(1, part.count("\\\\") + 1)
        else:
            items = re.split(r"\n(?=[-*] |\d+\. )", part)
            height += sum(1 + len(item) // letters for item in items) * LINE
        height += LINE // 2
    return height


def output_height(output):
    """About how high an output is."""
    data = output.get("data", {})
    if FIGURE in data:
        return 0.8 * data[FIGURE]["layout"].get("height", 450)
    if "image/png" in data:
        return struct.unpack(">I", base64.b64decode(data["image/png"])[20:24])[0]
    if STATES in data or "tripletlab-values" in data.get("text/html", ""):
        return LINE
    if "text/html" in data:
        return (1 + data["text/html"].count("<tr")) * LINE
    text = output.get("text") or data.get("text/plain", "")
    return (1 + len(text.splitlines())) * CODE_LINE
