"""What the notebooks and their readers rely on when a cell runs again."""

import unittest

try:
    from java_kernel import Kernel
except ImportError as missing:
    raise unittest.SkipTest(f"needs the packages of .venv: {missing}")


class DeclaredAnewTest(unittest.TestCase):

    def test_what_has_a_type_keeps_its_value_until_its_cell_runs_again(self):
        with Kernel(".") as kernel:
            for cell in ("double margin = 1;", "double twice() { return 2 * margin; }",
                         "double number = twice();", "List<Double> list = List.of(margin);",
                         "var untyped = 2 * margin;", "double margin = 0.25;"):
                self.assertEqual(("", None), kernel.run(cell))
            show = 'System.out.print(number + " " + list + " " + twice())'
            self.assertEqual(("2.0 [1.0] 0.5", None), kernel.run(show))
            # The reason for NotebookRulesTest.declaresTheTypeOfWhatIsComputed: without it,
            # cells may use var.
            self.assertEqual(("0.0", None), kernel.run("System.out.print(untyped)"))
            kernel.run("double number = twice();")
            self.assertEqual(("0.5 [1.0] 0.5", None), kernel.run(show))

    def test_results_of_cells_are_not_kept(self):
        with Kernel(".") as kernel:
            kernel.run('record Big(float[] a) { public String toString() { return "big"; } }')
            for _ in range(5):
                self.assertEqual(("big", None), kernel.run("new Big(new float[10_000_000])"))
            self.assertLess(kernel.heap(), 100)


if __name__ == "__main__":
    unittest.main()
