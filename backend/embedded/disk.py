"""Small files that are there whole or not at all, and the lock on a folder."""

import fcntl
import os
from pathlib import Path
from typing import Any

import orjson


class FolderError(Exception):
    """A folder that cannot be served; the text says which one, why, and what to do."""


class FolderTakenError(FolderError):
    """Another process has the folder open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: another process has this folder open; "
            "end it, or give this server a folder of its own"
        )


class FolderBrokenError(FolderError):
    """What is in the folder cannot be read."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"{path}: cannot be read ({reason}); restore it, or move it away")


def write_json(path: Path, value: Any) -> None:
    """Replace a file as one step that survives a crash: its old content or its new one."""
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def read_json(path: Path) -> Any:
    """The value in a file.

    Raises:
        FolderBrokenError: It is not JSON, or cannot be read.
    """
    try:
        return orjson.loads(path.read_bytes())
    except (ValueError, OSError) as error:
        raise FolderBrokenError(path, error) from error


def sync_folder(path: Path) -> None:
    """Make what was created, renamed or removed in a folder survive a power cut."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def lock_folder(path: Path) -> int:
    """Lock a folder for as long as this process lives.

    Returns:
        The descriptor that holds the lock.

    Raises:
        FolderTakenError: Another process holds it.
    """
    lock = os.open(path / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise FolderTakenError(path) from error
    return lock
