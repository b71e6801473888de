"""What widgets show when they are used: asked of the kernel once, for pages that have none."""

import base64
import contextlib
import itertools
import json
import lzma
import queue
import time

from jupyter_core.utils import ensure_async, run_sync

from keeping import FIGURE

WIDGET = "application/vnd.jupyter.widget-view+json"
STATES = "application/vnd.tripletlab.states+json"
MAP = "tripletlab.embedding-map.js"
UMAP = "tripletlab_umap"  # in an output's metadata: what a map's button UMAP gets
SECONDS = 60  # for one answer of a widget; it needs milliseconds
POSITIONS = 9  # of a slider
MOST = 60  # states in which all controls move; if there were more, one moves at a time
SHOWN = (FIGURE, "text/html", "image/png", "text/plain")


def add_states(client, cell):
    """Move the controls of a cell that has just run; what they showed is kept beside the view."""
    for place, output in enumerate(cell.outputs):
        panel = client.widget_state.get(output.get("data", {}).get(WIDGET, {}).get("model_id"))
        widgets = list(inside(client, panel)) if panel and "children" in panel else []
        controls = [(model, state) for model, state in widgets
                    if "_options_labels" in state or "readout_format" in state]
        if controls:
            view = next(model for model, state in widgets
                        if "tripletlab-view" in state.get("_dom_classes", []))
            first = [shown(one.get("data", {})) for one in cell.outputs[place + 2:]]
            states = Positions(client, view, controls).record(first)
            if states["controls"]:
                cell.outputs[place + 1].data[STATES] = states


def add_umap(client, cell):
    """Press the button UMAP of a map that has just been shown; stills.py draws what it shows."""
    for place, output in enumerate(cell.outputs):
        model = output.get("data", {}).get(WIDGET, {}).get("model_id")
        state = client.widget_state.get(model, {})
        if state.get("_anywidget_id") == MAP and "seed" in state["map"]:
            answer = run_sync(press)(client, model)
            cell.outputs[place + 2].metadata[UMAP] = {
                **answer, "seed": state["map"]["seed"], "labels": state["map"]["labels"]}


async def press(client, model):
    """Ask a map for the embeddings and the script of UMAP."""
    async for content in replies(client, model, {"question": {"vectors": True, "number": 1}}):
        answer = content.get("data", {}).get("state", {}).get("answer", {})
        if content.get("comm_id") == model and "problem" in answer:
            raise ValueError(f"UMAP: {answer['problem']}")
        if content.get("comm_id") == model and "vectors" in answer:
            return answer
    raise ValueError(f"UMAP: the map sent no embeddings within {SECONDS} s")


async def replies(client, model, state):
    """Change the state of a widget, as a reader does; what the kernel says in the next SECONDS."""
    channels = client.kc
    channels.shell_channel.send(channels.session.msg("comm_msg", {
        "comm_id": model, "data": {"method": "update", "state": state, "buffer_paths": []}}))
    end = time.monotonic() + SECONDS
    with contextlib.suppress(queue.Empty):
        while (left := end - time.monotonic()) > 0:
            message = await ensure_async(channels.iopub_channel.get_msg(timeout=left))
            yield message["content"]


def inside(client, panel):
    """The widgets of a panel, by their ids."""
    for child in panel["children"]:
        model = child.removeprefix("IPY_MODEL_")
        yield model, client.widget_state[model]


def shown(data):
    """What a page needs of an output."""
    best = next((kind for kind in SHOWN if kind in data), None)
    return {kind: data[kind] for kind in (best, "text/plain") if kind in data}


class Positions:
    """The controls of one panel, and what its view shows for their values."""

    def __init__(self, client, view, controls):
        self.client, self.view = client, view
        self.models = [model for model, _ in controls]
        self.now = [state["index" if "index" in state else "value"] for _, state in controls]
        self.values = [values_of(state, now) for (_, state), now in zip(controls, self.now)]
        self.controls = [{"name": state["description"], "labels": labels(state, values)}
                         for (_, state), values in zip(controls, self.values)]

    def record(self, first):
        """The controls that change the view, and each state as [place of each control, view]."""
        start = tuple(values.index(now) for values, now in zip(self.values, self.now))
        seen = {start: first}
        for control, values in enumerate(self.values):
            for place in range(len(values)):
                self.visit(seen, (*start[:control], place, *start[control + 1:]))
        used = [control for control in range(len(start)) if any(
            view != first for at, view in seen.items() if at[control] != start[control])]
        every = [range(len(values)) if control in used else [start[control]]
                 for control, values in enumerate(self.values)]
        if 1 < len(used) and len(list(itertools.product(*every))) <= MOST:
            for at in itertools.product(*every):
                self.visit(seen, at)
        self.show(start)  # later cells find everything as it was
        states = [[[at[control] for control in used], view] for at, view in seen.items()
                  if all(at[i] == start[i] for i in range(len(start)) if i not in used)]
        return {"controls": [self.controls[control] for control in used],
                "outputs": len(first), "states": pack(states)}

    def visit(self, seen, at):
        """Record the view at these places, unless it is known."""
        if at not in seen:
            seen[at] = self.show(at)

    def show(self, at):
        """Move what is not there yet; the view, or None if nothing had to move."""
        view = None
        for control, place in enumerate(at):
            value = self.values[control][place]
            if value != self.now[control]:
                self.now[control] = value
                view = run_sync(self.move)(self.models[control], value)
        return view

    async def move(self, model, value):
        """Move one control, as a reader does, and wait for the view."""
        key = "index" if "index" in self.client.widget_state[model] else "value"
        async for content in replies(self.client, model, {key: value}):
            outputs = content.get("data", {}).get("state", {}).get("outputs") or []
            for output in outputs:
                if output["output_type"] == "error":
                    raise ValueError(f"control at {value}: {output['evalue']}")
            if content.get("comm_id") == self.view and outputs:
                return [shown(output["data"]) for output in outputs]
        raise ValueError(f"control at {value}: nothing was drawn for {SECONDS} s")


def values_of(state, now):
    """All choices of a menu; of a slider its first value, its ends, and steps between."""
    if "index" in state:
        return list(range(len(state["_options_labels"])))
    low, high, step = state["min"], state["max"], state["step"]
    steps = round((high - low) / step)
    places = {round(steps * i / (POSITIONS - 1)) for i in range(POSITIONS)}
    nearest = min(places, key=lambda place: abs(low + place * step - now))
    places.discard(nearest)
    whole = isinstance(now, int)
    return sorted({now, *(low + place * step if whole else round(low + place * step, 9)
                          for place in places)})


def labels(state, values):
    """The values as the control shows them."""
    if "index" in state:
        return state["_options_labels"]
    return [format(value, state["readout_format"]) for value in values]


def pack(states):
    """States as text; one differs little from the next, so that this makes them much smaller."""
    text = json.dumps(states, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(lzma.compress(text.encode(), preset=9)).decode()


def unpack(text):
    """The states that were packed."""
    return json.loads(lzma.decompress(base64.b64decode(text)))
