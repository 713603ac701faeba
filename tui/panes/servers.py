"""The Qdrant servers above the collections of the first: what each is, and what it does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.widgets.marks import MARKS, bytes_words, counted, flagged
from tui.widgets.text import Line, joined

if TYPE_CHECKING:
    from backend.model.qdrant import Collections, Server
    from tui.readings import Held, Picture

FIRST = "qdrant.server"


def server_lines(picture: Picture) -> list[Line]:
    """The first server in full, and one line for each of the others."""
    held = picture.held.get(FIRST)
    first = cast("Server", held.value) if held and held.value else None
    return [
        *(_in_full(first) if first else ()),
        *(_other(name, one, picture) for name, one in sorted(_others(picture).items())),
    ]


def away(picture: Picture) -> int:
    """How many of the other servers do not answer."""
    return sum(held.error is not None for held in _others(picture).values())


def _others(picture: Picture) -> dict[str, Held]:
    return {name: held for name, held in picture.held.items() if name.startswith(f"{FIRST}@")}


def _in_full(server: Server) -> list[Line]:
    kind = "embedded, for trying; not a production server" if server.embedded else server.title
    facts = [
        f"{server.cores} cores" if server.cores else "",
        f"{bytes_words(server.ram_bytes)} memory" if server.ram_bytes else "",
        f"started {server.started.astimezone():%Y-%m-%d %H:%M %Z}" if server.started else "",
    ]
    role = "look" if server.embedded else "dim"
    lines: list[Line] = [(("   ", ""), (server.version, "strong"), (f"  {kind}", role))]
    told = joined(((fact, "text"),) for fact in facts if fact)
    if told:
        lines.append((("   ", ""), *told))
    if server.limited:
        lines.append(flagged("unknown", f"more is not told: {server.limited}"))
    return lines


def _other(name: str, held: Held, picture: Picture) -> Line:
    if held.error is not None:
        return flagged("act", f"{held.target}  {held.error.kind}: {held.error.summary}")
    if held.value is None:
        return flagged("unknown", f"{held.target}  not heard of yet")
    mark = MARKS["stale" if held.state(picture.now) == "stale" else "fine"]
    beside = picture.held.get(name.replace(FIRST, "qdrant.collections"))
    found = cast("Collections", beside.value).collections if beside and beside.value else None
    told = "" if found is None else f"  {counted(len(found), 'collection')}"
    version = cast("Server", held.value).version
    return ((f"   {mark.glyph} ", mark.role), (held.target, "text"), (f"  {version}{told}", "dim"))
