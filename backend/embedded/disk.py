"""Small files that are there whole or not at all, and the lock on a folder."""

import fcntl
import os
from pathlib import Path
from typing import Any

import orjson


class FolderTakenError(Exception):
    """Another process has the folder open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: another process has this folder open; "
            "end it, or give this server a folder of its own"
        )


def write_json(path: Path, value: Any) -> None:
    """Replace a file as one step that survives a crash: its old content or its new one."""
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


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
