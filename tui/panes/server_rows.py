"""Servers and nodes, what a server advises to mend, and its slowest requests, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from tui.panes.columns import Column, Scalar
from tui.panes.evidence import rule
from tui.panes.rows import Row
from tui.widgets.marks import MARKS, bytes_words, flagged
from tui.widgets.text import Line, fit, joined, words, wrap

if TYPE_CHECKING:
    from backend.model.qdrant import EndpointWindow, Gap, Latency, NodeLatency, Server
    from tui.readings import Held, Picture

_SERVER, _LATENCY = "qdrant.server", "qdrant.latency"
_URL, _VERSION = 34, 10
_REQUEST, _COLLECTION = 20, 22

SERVER_HEAD = words(
    f"   {'SERVER':<{_URL}}{'VERSION':<{_VERSION}}{'REQUESTS':>10}{'ERRORS':>8}{'MEMORY':>10}"
    "  ROLE",
    "dim",
)
ISSUE_HEAD = words("   ISSUE", "dim")
SLOW_HEAD = words(
    f"   {'SECONDS':>8}  {'REQUEST':<{_REQUEST}}{'COLLECTION':<{_COLLECTION}}  ENDED", "dim"
)

SERVER_COLUMNS = (
    Column("SERVER"),
    Column("VERSION"),
    Column("REQUESTS", live=True),
    Column("ERRORS", live=True),
    Column("MEMORY", live=True),
    Column("ROLE"),
)
ISSUE_COLUMNS = (Column("ISSUE"), Column("TIME"), Column("DESCRIPTION"))
SLOW_COLUMNS = (
    Column("SECONDS"),
    Column("REQUEST", telling=True),
    Column("COLLECTION"),
    Column("ENDED"),
)


def server_rows(picture: Picture, cells: int) -> list[Row]:
    """One row a server, and below a cluster's first node one for each of its nodes."""
    rows: list[Row] = []
    for name in sorted(one for one in picture.held if one.partition("@")[0] == _SERVER):
        held = picture.held[name]
        beside = picture.held.get(name.replace(_SERVER, _LATENCY))
        latency = cast("Latency", beside.value) if beside and beside.value else None
        rows.append(_server(name, held, latency, picture, cells))
        rows += [_node(node, held, cells) for node in (latency.nodes if latency else ())]
    return rows


def _server(name: str, held: Held, latency: Latency | None, picture: Picture, cells: int) -> Row:
    server = cast("Server", held.value) if held.value else None
    state = held.state(picture.now)
    glyph, role = MARKS["act" if held.error else state if state in MARKS else "fine"]
    memory = latency.resident_bytes if latency else None
    figures = _figures(latency.endpoints if latency else None, memory)
    line: Line = (
        (f"{glyph} ", role),
        (fit(held.target, _URL), "strong"),
        (fit(server.version if server else "?", _VERSION), "dim"),
        (figures, "text"),
        (f"  {_role(server)}", "dim"),
    )
    detail = [rule(cells), *_detail(held, server, latency, cells)]
    windows = latency.endpoints if latency else None
    values = (held.target, server.version if server else None, *_counts(windows), memory)
    return Row(name, line, detail, values=(*values, _role(server)))


def _counts(windows: Sequence[EndpointWindow] | None) -> tuple[Scalar, Scalar]:
    """Requests and errors of the window."""
    if windows is None:
        return None, None
    return sum(one.requests for one in windows), sum(one.errors for one in windows)


def _role(server: Server | None) -> str:
    if server is None:
        return "?"
    if server.cluster is None:
        return "embedded, for trying" if server.embedded else "single node"
    return f"cluster of {len(server.cluster.peers)}, leader {server.cluster.leader or '?'}"


def _figures(windows: Sequence[EndpointWindow] | None, resident: int | None) -> str:
    """Requests and errors of the window, and memory; `?` for what is not told."""
    memory = "?" if resident is None else bytes_words(resident)
    if windows is None:
        return f"{'?':>10}{'?':>8}{memory:>10}"
    requests, errors = _counts(windows)
    return f"{requests:>10,}{errors:>8,}{memory:>10}"


def _node(node: NodeLatency, held: Held, cells: int) -> Row:
    server = cast("Server", held.value) if held.value else None
    leads = bool(server and server.cluster and server.cluster.leader == node.peer)
    glyph, role = MARKS["act" if node.error else "fine"]
    line: Line = (
        (f"  {glyph} ", role),
        (fit(node.url, _URL - 2), "text"),
        (fit(node.version or "?", _VERSION), "dim"),
        (_figures(None if node.error else node.endpoints, node.resident_bytes), "text"),
        (f"  peer {node.peer}{', leads' if leads else ''}", "dim"),
    )
    detail = [flagged("act", node.error)] if node.error else []
    if node.restarted:
        detail.append(flagged("look", "restarted within the window"))
    counts = _counts(None if node.error else node.endpoints)
    values = (node.url, node.version, *counts, node.resident_bytes, f"peer {node.peer}")
    return Row(f"{held.target} {node.url}", line, [rule(cells), *detail], values=values)


