"""The table that .ci/memory prints."""

import importlib.machinery
import importlib.util
import unittest
from pathlib import Path
from unittest import mock

SCRIPT = Path(__file__).resolve().parents[3] / ".ci" / "memory"
loader = importlib.machinery.SourceFileLoader("memory", str(SCRIPT))
memory = importlib.util.module_from_spec(importlib.util.spec_from_loader("memory", loader))
loader.exec_module(memory)


class MemoryTest(unittest.TestCase):

    def test_users_in_16_gb_stand_after_the_server(self):
        with mock.patch.multiple(memory, by_run=mock.Mock(return_value="464 MiB, 24 s"),
                                 by_server=mock.Mock(return_value="460 MiB, 30 s")):
            self.assertEqual("| 00 | 464 MiB, 24 s | 460 MiB, 30 s | 27 | 464 MiB, 24 s |",
                             memory.row(Path("00.ipynb")))
            self.assertEqual("| a kernel |  | 460 MiB, 30 s | 27 |  |", memory.row(None))

    def test_a_hub_leaves_less(self):
        self.assertEqual([39, 13], [memory.users_in_16_gb(peak, 178) for peak in (317, 946)])


if __name__ == "__main__":
    unittest.main()
