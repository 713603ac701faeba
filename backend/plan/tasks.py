"""Tasks of a plan: what counts as a box, and whether it is ticked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BRACKETS = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<bullet>[-*+•][ \t]+|\d{1,3}[.)][ \t]+|\#{1,6}[ \t]+|)"
    r"\[(?P<mark>[ xX])\](?!\()(?P<text>.*)$"
)
_GLYPHS = re.compile(r"^(?P<indent>[ \t>]*)(?P<bullet>[-*+•][ \t]+|)(?P<mark>[☐☑✅])(?P<text>.*)$")
_ID = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True)
class Task:
    """One box of a plan.

    Attributes:
        line: Counted from 1.
        indent: Columns before it; None where it stands in no list and so has no parent.
        id: The first dotted number in its text (`4.1.2.1`), empty where there is none.
        text: What stands behind the box.
    """

    line: int
    indent: int | None
    done: bool
    id: str
    text: str


def find_tasks(lines: Iterable[tuple[int, str]]) -> list[Task]:
    """Tasks among numbered lines of text.

    `✅` in front of a line counts as a ticked box only in a plan that writes its open boxes as
    `☐` in the same manner (with a bullet, or without); elsewhere it is decoration.
    """
    kept = list(lines)
    open_styles = {bool(match["bullet"]) for match in _glyphs(kept) if match["mark"] == "☐"}
    tasks = []
    for number, line in kept:
        match = _BRACKETS.match(line) or _GLYPHS.match(line)
        if match and (match["mark"] != "✅" or bool(match["bullet"]) in open_styles):
            tasks.append(_task(number, match))
    return tasks


def count(tasks: Sequence[Task]) -> tuple[int, int]:
    """Ticked boxes, and all."""
    return sum(task.done for task in tasks), len(tasks)


def _glyphs(lines: Sequence[tuple[int, str]]) -> Iterable[re.Match[str]]:
    return filter(None, (_GLYPHS.match(line) for _, line in lines))


def _task(number: int, match: re.Match[str]) -> Task:
    text = match["text"].strip()
    in_list = match["bullet"] and not match["bullet"].startswith("#")
    dotted = _ID.search(text)
    return Task(
        line=number,
        indent=len(match["indent"].expandtabs(4)) if in_list else None,
        done=match["mark"] not in " ☐",
        id=dotted[0] if dotted else "",
        text=text,
    )
