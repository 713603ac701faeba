"""The layout that the user left, kept from one start to the next."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Arranged:
    """What is kept.

    Attributes:
        preset: The panes on the bridge, by name.
        pane: That had the keys.
        zoomed: Whether it had the full screen.
        views: The view of each pane that has several, by pane.
    """

    preset: str = ""
    pane: str = ""
    zoomed: bool = False
    views: tuple[tuple[str, str], ...] = ()


def recalled(path: Path) -> Arranged:
    """What was kept there; nothing where there is no such file, or none that makes sense."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        told = json.loads(path.read_text(encoding="utf-8"))
        views = tuple((str(pane), str(view)) for pane, view in told["views"])
        return Arranged(str(told["preset"]), str(told["pane"]), bool(told["zoomed"]), views)
    return Arranged()


def keep(path: Path, arranged: Arranged) -> None:
    """Keep it, in one step; a folder that cannot be written is no reason to fail at the end."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(asdict(arranged)), encoding="utf-8")
        fresh.replace(path)
