"""Reads files of tasks; what cannot be read is told, and the rest goes on."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backend.model.plan import Trouble
from backend.model.vectorized import TaskFile
from backend.plan.reader import find_plans, trouble
from backend.plan.text import Decoded, decode
from backend.vectorizing.json_tasks import json_tasks
from backend.vectorizing.markdown_tasks import markdown_tasks
from backend.vectorizing.task import Task

JSON_SUFFIX = ".json"
"""Of files that hold JSON; every other is a Markdown checklist."""


@dataclass(frozen=True)
class Found:
    """What a number of files hold.

    Attributes:
        tasks: Those that have a text, in order.
        files: What was found in each file.
        unreadable: Files that could not be read, and why.
    """

    tasks: tuple[Task, ...]
    files: tuple[TaskFile, ...]
    unreadable: tuple[Trouble, ...]


def read_tasks(paths: Iterable[Path]) -> Found:
    """The tasks of files, and of plan files below folders."""
    found, unreadable = find_plans(paths)
    tasks: list[Task] = []
    files: list[TaskFile] = []
    for path in found:
        read = _read(path)
        if isinstance(read, Trouble):
            unreadable.append(read)
            continue
        decoded, listed = read
        with_text = [task for task in listed if task.text]
        tasks += with_text
        files.append(
            TaskFile(
                path=_shown(path),
                tasks=len(with_text),
                empty=len(listed) - len(with_text),
                encoding=decoded.encoding,
            )
        )
    return Found(tuple(tasks), tuple(files), tuple(unreadable))


def _read(path: Path) -> tuple[Decoded, list[Task]] | Trouble:
    try:
        data = path.read_bytes()
    except OSError as error:
        return trouble(path, error.strerror or type(error).__name__)
    decoded = decode(data)
    if "\0" in decoded.text:
        return trouble(path, "is no text: it holds NUL bytes")
    tasks_of = json_tasks if path.suffix.lower() == JSON_SUFFIX else markdown_tasks
    try:
        return decoded, list(tasks_of(_shown(path), decoded.text))
    except json.JSONDecodeError as error:
        return trouble(path, f"line {error.lineno}, column {error.colno}: no JSON: {error.msg}")
    except ValueError:
        return trouble(path, "holds a number of more digits than can be read")
    except RecursionError:
        return trouble(path, "is nested deeper than can be read")


def _shown(path: Path) -> str:
    """A path as text that JSON can hold: a name may be no UTF-8."""
    return str(path).encode("utf-8", "replace").decode()
