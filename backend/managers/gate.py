"""Which findings make a check fail, and which are known or accepted."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from backend.managers import overrides, raci_findings
from backend.managers.contract import findings as contract_findings
from backend.model.ecosystem import Ecosystem
from backend.model.finding import Finding, Severity, finding_id
from backend.model.gate import Baseline, Condition, Known, Suppressed, Suppression

RACI = raci_findings.KINDS | overrides.KINDS
"""Kinds of findings about the responsibility matrix."""

TOPICS = {
    "cycles": frozenset({"cycle"}),
    "raci": RACI,
    "redundancy": frozenset({"redundancy"}),
    "claims": frozenset({"claim"}),
}
KINDS = frozenset(
    {
        "alias",
        "ambiguous",
        "claim",
        "conflict",
        *contract_findings.KINDS,
        "cycle",
        "dangling",
        "declared-twice",
        "elsewhere",
        "empty-file",
        "encoding",
        "huge",
        "import-path",
        "internal",
        "mains",
        "no-package",
        "orphan-sum",
        "packages",
        *RACI,
        "redundancy",
        "repeated-path",
        "root",
        "suppression",
        "syntax",
        "unreadable",
    }
)
"""What a finding of a scan may be, whether this scan has one or not: a check that asks for what was
mended must go on passing."""

LEVELS = {
    "note": Severity.NOTE,
    "look": Severity.LOOK,
    "act": Severity.ACT,
    "low": Severity.NOTE,
    "medium": Severity.LOOK,
    "high": Severity.ACT,
}
_ORDER = list(Severity)


def conditions(text: str) -> tuple[Condition, ...]:
    """`cycles,raci:look` as conditions.

    Args:
        text: Topics or kinds with commas between them, each with a severity behind a colon or
            without.

    Raises:
        ValueError: Naming what is not known, and what is.
    """
    known = sorted({*TOPICS, *KINDS})
    found = []
    for part in text.split(","):
        topic, _, level = part.strip().partition(":")
        if topic not in known:
            raise ValueError(f"no topic {topic!r}; known: {', '.join(known)}")
        if level and level not in LEVELS:
            raise ValueError(f"no severity {level!r}; known: {', '.join(LEVELS)}")
        found.append(Condition(topic=topic, least=LEVELS[level or "note"]))
    return tuple(found)


def failing(
    findings: Iterable[Finding], wanted: Sequence[Condition], baseline: Baseline | None
) -> tuple[Finding, ...]:
    """The findings that meet a condition and are not in the baseline."""
    known = {one.id for one in baseline.findings} if baseline else set()
    return tuple(
        one for one in findings if one.id not in known and any(_meets(one, c) for c in wanted)
    )


def _meets(one: Finding, wanted: Condition) -> bool:
    kinds = TOPICS.get(wanted.topic, {wanted.topic})
    return one.kind in kinds and _ORDER.index(one.severity) >= _ORDER.index(wanted.least)


def baseline_of(findings: Iterable[Finding]) -> Baseline:
    """A baseline that knows all of them."""
    return Baseline(
        findings=tuple(
            Known(id=one.id, kind=one.kind, summary=one.summary)
            for one in sorted(findings, key=lambda one: one.id)
        )
    )


def read_baseline(path: Path) -> Baseline:
    """A baseline from its file.

    Raises:
        ValueError: It cannot be read or is none; the message names the file and what to do.
    """
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ValueError(
            f"{path}: cannot be read: {error.strerror}; write one with --write-baseline FILE"
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise ValueError(
            f"{path}: expected a baseline, but {where}: {first['msg']}; write one with "
            "--write-baseline FILE"
        ) from None


def accepted(ecosystem: Ecosystem, rules: Sequence[Suppression], today: date) -> Ecosystem:
    """The same with what is suppressed set apart.

    A suppression that has run out, or that suppresses nothing, is a finding itself.
    """
    if not rules:
        return ecosystem
    live = {rule.id: rule for rule in rules if rule.until is None or rule.until >= today}
    kept = [one for one in ecosystem.findings if one.id not in live]
    gone = [one for one in ecosystem.findings if one.id in live]
    ids = {one.id for one in ecosystem.findings}
    useless = (rule for rule in rules if rule.id not in live or rule.id not in ids)
    stale = [_stale(rule, rule.id in ids) for rule in useless]
    return ecosystem.model_copy(
        update={
            "findings": (*kept, *stale),
            "suppressed": tuple(
                Suppressed(finding=one, reason=live[one.id].reason, until=live[one.id].until)
                for one in gone
            ),
        }
    )


def _stale(rule: Suppression, there: bool) -> Finding:
    why = f"ran out on {rule.until}" if there else "suppresses nothing: no finding has this id"
    return Finding(
        id=finding_id("suppression", (rule.id,)),
        kind="suppression",
        severity=Severity.LOOK if there else Severity.NOTE,
        subjects=(rule.id,),
        summary=f"the suppression of {rule.id} {why}",
        remedy="Give it a new day with a reason, or take it out of the settings.",
    )
