"""How a notebook becomes a website and slides."""

import asyncio
import queue
import re
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "binder"))
try:
    from keeping import FIGURE
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
    from publishing import publish, states
    from publishing.talk import talk
except ImportError as missing:
    raise unittest.SkipTest(f"needs the packages of .venv: {missing}")

PICTURE = {FIGURE: {"data": [], "layout": {"height": 450}}, "text/plain": "a <b> curve"}


def figure():
    """An output with a figure."""
    return new_output("display_data", dict(PICTURE))


class FirstPageTest(unittest.TestCase):

    def test_all_its_links_lead_somewhere(self):
        first = Path(publish.ROOT, "notebooks", "00-start-here.ipynb")
        for kind in ("slides", "site"):
            with self.subTest(kind), tempfile.TemporaryDirectory() as folder, \
                    mock.patch("builtins.print"):
                publish.main(kind, folder, str(first))
                page = Path(folder, "index.html").read_text("utf-8")
                for link in re.findall(r'(?:href|src)="(?![a-z]+:)([^"#]+)', page):
                    self.assertTrue(Path(folder, link).exists(), link)


class TalkTest(unittest.TestCase):

    def slides(self, *cells):
        """The slides of a notebook of cells, as types and texts."""
        for cell, kind in cells:
            cell.metadata["slideshow"] = {"slide_type": kind}
        made = talk(new_notebook(cells=[cell for cell, _ in cells])).cells
        return [(cell.metadata["slideshow"]["slide_type"], cell.source) for cell in made]

    def test_a_heading_in_a_cell_begins_a_slide_and_exercises_end_the_talk(self):
        text = ("# One\n\nFirst.\n\n## Parameters\n\nMany.\n\n## Two\n\nSecond.\n\n"
                "## Exercises\n\nThird.")
        self.assertEqual([("slide", "# One"), ("-", "First."),
                          ("slide", "## Two"), ("-", "Second.")],
                         self.slides((new_markdown_cell(text), "slide"),
                                     (new_markdown_cell("Fourth."), "fragment")))

    def test_what_is_skipped_is_not_there_and_notes_stay_notes(self):
        self.assertEqual([("slide", "# One"), ("notes", "Say this.")],
                         self.slides((new_markdown_cell("# One"), "slide"),
                                     (new_code_cell("double m = 1;"), "skip"),
                                     (new_markdown_cell("Say this."), "notes")))

    def test_text_goes_on_a_next_slide_under_the_name_of_its_section(self):
        long = "\n\n".join(["word " * 100] * 4)
        made = self.slides((new_markdown_cell(f"## Two\n\n{long}"), "slide"))
        self.assertIn(("subslide", '<p class="running">Two</p>'), made)
        self.assertEqual(4, sum(text.startswith("word") for _, text in made))

    def test_a_figure_and_the_text_that_reads_it_are_on_one_slide(self):
        made = self.slides((new_markdown_cell("## Two\n\nLook."), "slide"),
                           (new_code_cell("draw()", outputs=[figure()]), "subslide"),
                           (new_markdown_cell("It falls.\n\n## Three\n\nOn."), "fragment"))
        self.assertEqual(["slide", "-", "subslide", "-", "fragment", "slide", "-"],
                         [kind for kind, _ in made])

    def test_each_figure_of_a_cell_has_a_slide(self):
        made = self.slides((new_markdown_cell("## Two"), "slide"),
                           (new_code_cell("draw()", outputs=[figure(), figure()]), "subslide"))
        self.assertEqual(["slide", "subslide", "-", "subslide", "-"], [kind for kind, _ in made])


class StatesTest(unittest.TestCase):

    def test_a_slider_stands_at_its_ends_and_where_it_stood_at_first(self):
        values = states.values_of({"min": 0, "max": 4, "step": 0.05}, 0.2)
        self.assertEqual([0.2, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4], values)
        self.assertEqual([0, 1, 2], states.values_of({"min": 0, "max": 2, "step": 1}, 1))
        self.assertEqual([0, 1], states.values_of({"index": 1, "_options_labels": ["a", "b"]}, 1))

    def test_what_is_packed_comes_back_and_is_small(self):
        many = [[[place], [{"text/plain": f"{place} " + "long " * 1000}]] for place in range(9)]
        packed = states.pack(many)
        self.assertEqual(many, states.unpack(packed))
        self.assertLess(len(packed), 1000)

    def test_a_map_that_does_not_answer_and_one_that_cannot_say_so(self):
        def pressed(*messages):
            client = mock.Mock()
            client.kc.iopub_channel.get_msg.side_effect = [*messages, queue.Empty]
            with self.assertRaises(ValueError) as failure:
                asyncio.run(states.press(client, "map"))
            return str(failure.exception)

        self.assertEqual("UMAP: the map sent no embeddings within 60 s", pressed())
        answer = {"state": {"answer": {"problem": "OutOfMemoryError", "number": 1}}}
        self.assertEqual("UMAP: OutOfMemoryError", pressed(
            {"content": {"comm_id": "other"}}, {"content": {"comm_id": "map", "data": answer}}))

    def test_the_best_content_of_an_output_is_kept(self):
        self.assertEqual({"text/html": "<b>", "text/plain": "b"}, states.shown(
            {"text/plain": "b", "text/html": "<b>", "image/png": "png"}))


class PublishTest(unittest.TestCase):

    def test_sliders_take_the_place_of_the_view_below_them(self):
        kept = {"controls": [], "outputs": 1, "states": states.pack([[[0], [PICTURE]]])}
        line = new_output("display_data", {"text/html": "margin", states.STATES: kept})
        made = list(publish.alive([line, figure(), figure()]))
        self.assertEqual(['<div class="states"', '<div class="figure"'],
                         [one.data["text/html"].partition("><")[0] for one in made])
        self.assertNotIn("<b>", made[1].data["text/html"])

    def test_links_lead_to_pages_or_to_github_or_are_text(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            pages = {str(root / "notebooks" / "01-b.ipynb"): "01-b.html"}
            write = publish.Writer("site", root, pages)
            text = "[b](01-b.ipynb#The-End) [code](../src/A.java) [web](https://djl.ai)"
            for repository in ("", "me/mine"):
                with mock.patch.dict("os.environ", GITHUB_REPOSITORY=repository, GITHUB_SHA="c0de"):
                    write.text(text, root / "notebooks" / "00-a.ipynb", "00-a.html", "a")
                page = (root / "00-a.html").read_text(encoding="utf-8")
                self.assertIn('<a href="01-b.html#the-end">b</a>', page)
                self.assertIn('<a href="https://djl.ai">web</a>', page)
                self.assertEqual(bool(repository), 'https://github.com/me/mine/blob/c0de/' in page)
                self.assertIn("A.java" if repository else "</a> code <a", page)


if __name__ == "__main__":
    unittest.main()
