"""What preflight has to say, in sentences with a way out."""

from collections.abc import Iterator

from backend.migration.ledger import Ledger, Shared
from backend.migration.records import FlawKind
from backend.migration.shapes import TASKS
from backend.migration.source import Source
from backend.model.finding import Finding, Severity, finding_id

_PAIRS_SHOWN = 3
_FLAWS: dict[FlawKind, tuple[str, str]] = {
    "not finite": (
        "{} with NaN, infinity or null in the vector",
        "vectorise these records again; they become dead letters and are not sent",
    ),
    "unreadable": (
        "{} that cannot be read",
        "mend them in the source; they become dead letters and are not sent",
    ),
    "corrupt": (
        "the source breaks off: {} where a file cannot be read on",
        "what stands before the break is moved; write the file again and run again",
    ),
}


def preflight_findings(
    source: Source, ledger: Ledger, shared: list[Shared], foreign: list[Shared]
) -> tuple[Finding, ...]:
    """Everything that a human should know before the first write."""
    findings = (
        *_flaws(source, ledger),
        *_dimensions(source, ledger),
        *_duplicates(source, ledger, shared),
        *_foreign_collisions(source, ledger, foreign),
        *_claims(source, ledger),
    )
    return tuple(sorted(findings, key=lambda finding: finding.severity != Severity.ACT))


def finding(
    kind: str,
    severity: Severity,
    subject: str,
    summary: str,
    remedy: str = "",
    *,
    claim: str | None = None,
    fact: str | None = None,
) -> Finding:
    """A finding about one thing; its id survives a change of the numbers in it."""
    content = "".join(character for character in summary if not character.isdigit())
    return Finding(
        id=finding_id(kind, (subject,), content),
        kind=kind,
        severity=severity,
        subjects=(subject,),
        summary=summary,
        remedy=remedy,
        claim=claim,
        fact=fact,
    )


def _records(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"


def _flaws(source: Source, ledger: Ledger) -> Iterator[Finding]:
    for kind, count in ledger.flaws.items():
        text, remedy = _FLAWS[kind]
        summary = f"{text.format(_records(count))} (first: {ledger.first_flaws[kind]})"
        yield finding(kind.replace(" ", "-"), Severity.ACT, source.label, summary, remedy)
    if ledger.zero_vectors:
        summary = f"{_records(ledger.zero_vectors)} with a vector of zeros only"
        remedy = "they are moved; no search by cosine can tell them from one another"
        yield finding("zero-vector", Severity.LOOK, source.label, summary, remedy)


def _dimensions(source: Source, ledger: Ledger) -> Iterator[Finding]:
    (expected, fitting), *others = ledger.dimensions.items() or ((0, 0),)
    if others:
        found = ", ".join(f"{_records(count)} of {size}" for size, count in others)
        yield finding(
            "dimension",
            Severity.ACT,
            source.label,
            f"vectors of other dimensions than {expected}: {found}",
            "they become dead letters and are not sent; vectorise them with the same model",
            claim=f"{ledger.count:,} records",
            fact=f"{fitting:,} of {expected} dimensions",
        )


def _duplicates(source: Source, ledger: Ledger, shared: list[Shared]) -> Iterator[Finding]:
    if not shared:
        return
    lost = sum(group.lost for group in shared)
    first = ", ".join(
        f"{ledger.written_id(group.records[0])} in records "
        + " and ".join(str(record + 1) for record in group.records[:2])
        for group in shared[:_PAIRS_SHOWN]
    )
    yield finding(
        "duplicate",
        Severity.LOOK,
        source.label,
        f"{_records(lost)} share{'s' if lost == 1 else ''} an id with another (first: {first})",
        "the last of each is written, as an upsert would leave it; give each record its own id",
        claim=f"{ledger.identified:,} records with an id",
        fact=f"{ledger.distinct():,} distinct ids",
    )


def foreign_collisions(source: Source, ledger: Ledger) -> list[Shared]:
    """Records that the original writer's rule makes one point; none where ours loses as many."""
    shared = ledger.foreign_shared() if source.shapes == TASKS.name else []
    lost = sum(group.lost for group in shared)
    return shared if lost > ledger.identified - ledger.distinct() else []


def _foreign_collisions(source: Source, ledger: Ledger, shared: list[Shared]) -> Iterator[Finding]:
    if not shared:
        return
    lost = sum(group.lost for group in shared)
    pairs = ", ".join(
        f"{ledger.foreign_point(group.records[0])} = "
        + " = ".join(dict.fromkeys(map(ledger.written_id, group.records[:2])))
        for group in shared[:_PAIRS_SHOWN]
    )
    kept = ledger.identified - lost
    yield finding(
        "collision",
        Severity.LOOK,
        source.label,
        f"the original writer's rule (TaskId without dots, first 8 digits) would lose {lost:,} of "
        f"{_records(ledger.identified)} (first: {pairs})",
        "Passerelle gives every id a point of its own; do not write with that tool",
        claim=f"{ledger.identified:,} tasks",
        fact=f"{kept:,} ids under that tool's rule, {ledger.distinct():,} here",
    )


def _claims(source: Source, ledger: Ledger) -> Iterator[Finding]:
    dimension = next(iter(ledger.dimensions), 0)
    for field, counted in (("taskCount", ledger.count), ("vectorDimension", dimension)):
        claimed = source.metadata.get(field)
        if claimed is not None and claimed != counted:
            yield finding(
                "claim",
                Severity.LOOK,
                source.label,
                f"metadata.{field} says {claimed}, counted {counted}",
                "what was counted is used",
                claim=str(claimed),
                fact=str(counted),
            )
