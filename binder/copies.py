"""Users' own copies of the notebooks, and corrections of them that overwrite nobody's work."""
# Imported by lab.py, so as there: standard library only, no syntax newer than Python 3.6.

import hashlib
import itertools
import json
import os
import re

from machine import read_text

KINDS = (".ipynb", ".md", ".html", ".pdf")
HANDED_OUT = ".handed-out.json"  # in the user's folder: each file, and the hash of what it was


def hand_out(root, folder):
    """Copy the notebooks of which a folder lacks the newest version; returns the new files' names.

    A file that its owner changed stays as it is: the new version is put beside it.
    """
    handed = handed_out(folder)
    before, added = dict(handed), []
    for source in sorted((root / "notebooks").rglob("*")):
        if source.suffix in KINDS and ".ipynb_checkpoints" not in source.parts:
            place = hand_out_one(source, folder / source.relative_to(root), folder, handed)
            if place:
                added.append(place.name)
    if handed != before:
        write(folder / HANDED_OUT, json.dumps(handed, indent=1, sort_keys=True).encode())
    return added


def originals(folder):
    """The kit's notebooks in a folder, in order, and none that somebody copied or began there."""
    return [path for path in sorted(folder.glob("*.ipynb"))
            if re.fullmatch("[0-9][0-9]-[a-z0-9-]+", path.stem)]


def hand_out_one(source, copy, folder, handed):
    """Write the source to the first of its places whose owner left it alone; None if it is known."""
    content = source.read_bytes()
    new = digest(content)
    for place in places(copy):
        name = place.relative_to(folder).as_posix()
        now = digest(place.read_bytes()) if place.exists() else None
        if new in (now, handed.get(name)) and (now or place != copy):  # a correction may be deleted
            handed[name] = new
            return None
        if now in (None, handed.get(name)):
            write(place, content)
            handed[name] = new
            return place


def places(copy):
    """a.ipynb, a (corrected).ipynb, a (corrected 2).ipynb, and so on."""
    yield copy
    for number in itertools.count(1):
        suffix = f" {number}" if number > 1 else ""
        yield copy.with_name(f"{copy.stem} (corrected{suffix}){copy.suffix}")


def handed_out(folder):
    """The hash of each file as it was handed out; empty if the record is missing or damaged."""
    try:
        return dict(json.loads(read_text(folder / HANDED_OUT)))
    except (ValueError, TypeError):
        return {}


def digest(content):
    """A hash of bytes."""
    return hashlib.sha256(content).hexdigest()


def write(path, content):
    """Write a whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    half.write_bytes(content)
    os.replace(half, path)
