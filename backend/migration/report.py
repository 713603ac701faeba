"""How a run ended: source, journal and Qdrant's own count set beside each other."""

import sqlite3
import time
from collections.abc import Iterator

from backend.migration.findings import finding
from backend.migration.journal import Journal, switch_of
from backend.migration.letters import letters_path
from backend.model.finding import Finding, Severity
from backend.model.migration.preflight import Preflight
from backend.model.migration.proof import Verification
from backend.model.migration.report import Report
from backend.model.migration.run import RunState


def changed_files(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    """Files that preflight and the move read differently, by their digests."""
    return tuple(name for name in before if after.get(name, before[name]) != before[name])


def report_of(
    journal: Journal,
    state: RunState,
    changed: tuple[str, ...] = (),
    not_moved: str = "",
    done: tuple[str, ...] = (),
    *,
    told: tuple[Finding, ...] = (),
) -> Report:
    """The report as the journal stands.

    Args:
        journal: Of the run.
        state: How it ends.
        changed: Files that changed while they were moved.
        not_moved: Why its alias was left where it is.
        done: What was done on the way back, a sentence each.
        told: What else is to be said.
    """
    row = journal.row
    preflight = journal.preflight
    written = journal.written()
    findings = [*(preflight.findings if preflight else ())]
    if preflight and state in ("finished", "failed"):
        findings += _differences(journal, preflight, written)
    if is_too_much(journal.failed(), preflight, row["max_failed"]):
        findings.append(_taken_back(journal.failed(), row["max_failed"]))
    findings += [_changed(name) for name in changed]
    if not_moved:
        findings.append(_left(row["collection"], not_moved))
    findings += [finding("returned", Severity.NOTE, row["collection"], one) for one in done]
    findings += told
    verification = journal.verification
    if verification is not None:
        findings += _unproved(verification)
    return Report(
        id=row["id"],
        state=state,
        source=row["source"],
        to=row["target"],
        collection=row["collection"],
        source_records=preflight.source_records if preflight else 0,
        distinct_ids=preflight.distinct_ids if preflight else 0,
        is_counted=preflight is not None,
        is_asked=row["target_before"] is not None,
        written=written,
        failed=journal.failed(),
        colliding_records=preflight.colliding_records if preflight else 0,
        target_before=row["target_before"] or 0,
        target_exact=row["target_exact"],
        seconds=_seconds(row),
        retries=row["retries"],
        resumed=row["resumed"],
        findings=tuple(findings),
        verification=verification,
        switch=switch_of(row),
        dead_letters=str(letters_path(journal.path)) if journal.failed() else "",
    )


def _seconds(row: sqlite3.Row) -> float:
    """From the start to the end; taking a run back that had ended adds nothing."""
    if row["report"] is not None:
        return Report.model_validate_json(row["report"]).seconds
    return round(max(0.0, time.time() - float(row["started"])), 3)


def counts_agree(written: int, before: int, exact: int | None) -> bool:
    """Whether Qdrant holds what it acknowledged.

    A target that held points before may have held some of these ids too: then the exact count
    lies anywhere between the larger of the two numbers and their sum.
    """
    if exact is None:
        return written == 0
    return max(before, written) <= exact <= before + written


def is_too_much(failed: int, preflight: Preflight | None, percent: float) -> bool:
    """Whether more than that percentage of a source's records failed."""
    return preflight is not None and 100 * failed > percent * preflight.source_records


def _taken_back(failed: int, percent: float) -> Finding:
    return finding(
        "failures",
        Severity.ACT,
        "failed",
        f"{failed:,} records failed, more than {percent:g} %: the run was taken back",
        "mend the source, or bear more with --max-failed",
    )


def _unproved(verification: Verification) -> Iterator[Finding]:
    """The checks that failed; counts and a changed source have findings of their own."""
    for check in verification.checks:
        if check.passed is False and check.name not in ("count", "source"):
            yield finding(
                "verification",
                Severity.ACT,
                check.name,
                f"{check.name}: {check.failed:,} of {check.checked:,} are not as the source says: "
                f"{check.detail}",
                f"see {verification.files[-1]}" if verification.files else "",
            )


def _left(alias: str, reason: str) -> Finding:
    return finding("alias", Severity.ACT, alias, reason, "see what it means now, and decide")


def _changed(name: str) -> Finding:
    return finding(
        "source",
        Severity.ACT,
        name,
        f"{name} changed while it was moved: what was read at first is not what was read later",
        "run again once nobody writes to it",
    )


def _differences(journal: Journal, preflight: Preflight, written: int) -> Iterator[Finding]:
    row = journal.row
    before, exact, run_id = row["target_before"] or 0, row["target_exact"], row["id"]
    looked_for = "look at the failed records" if journal.failed() else "look at what happened"
    if written != preflight.points:
        yield finding(
            "count",
            Severity.ACT,
            "written",
            f"{preflight.points:,} points should have been written, {written:,} were",
            f"{looked_for}: passerelle migrate show {run_id}",
            claim=f"{preflight.points:,} points",
            fact=f"{written:,} acknowledged",
        )
    if exact is not None and not counts_agree(written, before, exact):
        expected = (
            f"{written:,}" if not before else f"{max(before, written):,} to {before + written:,}"
        )
        yield finding(
            "count",
            Severity.ACT,
            "target",
            f"Qdrant holds {exact:,} points where {expected} were expected",
            "someone else writes to this collection, or the target lost what it acknowledged",
            claim=f"{written:,} acknowledged, {before:,} there before",
            fact=f"{exact:,} counted by Qdrant",
        )
    elif exact is not None and before:
        yield finding(
            "count",
            Severity.NOTE,
            "before",
            f"the collection held {before:,} points before; {before + written - exact:,} of the "
            f"{written:,} written replaced one of them",
        )
