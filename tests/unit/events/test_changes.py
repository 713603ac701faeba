from datetime import UTC, datetime

from backend.events.changes import FINDINGS_NAMED, changes
from backend.events.knowledge import Knowledge, learn
from backend.model.alerts import Alert, Alerts, AlertState
from backend.model.finding import Finding, Severity
from backend.model.gateway import Gateway, ManagerClaim, Status
from backend.model.migration.run import Migrations
from backend.model.reading import Reading, Value
from backend.model.watched import Watched, WatchedMigrations
from tests.readings import sample
from tests.readings.sample import NOW

PROBES = {
    "collections": "qdrant.collections",
    "migrations": "migration",
    "server": "qdrant.server",
    "ecosystem": "managers",
}


def probe_of(value: Value) -> str:
    return PROBES.get(value.kind, value.kind)


def happened(*readings: Reading) -> list[tuple[str, str]]:
    """Marks and texts of what the Readings of one probe tell, one after the other."""
    known: Knowledge | None = None
    found = []
    for reading in readings:
        after = learn(known, reading)
        found += changes(known, after)
        known = after
    return [(event.mark, event.text) for event in found]


def between(*values: Value) -> list[tuple[str, str]]:
    return happened(*(sample.reading(probe_of(value), value) for value in values))


def finding(name: str, severity: Severity = Severity.LOOK) -> Finding:
    return Finding(id=name, kind="claim", severity=severity, subjects=(), summary=f"{name} parts")


def gateway(status: Status = "running", *findings: Finding) -> Gateway:
    return Gateway(
        url="http://g", managers=(ManagerClaim(name="m", status=status),), findings=findings
    )


def alerts(state: AlertState, trouble: str = "") -> Alerts:
    alert = Alert(
        name="search_p95",
        title="search p95",
        probe="qdrant.latency",
        state=state,
        verdict="beyond",
        limit=0.05,
        unit="s",
        evidence="POST query: 100 requests",
        since=NOW,
    )
    return Alerts(alerts=(alert,), trouble=trouble)


def watched(state: str) -> WatchedMigrations:
    item = Watched.model_validate({"collection": "c", "state": state, "since": NOW})
    return WatchedMigrations(url=sample.URL, watched=(item,))


def migrations(*states: str) -> Migrations:
    return Migrations(
        runs=tuple(
            sample.run().model_copy(update={"id": str(place), "state": state, "findings": ()})
            for place, state in enumerate(states)
        )
    )


def test_the_first_value_is_no_event() -> None:
    for value in (sample.server(), sample.collections(), migrations("running"), alerts("firing")):
        assert between(value) == []


def test_the_same_value_again_is_no_event() -> None:
    assert between(sample.server(), sample.server()) == []


def test_a_collection_changes_appears_and_goes() -> None:
    green = sample.collections("green")
    fewer = green.model_copy(update={"collections": green.collections[1:]})
    name = green.collections[0].name
    assert ("look", f"collection {name} is gone") in between(green, fewer)
    assert ("fine", f"collection {name} appeared, green") in between(fewer, green)
    changed = between(green, sample.collections("red"))
    assert any(mark == "act" and text.endswith("green → red") for mark, text in changed)


def test_a_migration_starts_and_ends() -> None:
    collection = sample.run().collection
    assert between(migrations(), migrations("running"), migrations("finished")) == [
        ("fine", f"migration to {collection} appeared, running"),
        ("fine", f"migration to {collection} running → finished"),
    ]
    assert between(migrations("running"), migrations("lost"))[0][0] == "act"


def test_a_restart_of_qdrant_and_a_new_version() -> None:
    server = sample.server().model_copy(update={"started": datetime(2026, 1, 1, tzinfo=UTC)})
    later = server.model_copy(update={"started": NOW, "version": "9.9.9"})
    assert between(server, later) == [
        ("look", f"Qdrant {server.version} → 9.9.9"),
        ("look", "Qdrant restarted"),
    ]


def test_a_restart_is_seen_across_the_time_it_did_not_answer() -> None:
    server = sample.server().model_copy(update={"started": datetime(2026, 1, 1, tzinfo=UTC)})
    later = server.model_copy(update={"started": NOW})
    down = sample.failed("qdrant.server", "unreachable", "no connection")
    assert happened(
        sample.reading("qdrant.server", server), down, down, sample.reading("qdrant.server", later)
    ) == [
        ("act", "unreachable: no connection"),
        ("fine", "answers again after a failure"),
        ("look", "Qdrant restarted"),
    ]


def test_only_alerts_that_fire_or_are_over_are_told() -> None:
    told = between(
        alerts("ok"), alerts("pending"), alerts("ok"), alerts("firing"), alerts("resolved")
    )
    assert told == [
        ("act", "alert: search p95 beyond its limit; POST query: 100 requests"),
        ("fine", "alert over: search p95 within its limit; POST query: 100 requests"),
    ]


def test_trouble_with_the_alert_command_is_told_once() -> None:
    assert between(alerts("ok"), alerts("ok", "no"), alerts("pending", "no")) == [("look", "no")]


def test_what_the_gateway_claims_anew() -> None:
    assert between(gateway("running"), gateway("failed")) == [
        ("act", "gateway claims: m running → failed")
    ]


def test_a_foreign_migration_stalls() -> None:
    assert between(watched("filling"), watched("stalled")) == [
        ("act", "filling of c filling → stalled")
    ]


def test_findings_appear_the_gravest_first_and_go() -> None:
    both = gateway("running", finding("a"), finding("b", Severity.ACT))
    assert between(gateway(), both) == [("act", "finding: b parts"), ("look", "finding: a parts")]
    assert between(both, gateway()) == [
        ("fine", "finding gone: a parts"),
        ("fine", "finding gone: b parts"),
    ]


def test_a_flood_of_findings_is_counted() -> None:
    many = gateway("running", *(finding(str(number)) for number in range(FINDINGS_NAMED + 7)))
    assert between(gateway(), many)[-1] == ("look", "7 more findings appeared")
    assert len(between(gateway(), many)) == FINDINGS_NAMED + 1
    assert between(many, gateway())[-1] == ("fine", "7 more findings are gone")


def test_nothing_configured_is_no_event_until_it_was() -> None:
    nothing = sample.failed("plan", "unconfigured", "No plan was named.")
    assert happened(nothing, nothing) == []
    assert happened(sample.reading("plan", sample.plans()), nothing) == [
        ("unknown", "unconfigured: No plan was named.")
    ]


def test_a_failure_of_another_kind_is_another_event() -> None:
    kinds = ("timeout", "timeout", "refused")
    readings = [sample.failed("host", kind, "x") for kind in kinds]  # type: ignore[arg-type]  # known kinds
    assert happened(*readings) == [("act", "timeout: x"), ("act", "refused: x")]


def test_events_tell_what_they_are_about() -> None:
    known = learn(None, sample.reading("alerts", alerts("ok")))
    [event] = changes(known, learn(known, sample.reading("alerts", alerts("firing"))))
    assert (event.kind, event.subject) == ("alert", "search_p95")
    known = learn(None, sample.reading("qdrant.collections", sample.collections()))
    red = sample.reading("qdrant.collections", sample.collections("red"))
    [event] = changes(known, learn(known, red))
    assert (event.kind, event.subject) == ("collection", "tasks")
    failing = sample.failed("host", "timeout", "x")
    [event] = changes(None, learn(None, failing))
    assert (event.kind, event.subject) == ("health", failing.target)
