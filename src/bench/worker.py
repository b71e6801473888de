"""The loop of a rival's worker process: requests in, times out, one line of JSON each.

Runs in the rival's own Python; Worker.java does the same for the kit.
"""

import json
import os
import re
import sys

OUT_OF_MEMORY = re.compile(r"out of memory|OOM|allocate|bad_alloc", re.IGNORECASE)


def serve(versions, losses, answer):
    """Answer requests until the input ends.

    losses: the names that can be asked for. answer: function of a request, which returns
    {"milliseconds": […], "loss": …} and what else the orchestrator wants.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)  # only answers go where answers are expected
    answers.write(json.dumps({"versions": versions, "losses": sorted(losses)}) + "\n")
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as problem:  # any, as the others still have to be timed
            text = f"{type(problem).__name__}: {problem}"
            memory = isinstance(problem, MemoryError) or OUT_OF_MEMORY.search(text)
            reply = {"memory" if memory else "error": text}
        answers.write(json.dumps(reply) + "\n")
