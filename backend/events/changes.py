"""Which changes between two Readings of a probe a human may want to know of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from backend.events.knowledge import Knowledge
from backend.model.alerts import Alerts
from backend.model.ecosystem import Ecosystem
from backend.model.event import Event, EventKind, EventMark
from backend.model.finding import Finding, Severity
from backend.model.gateway import Gateway
from backend.model.migration.run import Migrations
from backend.model.qdrant import Collections, Server
from backend.model.watched import WatchedMigrations

FINDINGS_NAMED = 5
"""Findings that one Reading may name one by one; of more, the rest is counted."""

Change: TypeAlias = tuple[EventMark, str, EventKind, str]
"""Mark, text, kind and subject of an event."""

_SEVERITIES: Mapping[Severity, EventMark] = {
    Severity.NOTE: "fine",
    Severity.LOOK: "look",
    Severity.ACT: "act",
}
_COLLECTIONS: Mapping[str, EventMark] = {
    "green": "fine",
    "yellow": "look",
    "grey": "look",
    "red": "act",
}
_RUNS: Mapping[str, EventMark] = {
    "finished": "fine",
    "failed": "act",
    "lost": "act",
    "aborted": "look",
    "waiting": "look",
}
_WATCHED: Mapping[str, EventMark] = {
    "stalled": "act",
    "gone": "act",
    "quiet": "look",
    "unknown": "unknown",
}
_MANAGERS: Mapping[str, EventMark] = {
    "failed": "act",
    "stopped": "look",
    "stopping": "look",
    "maintenance": "look",
    "unknown": "unknown",
}


def changes(before: Knowledge | None, after: Knowledge) -> list[Event]:
    """What differs between two states of knowledge of one probe, in the order it is told."""
    reading = after.reading
    found = [*_health(before, after), *_values(before, after)]
    return [
        Event(at=reading.at, mark=mark, source=reading.probe, kind=kind, subject=subject, text=text)
        for mark, text, kind, subject in found
    ]


def _health(before: Knowledge | None, after: Knowledge) -> Iterator[Change]:
    was, now = before.error if before else None, after.error
    if now and now.kind == "unconfigured":
        if before is not None and (was is None or was.kind != now.kind):
            yield "unknown", f"{now.kind}: {now.summary}", "health", after.reading.target
    elif now and (was is None or was.kind != now.kind):
        yield "act", f"{now.kind}: {now.summary}", "health", after.reading.target
    elif was and now is None:
        failures = before.reading.failures if before else 0
        counted = "a failure" if failures <= 1 else f"{failures} failures"
        yield "fine", f"answers again after {counted}", "health", after.reading.target


def _values(before: Knowledge | None, after: Knowledge) -> Iterator[Change]:
    old, new = before.value if before else None, after.value
    if old is None or new is None or old is new or type(old) is not type(new):
        return
    tell: Callable[[Any, Any], Iterator[Change]] | None = _TELL.get(type(new))
    if tell is not None:
        yield from tell(old, new)
    yield from _findings(_found(old), _found(new))


def _collections(old: Collections, new: Collections) -> Iterator[Change]:
    was = {item.name: item.status for item in old.collections}
    now = {item.name: item.status for item in new.collections}
    for name, status in now.items():
        mark = _COLLECTIONS.get(status, "unknown")
        if name not in was:
            yield mark, f"collection {name} appeared, {status}", "collection", name
        elif was[name] != status:
            yield mark, f"collection {name} {was[name]} → {status}", "collection", name
    for name in sorted(was.keys() - now.keys()):
        yield "look", f"collection {name} is gone", "collection", name


def _runs(old: Migrations, new: Migrations) -> Iterator[Change]:
    was = {run.id: run.state for run in old.runs}
    for run in new.runs:
        mark = _RUNS.get(run.state, "fine")
        if run.id not in was:
            yield (
                mark,
                f"migration to {run.collection} appeared, {run.state}",
                "migration",
                run.collection,
            )
        elif was[run.id] != run.state:
            yield (
                mark,
                f"migration to {run.collection} {was[run.id]} → {run.state}",
                "migration",
                run.collection,
            )


def _watched(old: WatchedMigrations, new: WatchedMigrations) -> Iterator[Change]:
    was = {item.collection: item.state for item in old.watched}
    for item in new.watched:
        before = was.get(item.collection)
        if before is not None and before != item.state:
            mark = _WATCHED.get(item.state, "fine")
            yield (
                mark,
                f"filling of {item.collection} {before} → {item.state}",
                "migration",
                item.collection,
            )


def _server(old: Server, new: Server) -> Iterator[Change]:
    if old.version != new.version:
        yield "look", f"Qdrant {old.version} → {new.version}", "server", new.url
    if old.started and new.started and old.started != new.started:
        yield "look", "Qdrant restarted", "server", new.url


def _alerts(old: Alerts, new: Alerts) -> Iterator[Change]:
    was = {alert.name: alert.state for alert in old.alerts}
    for alert in new.alerts:
        if alert.state == was.get(alert.name):
            continue
        if alert.state == "firing":
            yield (
                "act",
                f"alert: {alert.title} beyond its limit; {alert.evidence}",
                "alert",
                alert.name,
            )
        elif alert.state == "resolved":
            yield (
                "fine",
                f"alert over: {alert.title} within its limit; {alert.evidence}",
                "alert",
                alert.name,
            )
    known = {alert.name for alert in new.alerts}
    for alert in old.alerts:
        if alert.state == "firing" and alert.name not in known:
            yield "look", f"alert over: {alert.title} is not told of any more", "alert", alert.name
    if new.trouble and new.trouble != old.trouble:
        yield "look", new.trouble, "alert", ""


def _gateway(old: Gateway, new: Gateway) -> Iterator[Change]:
    was = {manager.name: manager.status for manager in old.managers or ()}
    for manager in new.managers or ():
        before = was.get(manager.name)
        if before is not None and before != manager.status:
            mark = _MANAGERS.get(manager.status, "fine")
            yield (
                mark,
                f"gateway claims: {manager.name} {before} → {manager.status}",
                "gateway",
                manager.name,
            )


_TELL: Mapping[type, Callable[[Any, Any], Iterator[Change]]] = {
    Collections: _collections,
    Migrations: _runs,
    WatchedMigrations: _watched,
    Server: _server,
    Alerts: _alerts,
    Gateway: _gateway,
}


def _found(value: object) -> Iterable[Finding]:
    """Every finding in a value."""
    match value:
        case Ecosystem() | Gateway():
            return value.findings
        case Migrations():
            return [finding for run in value.runs for finding in run.findings]
        case WatchedMigrations():
            return [finding for item in value.watched for finding in item.findings]
        case _:
            return ()


def _findings(old: Iterable[Finding], new: Iterable[Finding]) -> Iterator[Change]:
    was = {finding.id: finding for finding in old}
    now = {finding.id: finding for finding in new}
    appeared = [finding for name, finding in now.items() if name not in was]
    gone = [finding for name, finding in was.items() if name not in now]
    ranks = list(Severity)
    appeared.sort(key=lambda finding: -ranks.index(finding.severity))
    for finding in appeared[:FINDINGS_NAMED]:
        yield (
            _SEVERITIES[finding.severity],
            f"finding: {finding.summary}",
            "finding",
            ", ".join(finding.subjects),
        )
    if rest := appeared[FINDINGS_NAMED:]:
        yield _SEVERITIES[rest[0].severity], f"{len(rest)} more findings appeared", "finding", ""
    for finding in gone[:FINDINGS_NAMED]:
        yield "fine", f"finding gone: {finding.summary}", "finding", ", ".join(finding.subjects)
    if rest := gone[FINDINGS_NAMED:]:
        yield "fine", f"{len(rest)} more findings are gone", "finding", ""
