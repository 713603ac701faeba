"""Whose latencies are shown: all nodes together, one node, a further server, one collection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from backend.model.qdrant import EndpointWindow, Latency
    from tui.readings import Held, Picture

_FIRST = "qdrant.latency"


@dataclass(frozen=True)
class Scope:
    """One answer to the question whose.

    Attributes:
        name: In words; stays the same while others come and go.
        endpoints: What was asked there in the window.
        seconds: Length of the window.
        since_start: Whether it counts since the server's start.
        restarted: Whether there was a restart within it.
        error: Why nothing is known.
        late: Of when the figures are, and why there are no later ones; empty where they are of now.
        has_history: Whether there is a course over time, which there is of all together alone.
    """

    name: str
    endpoints: tuple[EndpointWindow, ...]
    seconds: float
    since_start: bool = False
    restarted: bool = False
    error: str = ""
    late: str = ""
    has_history: bool = False


def scopes(picture: Picture) -> list[Scope]:
    """The first server as a whole, its nodes, the further servers, the busiest collections."""
    first = cast("Latency", picture.held[_FIRST].value)
    found = [_whole("" if not first.nodes else "all nodes", first, has_history=True)]
    found += [
        Scope(
            f"node {node.url.partition('://')[2]}",
            node.endpoints,
            node.seconds,
            node.since_start,
            node.restarted,
            node.error,
        )
        for node in first.nodes
    ]
    for name in sorted(one for one in picture.held if one.startswith(f"{_FIRST}@")):
        held = picture.held[name]
        where = name.partition("@")[2]
        if held.value is not None:
            late = _late(held, picture.now)
            found.append(replace(_whole(where, cast("Latency", held.value)), late=late))
        else:
            found.append(Scope(where, (), 0.0, error=_why(held) or "not heard of yet"))
    return found + _collections(first)


def _late(held: Held, now: datetime) -> str:
    """What the title of a pane says of its own figures: from when they are, and why no later."""
    if held.error is None and held.state(now) != "stale":
        return ""
    born = held.born or held.heard
    why = _why(held)
    return f"figures of {born.astimezone():%H:%M:%S %Z}{f', {why}' if why else ''}"


def _why(held: Held) -> str:
    return f"{held.error.kind}: {held.error.summary}" if held.error else ""


def _whole(name: str, latency: Latency, *, has_history: bool = False) -> Scope:
    return Scope(
        name,
        latency.endpoints,
        latency.seconds,
        latency.since_start,
        latency.restarted,
        has_history=has_history,
    )


def _collections(latency: Latency) -> list[Scope]:
    """Each collection that the server tells apart, the busiest first."""
    by_name: dict[str, list[EndpointWindow]] = {}
    for one in latency.by_collection:
        by_name.setdefault(one.collection, []).append(one)
    return [
        Scope(
            f"collection {name}",
            tuple(lines),
            latency.seconds,
            latency.since_start,
            latency.restarted,
        )
        for name, lines in by_name.items()
        if name
    ]


def chosen(found: Sequence[Scope], name: str) -> Scope:
    """The scope of that name, or the first where it is gone."""
    return next((one for one in found if one.name == name), found[0])
