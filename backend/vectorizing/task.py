"""A task as read, wherever it stood, and the id that it keeps."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

Status = Literal["done", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class Task:
    """One task.

    Attributes:
        text: What is embedded.
        status: `unknown` where the file does not say so in words that are known.
        headings: Titles of what it stands in, the outermost first.
        file: As named by whoever asked.
        line: Counted from 1.
        number: What the file calls it, such as `4.1.2`; empty where it says nothing.
        said: The file's own word for its status; empty for a box.
    """

    text: str
    status: Status
    headings: tuple[str, ...]
    file: str
    line: int
    number: str = ""
    said: str = ""


def identified(tasks: Iterable[Task]) -> Iterator[tuple[str, Task]]:
    """Each task with its id, a UUID.

    It is uuid5 of the file's name, the text, and how often that text stood in files of that name
    before: ticking a box, moving a line or writing a heading anew leaves the id as it was.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for task in tasks:
        key = (PurePath(task.file).name, task.text)
        yield str(uuid5(NAMESPACE_URL, json.dumps(["task", *key, seen[key]]))), task
        seen[key] += 1
