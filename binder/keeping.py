"""Executed notebooks as files: short, and with the code that their outputs belong to."""

import copy
import hashlib
import json
from uuid import uuid4

import nbformat

FIGURE = "application/vnd.plotly.v1+json"


def mark_code(notebook):
    """Note each cell's code, by its hash: a test tells when it no longer belongs to the outputs."""
    ran = {cell.id: hashlib.sha256(cell.source.encode()).hexdigest()[:16]
           for cell in notebook.cells if cell.cell_type == "code"}
    notebook.metadata.setdefault("tripletlab", {})["ran"] = ran


def figures_in(notebook):
    """Each output that has a figure."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])
            if FIGURE in output.get("data", {})]


def write_notebook(notebook, path):
    """Write a notebook as Jupyter does, but each figure on one line, which halves the file."""
    notebook, figures = copy.deepcopy(notebook), {}
    for data in (output["data"] for output in figures_in(notebook)):
        name = str(uuid4())
        figures[name], data[FIGURE] = data[FIGURE], name
    text = nbformat.writes(notebook)
    for name, figure in figures.items():
        short = json.dumps(figure, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        text = text.replace(f'"{name}"', short)
    path.write_text(text + "\n", encoding="utf-8")
