"""Runs and reports as lines of text."""

from collections.abc import Iterable, Iterator, Sequence

from backend.model.finding import Finding, Severity
from backend.model.migration.preflight import IdCollision, Preflight, Prospect, VectorKind
from backend.model.migration.proof import Verification
from backend.model.migration.report import Report
from backend.model.migration.run import Lane, Run
from backend.model.migration.switch import Switch

NAME_SHOWN = 120
"""Characters; a longer name loses its middle."""
TRANSPORTS = {"grpc": "gRPC", "rest": "REST"}
FIELDS_SHOWN = 30
COLLISIONS_SHOWN = 20
_MARKS = {Severity.NOTE: "·", Severity.LOOK: "▲", Severity.ACT: "■"}
_VERDICTS = {True: "✓", False: "■", None: "·"}


def printable(text: str) -> str:
    """Text from the world is data: control characters are shown, not sent."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in text
    )


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
    return printable(
        f"{run.id}  {run.state:<9}  {run.written:,} / {points} points  failed {run.failed:,}  "
        f"{cropped(run.source)} → {cropped(run.collection)} at {run.to}"
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
        back = "; taken back" if run.is_back else "; rollback undoes both"
        yield (
            f"  in place: {run.added or 0:,} points added, {run.replaced:,} replaced and kept{back}"
        )
    if run.verification:
        yield from verification_lines(run.verification)
    for failure in run.failures:
        yield printable(f"  failed  {failure.place}  id {failure.id or '(none)'}: {failure.reason}")
        if failure.excerpt:
            yield printable(f"          {failure.excerpt}")
    yield from _letters(run.id, run.dead_letters)
    for error in run.errors:
        batch = f" batch {error.batch}" if error.batch is not None else ""
        yield printable(f"  {error.at:%H:%M:%S}{batch}  {error.summary}")
    known = {finding.id for finding in run.preflight.findings} if run.preflight else set()
    yield from finding_lines(finding for finding in run.findings if finding.id not in known)


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


def preflight_lines(preflight: Preflight) -> Iterator[str]:
    """What preflight found."""
    dimensions = ", ".join(f"{d.dimension} ({d.records:,})" for d in preflight.dimensions)
    size = "" if preflight.bytes is None else f"{preflight.bytes:,} bytes, "
    yield (
        f"  shape {preflight.shape}, {size}"
        f"{preflight.source_records:,} records, {preflight.distinct_ids:,} distinct ids, "
        f"{preflight.points:,} points to send"
    )
    if preflight.vectors:
        for kind in preflight.vectors:
            yield printable(f"  vector {vector_words(kind)}")
    else:
        yield f"  dimensions {dimensions or 'none'}"
    yield from _field_lines(preflight)
    yield from _collision_lines("records that become one point", preflight.collisions)
    yield from _collision_lines(
        "records that the original writer would make one", preflight.foreign_collisions
    )
    if preflight.prospect:
        yield from prospect_lines(preflight.prospect)
    yield from finding_lines(preflight.findings)


def vector_words(kind: VectorKind) -> str:
    """What the vectors under one name are."""
    size = "" if kind.size is None else f"{kind.size:,} dimensions, "
    how = kind.comparator or (f"modifier {kind.modifier}" if kind.modifier else "")
    return f"{kind.title}: {kind.kind}, {size}{kind.distance}, {kind.datatype}" + (
        f", {how}" if how else ""
    )


def _field_lines(preflight: Preflight) -> Iterator[str]:
    """Every field of the payload with the types of its values."""
    if not preflight.payload_fields:
        return
    yield f"  payload of about {preflight.payload_bytes:,} bytes as JSON, by field:"
    for field in preflight.payload_fields[:FIELDS_SHOWN]:
        types = ", ".join(f"{one.type} {one.records:,}" for one in field.types)
        yield printable(f"    {cropped(field.name)}: in {field.records:,} records: {types}")
    more = len(preflight.payload_fields[FIELDS_SHOWN:]) + preflight.payload_fields_more
    if more:
        yield f"    and {more:,} more fields"


def _collision_lines(what: str, collisions: Sequence[IdCollision]) -> Iterator[str]:
    """Each point with the records that share it, by id and number."""
    if collisions:
        yield f"  {what}:"
    for one in collisions[:COLLISIONS_SHOWN]:
        pairs = zip(one.records, one.indices, strict=False)
        records = " = ".join(f"{cropped(name)} (record {at + 1:,})" for name, at in pairs)
        more = f" and {one.count - len(one.records):,} more" if one.count > len(one.records) else ""
        yield printable(f"    {records}{more} → point {one.point}")
    if len(collisions) > COLLISIONS_SHOWN:
        yield f"    and {len(collisions) - COLLISIONS_SHOWN:,} more; --format json tells all"


def prospect_lines(prospect: Prospect) -> Iterator[str]:
    """What the target says to a plan."""
    if prospect.means is None:
        yield printable(f"  {prospect.collection} is free at {prospect.to}")
    else:
        also = "unknown how many" if prospect.also_there is None else f"{prospect.also_there:,}"
        kind = f"an alias of {prospect.means}" if prospect.is_alias else "a collection"
        yield printable(
            f"  {prospect.collection} is {kind} with {prospect.points or 0:,} points, "
            f"{also} of them with ids of the source"
        )
    for what, needed, there, used in (
        ("memory", prospect.memory_needed, prospect.memory_there, prospect.memory_used),
        ("disk", prospect.disk_needed, prospect.disk_there, prospect.disk_used),
    ):
        yield (
            f"  {what:<6} needs {_mebibytes(needed)}; its machine has {_mebibytes(there)}, "
            f"Qdrant itself holds {_mebibytes(used)}"
        )
    if prospect.untold:
        yield printable(f"      unknown because {prospect.untold}")
    yield "      what other programs take there no server tells"
    before = prospect.seconds_as_before
    takes = [
        *(
            [f"takes {prospect.seconds_at_least:,.1f} s at least, for reading alone"]
            if prospect.seconds_at_least is not None
            else []
        ),
        *([f"{before:,.1f} s at the pace of the latest run there"] if before is not None else []),
    ]
    if takes:
        yield "  " + "; ".join(takes)


def _mebibytes(size: int | None) -> str:
    return "?" if size is None else f"{size / 2**20:,.1f} MiB"


def cropped(name: str) -> str:
    """A name from the world, of bearable length."""
    half = NAME_SHOWN // 2
    return name if len(name) <= NAME_SHOWN else f"{name[:half]}…{name[-half:]}"


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


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding with its way out, and claim against fact where it sets them side by side."""
    for finding in findings:
        yield printable(f"  {_MARKS[finding.severity]} {finding.summary}")
        if finding.claim is not None:
            yield printable(f"      {finding.claim} ⇢ {finding.fact}")
        if finding.remedy:
            yield printable(f"      {finding.remedy}")
