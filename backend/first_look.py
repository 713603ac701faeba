"""What lies around where the program is started without any settings: a first offer, no scan."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEEPEST = 4
"""Folders below the first that are looked into."""

MOST_FOLDERS = 3_000
"""Folders that are looked into at the most: an offer, which must not take long."""

_SKIPPED = frozenset(
    {"node_modules", "vendor", "dist", "build", "target", "__pycache__", "testdata"}
)
_MANAGERS = 2
"""Folders named as managers that make the folder around them one of managers."""

_TIMEOUT = 0.6
_LONGEST_ANSWER = 10_000


@dataclass(frozen=True)
class FirstLook:
    """What was found.

    Attributes:
        managers: Folders whose folders are named as managers, the one with the most first.
        counts: How many each of them holds.
        plans: Files named as plans are.
        qdrant: Address of a Qdrant that answered; empty where none did.
        version: What it called itself.
    """

    managers: tuple[Path, ...] = ()
    counts: tuple[int, ...] = ()
    plans: tuple[Path, ...] = ()
    qdrant: str = ""
    version: str = ""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to offer."""
        return not (self.managers or self.plans or self.qdrant)


def first_look(folder: Path, qdrant: str) -> FirstLook:
    """Look around.

    Args:
        folder: Where the program was started; nothing above it is looked at.
        qdrant: Where a Qdrant usually answers.
    """
    found: list[tuple[int, Path]] = []
    plans: list[Path] = []
    for here, folders, files in _below(folder):
        named = sum(_is_manager(name) for name in folders)
        if named >= _MANAGERS:
            found.append((named, here))
        plans += [here / name for name in files if _is_plan(name)]
    found.sort(key=lambda one: (-one[0], str(one[1])))
    version = _answers(qdrant)
    return FirstLook(
        managers=tuple(path for _, path in found),
        counts=tuple(count for count, _ in found),
        plans=tuple(sorted(plans)),
        qdrant=qdrant if version is not None else "",
        version=version or "",
    )


def _below(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Folders level by level, each with its folders and files by name; links are not followed."""
    level, looked = [folder], 0
    for _ in range(DEEPEST + 1):
        following: list[Path] = []
        for here in level:
            looked += 1
            if looked > MOST_FOLDERS:
                return
            folders, files = _listing(here)
            yield here, folders, files
            following += [here / name for name in folders]
        level = following


def _listing(folder: Path) -> tuple[list[str], list[str]]:
    folders: list[str] = []
    files: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name in _SKIPPED:
                    continue
                is_folder = entry.is_dir(follow_symlinks=False)
                (folders if is_folder else files).append(entry.name)
    except OSError:
        return [], []  # not ours to read, or gone
    return sorted(folders), sorted(files)


def _is_manager(name: str) -> bool:
    return name.lower().endswith(("-manager", "_manager"))


def _is_plan(name: str) -> bool:
    return name.lower().startswith("plan-") and name.lower().endswith(".md")


def _answers(address: str) -> str | None:
    """The version of the Qdrant that answers there; None where nothing does, or something else."""
    parts = urlsplit(address)
    if parts.scheme != "http" or not parts.hostname:
        return None
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=_TIMEOUT)
    try:
        connection.request("GET", "/", headers={"Accept": "application/json"})
        told = json.loads(connection.getresponse().read(_LONGEST_ANSWER))
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return None
    finally:
        connection.close()
    if not isinstance(told, dict) or "qdrant" not in str(told.get("title", "")).lower():
        return None
    return str(told.get("version", "?"))[:40]
