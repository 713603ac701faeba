"""Runs and reports as lines of text."""

from collections.abc import Iterator

from backend.migration.plan_text import preflight_lines
from backend.migration.words import cropped, finding_lines, printable, size_text
from backend.model.migration.proof import Verification
from backend.model.migration.report import Report
from backend.model.migration.run import Lane, Run
from backend.model.migration.switch import Switch

TRANSPORTS = {"grpc": "gRPC", "rest": "REST"}
_VERDICTS = {True: "✓", False: "■", None: "·"}


def progress_line(run: Run) -> str:
    """One line: state, points, rate and time left."""
    if run.preflight is None:
        parts = [f"{run.state}: {run.source}"]
    else:
        parts = [f"{run.state}: {run.written:,} / {run.preflight.points:,} points"]
    if run.rate is not None:
        parts.append(f"{run.rate:,.0f}/s")
    if run.eta_seconds is not None:
        parts.append(f"ETA {run.eta_seconds:,.0f} s")
    if run.failed:
        parts.append(f"failed {run.failed:,}")
    if run.retries:
        parts.append(f"retries {run.retries:,}")
    if run.breaker != "closed":
        parts.append(f"breaker {run.breaker}")
    if run.request_points is not None and run.request_points < run.batch_size:
        parts.append(f"{run.request_points:,} points a request")
    if run.state == "waiting" and run.errors:
        parts.append(run.errors[-1].summary)
    return printable("  ".join(parts))


def run_line(run: Run) -> str:
    """One line of a list of runs."""
    points = f"{run.preflight.points:,}" if run.preflight else "?"
    kept = "" if run.kept_bytes is None else f"  keeps {size_text(run.kept_bytes)} to go back"
    return printable(
        f"{run.id}  {run.state:<9}  {run.written:,} / {points} points  failed {run.failed:,}  "
        f"{cropped(run.source)} → {cropped(run.collection)} at {run.to}{kept}"
    )


def run_lines(run: Run) -> Iterator[str]:
    """One run in full."""
    yield run_line(run)
    yield f"  started {run.started:%Y-%m-%d %H:%M:%S} UTC, {run.workers} workers, " + (
        f"batches of {run.batch_size}: {run.batches_done} done, retries {run.retries}"
    )
    yield from _working_lines(run)
    if run.preflight:
        yield from preflight_lines(run.preflight)
    if run.target_exact is not None:
        yield f"  Qdrant's exact count: {run.target_exact:,}"
    if run.switch:
        yield from switch_lines(run.switch)
    elif run.replaced is not None:
        yield f"  in place: {run.added or 0:,} points added, {run.replaced:,} replaced"
    yield from _way_back_lines(run)
    if run.verification:
        yield from verification_lines(run.verification)
    for failure in run.failures:
        byte = "" if failure.offset is None else f", byte {failure.offset:,}"
        name = failure.id or "(none)"
        yield printable(f"  failed  {failure.place}{byte}  id {name}: {failure.reason}")
        if failure.excerpt:
            yield printable(f"          {failure.excerpt}")
    yield from _letters(run.id, run.dead_letters)
    for error in run.errors:
        batch = f" batch {error.batch}" if error.batch is not None else ""
        yield printable(f"  {error.at:%H:%M:%S}{batch}  {error.summary}")
    known = {finding.id for finding in run.preflight.findings} if run.preflight else set()
    yield from finding_lines(finding for finding in run.findings if finding.id not in known)


def _way_back_lines(run: Run) -> Iterator[str]:
    """What a run in place can go back to, and what that takes."""
    if run.switch or (run.replaced is None and not run.snapshot):
        return
    if run.is_back:
        yield "  taken back"
    if run.snapshot:
        yield printable(f"  snapshot {run.snapshot} at {run.to}: rollback restores it")
    elif run.kept_bytes is not None:
        yield f"  both kept, {size_text(run.kept_bytes)}: rollback undoes them"
    elif not run.is_back:
        yield "  no longer kept: nothing takes the run back"
    if run.has_way_back and run.ended:
        yield f"      `passerelle migrate forget {run.id}` lets go of it and frees its room"


def _letters(run: str, file: str) -> Iterator[str]:
    """Where the dead letters lie, and how to get at them."""
    if file:
        yield printable(f"  dead letters    {file}")
        yield f"      `passerelle migrate dead-letters {run} --records` makes a source of them"


def _working_lines(run: Run) -> Iterator[str]:
    """How points are written, and what each worker does."""
    if run.transport:
        why = f": {run.transport_why}" if run.transport_why else ""
        yield printable(f"  written over {TRANSPORTS[run.transport]}{why}")
    for worker, lane in enumerate(run.lanes, 1):
        yield f"  worker {worker}  {lane_text(lane)}"


def lane_text(lane: Lane) -> str:
    """What a worker does."""
    if lane.batch is None:
        return lane.doing
    tries = f", attempt {lane.attempt}" if lane.attempt > 1 else ""
    since = f" since {lane.since:%H:%M:%S} UTC" if lane.since else ""
    return f"{lane.doing} batch {lane.batch}, {lane.points:,} points{tries}{since}"


def report_lines(report: Report) -> Iterator[str]:
    """How a run ended."""
    exact = "not asked" if report.target_exact is None else f"{report.target_exact:,}"
    before = f"{report.target_before:,}" if report.is_asked else "not asked"
    records, ids = (
        f"{count:,}" if report.is_counted else "not counted"
        for count in (report.source_records, report.distinct_ids)
    )
    source, collection = cropped(report.source), cropped(report.collection)
    yield printable(f"{report.id}  {report.state}  {source} → {collection}")
    yield f"  source records  {records:>12}"
    yield f"  distinct ids    {ids:>12}"
    yield f"  written         {report.written:>12,}"
    yield f"  failed          {report.failed:>12,}"
    place = "  in the new collection" if report.switch and report.is_asked else ""
    yield f"  Qdrant before   {before:>12}{place}"
    yield f"  Qdrant exactly  {exact:>12}"
    yield f"  {report.seconds:,.1f} s, retries {report.retries}, resumed {report.resumed} times"
    yield from _letters(report.id, report.dead_letters)
    if report.switch:
        yield from switch_lines(report.switch)
    if report.verification:
        yield from verification_lines(report.verification)
    yield from finding_lines(report.findings)


def switch_lines(switch: Switch) -> Iterator[str]:
    """Where the alias stands."""
    dropped = ", dropped" if switch.dropped else ""
    yield printable(
        f"  alias {cropped(switch.alias)}: {switch.state}; "
        f"new {cropped(switch.staging)}{dropped}, old {cropped(switch.previous or 'none')}"
    )


def verification_lines(verification: Verification) -> Iterator[str]:
    """What a verification found, check by check."""
    compared = (
        "every point" if verification.sample is None else f"{verification.sample:,} records drawn"
    )
    yield printable(
        f"  verification {'passed' if verification.passed else 'FAILED'}: {compared}, "
        f"{verification.source} against {verification.collection}"
    )
    for check in verification.checks:
        yield printable(f"  {_VERDICTS[check.passed]} {check.name:<9} {check.detail}")
    for one in verification.mismatches:
        yield printable(f"      {one.place}  id {one.id}  {one.check}: {one.detail}")
    for name in verification.files:
        yield printable(f"  report {name}")