def _detail(
    held: Held, server: Server | None, latency: Latency | None, cells: int
) -> Iterator[Line]:
    """What is told beside the row: its errors, its machine, what it keeps to itself and why."""
    if held.error is not None:
        yield flagged("act", f"{held.error.kind}: {held.error.summary}")
        yield from (
            words(f"     → {text}", "accent") for text in wrap(held.error.remedy, cells - 8)
        )
    if server is not None:
        facts = [
            f"{server.cores} cores" if server.cores else "",
            f"{bytes_words(server.ram_bytes)} memory" if server.ram_bytes else "",
            f"{bytes_words(server.disk_bytes)} disk" if server.disk_bytes else "",
            f"started {server.started.astimezone():%Y-%m-%d %H:%M %Z}" if server.started else "",
        ]
        told = joined(words(fact) for fact in facts if fact)
        if told:
            yield (("   ", ""), *told)
        if server.unverified:
            yield flagged("look", "its TLS certificate is taken as it is (--insecure-tls)")
        yield from _access(server, cells)
        if server.limited:
            yield flagged("unknown", f"more is not told: {server.limited}")
        yield from _cluster(server)
        yield from _gaps(server.gaps)
    if latency is not None:
        yield from _cost(latency)
        yield from _gaps(latency.gaps)


def _access(server: Server, cells: int) -> Iterator[Line]:
    """What our key may; what it may not stands with the gaps, and why."""
    found = server.access
    if found is None:
        return
    claimed = " says that it" if found.key == "token" else ""
    who = {"none": "no key", "key": "our key", "token": "our token"}[found.key]
    until = f", until {found.until.astimezone():%Y-%m-%d %H:%M %Z}" if found.until else ""
    said = f"{who}{claimed} may {'; '.join(found.may)}{until}"
    yield from (words(f"   {text}") for text in wrap(said, cells - 4))


def _cluster(server: Server) -> Iterator[Line]:
    cluster = server.cluster
    if cluster is None:
        return
    facts = [
        f"this is peer {cluster.peer_id}",
        f"term {cluster.term}" if cluster.term is not None else "",
        f"commit {cluster.commit}" if cluster.commit is not None else "",
        f"{cluster.pending} pending" if cluster.pending else "",
    ]
    yield (("   ", ""), *joined(words(fact) for fact in facts if fact))
    if cluster.working is False:
        yield flagged("act", "its part of the consensus does not run")
    if cluster.unreachable:
        yield flagged("act", f"cannot reach {', '.join(cluster.unreachable)}")


def _gaps(gaps: Sequence[Gap]) -> Iterator[Line]:
    """`slow requests: only the server's api_key may read this`: never empty, never zero."""
    for gap in gaps:
        yield flagged("unknown", f"{gap.field.replace('_', ' ')}: {gap.reason}")


def _cost(latency: Latency) -> Iterator[Line]:
    cost = latency.watching
    if cost is not None:
        yield words(
            f"   our looking costs it {cost.requests_per_second:.2g} requests/s, "
            f"{bytes_words(cost.bytes_per_second)}/s, {cost.log_lines_per_second:.2g} lines/s of "
            "its log",
            "dim",
        )
    if latency.skipped_lines:
        yield flagged("look", f"{latency.skipped_lines} lines of its metrics made no sense")


def issue_rows(server: Server | None, cells: int) -> list[Row]:
    """What the first server advises to mend."""
    rows = []
    for one in (server.issues if server else None) or ():
        at = f"  {one.at.astimezone():%Y-%m-%d %H:%M %Z}" if one.at else ""
        line: Line = (("▲ ", "look"), (one.id, "text"), (at, "dim"))
        detail = [words(f"   {text}") for text in wrap(one.description, cells - 6)]
        values = (one.id, one.at.isoformat() if one.at else None, one.description)
        rows.append(Row(one.id, line, [rule(cells), *detail], values=values))
    return rows


def slow_rows(server: Server | None, cells: int, key: str) -> list[Row]:
    """The first server's slowest requests since its start; what was asked only if that is told.

    Args:
        server: None where it has not answered.
        cells: Width.
        key: The one that has it told.
    """
    rows = []
    for place, one in enumerate((server.slow_requests if server else None) or ()):
        at = f"{one.at.astimezone():%m-%d %H:%M:%S %Z}" if one.at else "?"
        line: Line = (
            ("  ", ""),
            (f"{one.seconds:>8.3f}  ", "strong"),
            (fit(one.request, _REQUEST), "text"),
            (fit(one.collection, _COLLECTION), "text"),
            (f"  {at}", "dim"),
        )
        why = f"   what was asked is hidden, it may hold users' data: {key} shows it"
        told = [words(f"   {text}") for text in wrap(one.body, cells - 6)] if one.body else []
        detail = [rule(cells), *(told or [words(why, "dim")])]
        ended = one.at.isoformat() if one.at else None
        values = (one.seconds, one.request, one.collection, ended)
        rows.append(Row(f"{place} {one.request} {one.seconds}", line, detail, values=values))
    return rows


def missing(server: Server | None, field: str) -> list[Line]:
    """Why a list is empty: the server's own reason, or that there is nothing in it."""
    if server is None:
        return [words("   … the server has not answered yet", "dim")]
    gap = next((one for one in server.gaps if one.field == field), None)
    if gap is not None:
        return [flagged("unknown", gap.reason)]
    return [flagged("fine", "none")]
