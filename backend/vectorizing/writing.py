"""Writes vectors as JSON Lines of `{id, vector, …}`, a source that `migrate` reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import orjson

from backend.vectorizing.embedder import Vectors
from backend.vectorizing.errors import Refused
from backend.vectorizing.task import Task

SUFFIX = ".jsonl"


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of another once it is whole; else nothing has changed.

    Raises:
        Refused: It cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise Refused(
            f"{path}: cannot be written: {error.strerror or error}; name another with --output"
        ) from None
    finally:
        with suppress(OSError):
            partial.unlink()


def lines(identified: list[tuple[str, Task]], vectors: Vectors) -> Iterator[bytes]:
    """A line for each task: its id, its vector, and the payload that it becomes."""
    for (identity, task), vector in zip(identified, vectors, strict=True):
        payload = {
            "text": task.text,
            "status": task.status,
            "headings": task.headings,
            "file": task.file,
            "line": task.line,
        }
        if task.number:
            payload["number"] = task.number
        if task.said:
            payload["said"] = task.said
        yield orjson.dumps(
            {"id": identity, **payload, "vector": vector},
            option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE,
        )
