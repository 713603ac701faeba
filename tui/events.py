"""What happened: changes between two readings of a probe that a human may want to know of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.migration import Migrations
    from backend.model.qdrant import Collections, Server
    from tui.readings import Held

_STATUS_MARKS = {"green": "fine", "yellow": "look", "grey": "look", "red": "act"}
_RUN_MARKS = {
    "finished": "fine",
    "failed": "act",
    "lost": "act",
    "aborted": "look",
    "waiting": "look",
}


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Attributes:
        mark: `fine`, `look`, `act` or `unknown`.
        source: The probe it was seen by.
    """

    at: datetime
    mark: str
    source: str
    text: str


def changes(before: Held | None, after: Held) -> list[Event]:
    """What differs between two states of knowledge of one probe, oldest first."""
    found = [*_health(before, after), *_values(before, after)]
    return [Event(after.heard, mark, after.probe, text) for mark, text in found]


def _health(before: Held | None, after: Held) -> Iterator[tuple[str, str]]:
    was = before.error if before else None
    if after.error and (was is None or was.kind != after.error.kind):
        mark = "unknown" if after.error.kind == "unconfigured" else "act"
        yield mark, f"{after.error.kind}: {after.error.summary}"
    elif was and not after.error:
        yield "fine", f"answers again after {_counted(before.failures if before else 0)}"


def _counted(failures: int) -> str:
    return "a failure" if failures <= 1 else f"{failures} failures"


def _values(before: Held | None, after: Held) -> Iterator[tuple[str, str]]:
    if after.value is None or (before and before.value is after.value):
        return
    old = before.value if before else None
    match after.value.kind:
        case "collections":
            yield from _collections(cast("Collections | None", old), after.value)
        case "migrations":
            yield from _runs(cast("Migrations | None", old), after.value)
        case "server":
            yield from _server(cast("Server | None", old), after.value)


def _collections(old: Collections | None, new: Collections) -> Iterator[tuple[str, str]]:
    if old is None:
        return
    was = {item.name: item.status for item in old.collections}
    now = {item.name: item.status for item in new.collections}
    for name, status in now.items():
        mark = _STATUS_MARKS.get(status, "unknown")
        if name not in was:
            yield mark, f"collection {name} appeared, {status}"
        elif was[name] != status:
            yield mark, f"collection {name} {was[name]} → {status}"
    for name in was.keys() - now.keys():
        yield "look", f"collection {name} is gone"


def _runs(old: Migrations | None, new: Migrations) -> Iterator[tuple[str, str]]:
    was = {run.id: run.state for run in old.runs} if old else {}
    for run in new.runs:
        before = was.get(run.id)
        mark = _RUN_MARKS.get(run.state, "fine")
        if old is not None and before is None:
            yield mark, f"migration to {run.collection} appeared, {run.state}"
        elif before is not None and before != run.state:
            yield mark, f"migration to {run.collection} {before} → {run.state}"


def _server(old: Server | None, new: Server) -> Iterator[tuple[str, str]]:
    if old is None:
        return
    if old.version != new.version:
        yield "look", f"Qdrant {old.version} → {new.version}"
    if old.started and new.started and old.started != new.started:
        yield "look", "Qdrant restarted"
