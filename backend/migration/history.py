"""Journals read by others than their engine: never created, never changed, never waited for."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from backend.migration.forecast import HISTORY_SECONDS, forecast, per_second, rate
from backend.migration.journal import switch_of
from backend.migration.kept import kept_bytes
from backend.migration.letters import letters_path
from backend.migration.process import Owner
from backend.migration.schema import SCHEMA_VERSION
from backend.model.migration.dead_letter import FailedRecord
from backend.model.migration.manner import Fields, Manner
from backend.model.migration.preflight import Preflight
from backend.model.migration.proof import Verification
from backend.model.migration.report import Report
from backend.model.migration.run import Lane, Migrations, Run, RunError, RunState

ERRORS_SHOWN = 20
FAILURES_SHOWN = 20
EVERY = -1
"""SQLite takes a negative LIMIT for none."""
_WORKING: tuple[RunState, ...] = ("running", "waiting", "paused")
_lanes = TypeAdapter(tuple[Lane, ...])
_MOVING: tuple[RunState, ...] = ("running", "waiting")


class Unreadable(Exception):  # noqa: N818  (a verdict, not a fault)
    """A file among the journals is none that this version can read, or their folder is closed."""


def journal_folder(state: Path) -> Path:
    """Where the journals stand below a state folder."""
    return state / "migrations"


def journal_paths(state: Path) -> list[Path]:
    """The journals below a state folder, the latest first; none where there is no such folder.

    Raises:
        Unreadable: The folder cannot be read, or its state folder is none.
    """
    folder = journal_folder(state)
    try:
        found = [path for path in folder.iterdir() if path.suffix == ".sqlite"]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unreadable(f"{folder}: cannot be read: {error.strerror}") from None
    return sorted(found, reverse=True)


def read_run(path: Path, now: float | None = None, failures: int = FAILURES_SHOWN) -> Run:
    """One run as its journal tells it.

    Args:
        path: The journal.
        now: Seconds since the epoch.
        failures: How many failed records to tell at the most; `EVERY` for all.

    Raises:
        Unreadable: It is no journal, or one of a newer version.
    """
    now = time.time() if now is None else now
    with _reading(path) as db:
        return _run(db, path, now, failures)


def read_report(path: Path) -> Report | None:
    """How a run ended; None where it has not.

    Raises:
        Unreadable: It is no journal, or one of a newer version.
    """
    with _reading(path) as db:
        (text,) = db.execute("SELECT report FROM run WHERE ended IS NOT NULL").fetchone() or (None,)
        return Report.model_validate_json(text) if text else None


def read_runs(state: Path) -> Migrations:
    """Every run below a state folder, the latest first.

    Raises:
        Unreadable: The folder cannot be read.
    """
    runs: list[Run] = []
    unreadable: list[str] = []
    for path in journal_paths(state):
        try:
            runs.append(read_run(path))
        except Unreadable as trouble:
            unreadable.append(str(trouble))
    return Migrations(runs=tuple(runs), unreadable=tuple(unreadable))


def pace_before(state: Path, target: str) -> float | None:
    """Points per second of the latest finished run into a target, from its start to its end."""
    try:
        runs = read_runs(state).runs
    except Unreadable:
        return None  # a plan is of use without it
    for run in runs:
        if run.to == target and run.state == "finished" and run.written and run.ended:
            return run.written / max(0.001, (run.ended - run.started).total_seconds())
    return None


def finished_before(state: Path, migration: tuple[str, str, str]) -> Run | None:
    """The latest finished run of this migration whose collection is still there, as far as known.

    Args:
        state: Folder of the journals.
        migration: Source, target and collection.

    Raises:
        Unreadable: The folder cannot be read.
    """
    for run in read_runs(state).runs:
        is_this = (run.source, run.to, run.collection) == migration
        if is_this and run.state == "finished" and run.switch and not run.switch.dropped:
            return run
    return None


def is_unfinished(path: Path, migration: tuple[str, str, str]) -> bool:
    """Whether the journal is an unfinished one of this migration (source, target, collection)."""
    with _reading(path) as db:
        row = db.execute("SELECT source, target, collection, ended FROM run").fetchone()
        return tuple(row) == (*migration, None)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=1)) as db:
            db.row_factory = sqlite3.Row
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version != SCHEMA_VERSION:
                raise Unreadable(f"{path}: no journal of version {SCHEMA_VERSION}")
            db.execute("BEGIN")  # one picture, however many questions
            yield db
    except sqlite3.Error as error:
        raise Unreadable(f"{path}: {error}") from None


def _run(db: sqlite3.Connection, path: Path, now: float, failures: int) -> Run:
    row = db.execute("SELECT * FROM run").fetchone()
    report = Report.model_validate_json(row["report"]) if row["report"] else None
    preflight = Preflight.model_validate_json(row["preflight"]) if row["preflight"] else None
    done, written = db.execute("SELECT count(*), coalesce(sum(points), 0) FROM batches").fetchone()
    (failed,) = db.execute("SELECT count(*) FROM failures").fetchone()
    findings = report.findings if report else preflight.findings if preflight else ()
    return Run(
        id=row["id"],
        source=row["source"],
        to=row["target"],
        collection=row["collection"],
        state=_state(row),
        pid=row["pid"],
        host=row["host"],
        started=_instant(row["started"]),
        heartbeat=_instant(row["heartbeat"]),
        ended=_instant(row["ended"]) if row["ended"] is not None else None,
        batch_size=row["batch_size"],
        workers=row["workers"],
        preflight=preflight,
        batches_done=done,
        batches_total=row["batches_total"],
        in_flight=row["in_flight"],
        written=written,
        failed=failed,
        retries=row["retries"],
        target_exact=row["target_exact"],
        target_exact_at=_instant(row["target_exact_at"]) if row["target_exact_at"] else None,
        errors=tuple(_errors(db)),
        max_failed=row["max_failed"],
        failures=tuple(_failures(db, failures)),
        dead_letters=str(letters_path(path)) if failed else "",
        findings=findings,
        breaker=row["breaker"] if row["ended"] is None else "closed",
        request_points=row["request_points"],
        transport=row["transport"],
        transport_why=row["transport_why"],
        lanes=_lanes.validate_json(row["lanes"]) if _state(row) in _WORKING else (),
        snapshot=row["snapshot"] or "",
        added=row["added"],
        replaced=row["replaced"],
        kept_bytes=kept_bytes(path),
        is_back=row["switch"] == "returned",
        verification=_verification(row),
        switch=switch_of(row),
        fields=Fields.model_validate_json(row["fields"]),
        manner=Manner.model_validate_json(row["manner"]),
        **_speed(db, row, preflight, written, now),
    )


def _verification(row: sqlite3.Row) -> Verification | None:
    text = row["verification"]
    return Verification.model_validate_json(text) if text else None


def _state(row: sqlite3.Row) -> RunState:
    """As written, or `lost` where the process that should go on is gone."""
    state: RunState = row["state"]
    if row["ended"] is not None or row["pid"] is None:
        return state
    owner = Owner(row["pid"], row["host"], row["process_started"])
    return "lost" if owner.is_gone() else state


def _speed(
    db: sqlite3.Connection,
    row: sqlite3.Row,
    preflight: Preflight | None,
    written: int,
    now: float,
) -> Mapping[str, Any]:
    """Rate and forecast of a moving run; of one that stands still only its last minute."""
    first, last = db.execute("SELECT min(at - 1), max(at) FROM batches WHERE points > 0").fetchone()
    if first is None:
        return {}
    moving = _state(row) in _MOVING
    until = now if moving else last
    recent = db.execute(
        "SELECT at, points FROM batches WHERE at > ?", (until - HISTORY_SECONDS,)
    ).fetchall()
    history = per_second((tuple(batch) for batch in recent), first, until)
    if not moving:
        return {"rate_history": history}
    left = forecast(preflight.points - written, history) if preflight else None
    return {
        "rate": rate(history),
        "rate_history": history,
        "eta_seconds": left.seconds if left else None,
        "eta_low": left.low if left else None,
        "eta_high": left.high if left else None,
    }


def _errors(db: sqlite3.Connection) -> Iterator[RunError]:
    rows = db.execute(
        "SELECT at, summary, batch FROM events ORDER BY rowid DESC LIMIT ?", (ERRORS_SHOWN,)
    ).fetchall()
    for at, summary, batch in reversed(rows):
        yield RunError(at=_instant(at), summary=summary, batch=batch)


def _failures(db: sqlite3.Connection, most: int) -> Iterator[FailedRecord]:
    rows = db.execute(
        "SELECT record, place, id, kind, reason, excerpt, offset FROM failures"
        " ORDER BY record LIMIT ?",
        (most,),
    )
    for record, place, identity, kind, reason, excerpt, offset in rows:
        yield FailedRecord(
            record=record,
            place=place,
            id=identity,
            kind=kind,
            reason=reason,
            excerpt=excerpt,
            offset=offset,
        )


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
