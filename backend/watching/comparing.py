"""Claims beside facts: what a tool says of its migration, and what Qdrant holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from backend.model.finding import Evidence, Finding, Severity, finding_id
from backend.model.watched import Comparison
from backend.watching.counts import STALL
from backend.watching.facts import Facts
from backend.watching.story import Story

GRACE = 10.0
"""Seconds that a claimed point has to arrive before it is missed."""

_COMPARE_IDS = "compare the ids it writes: records that share one overwrite each other"
_WRITES_NOTHING = "look at whether it writes at all: its calls may be simulated, or go elsewhere"


@dataclass(frozen=True)
class Judged:
    """A claim beside its fact, and what to say where the two part."""

    what: str
    source: str
    claim: str
    fact: str
    verdict: Literal["agree", "part", "pending"]
    evidence: tuple[Evidence, ...] = ()
    summary: str = ""
    remedy: str = ""
    severity: Severity = Severity.ACT

    def comparison(self) -> Comparison:
        """The two side by side."""
        return Comparison(
            what=self.what,
            source=self.source,
            claim=self.claim,
            fact=self.fact,
            verdict=self.verdict,
            evidence=self.evidence,
        )

    def finding(self, collection: str) -> Finding | None:
        """What a human should know; None where the two do not part.

        Its id survives a change of the numbers in it.
        """
        if self.verdict != "part":
            return None
        return Finding(
            id=finding_id("claim", (collection, self.source), self.what),
            kind="claim",
            severity=self.severity,
            subjects=(collection,),
            summary=self.summary,
            remedy=self.remedy,
            claim=self.claim,
            fact=self.fact,
            evidence=self.evidence,
        )


def compare(story: Story, facts: Facts) -> Iterator[Judged]:
    """Every claim of a story that has a fact to be set beside; none before it is read up."""
    if story.unread or facts.held is None:
        return
    for judge in (_migrated, _total, _target, _outcome):
        judged = judge(story, facts, facts.held)
        if judged is not None:
            yield judged


def _migrated(story: Story, facts: Facts, held: int) -> Judged | None:
    claimed, due = story.migrated, story.due(facts.held_at - GRACE)
    if claimed is None:
        return None
    claim, fact, evidence = f"{claimed:,} migrated", facts.holds(), story.evidence()
    if held < claimed:
        if due is None or held >= due or facts.is_behind:
            return Judged("migrated", story.source, claim, fact, "pending", evidence)
        reason = facts.reason()
        summary = f"{story.name} says {claim}, {fact}: {claimed - held:,} short"
        return Judged(
            *("migrated", story.source, claim, fact, "part", evidence),
            summary=f"{summary}; {reason}" if reason else summary,
            remedy=_COMPARE_IDS if held else _WRITES_NOTHING,
        )
    if not _is_idle(story, facts, due):
        return Judged("migrated", story.source, claim, fact, "agree", evidence)
    seconds = round(facts.counts.standing)
    return Judged(
        *("migrated", story.source, claim, f"{fact}, none came for {seconds} s", "part", evidence),
        summary=f"{story.name} claims more and more, {claimed:,} by now, but no point came to "
        f"{facts.collection} for {seconds} s: {fact}",
        remedy="it overwrites ids that exist already, or it writes nothing: look at one of them",
        severity=Severity.LOOK,
    )


def _is_idle(story: Story, facts: Facts, due: int | None) -> bool:
    """Whether points were claimed while the counts stood still for long."""
    counts = facts.counts
    if counts.standing_since is None or counts.standing < STALL or due is None:
        return False
    return due > story.claimed_at(counts.standing_since)


def _total(story: Story, facts: Facts, _: int) -> Judged | None:
    total, source = story.said().total, facts.expected
    if total is None or source is None or source.records is None:
        return None
    return Judged(
        what="total",
        source=story.source,
        claim=f"{total:,} to migrate",
        fact=f"{source.records:,} in {source.origin}",
        verdict="agree" if total == source.records else "part",
        evidence=story.evidence(),
        summary=f"{story.name} means to migrate {total:,}, {source.origin} holds "
        f"{source.records:,}",
        remedy="see whether it reads the same source, and all of its records",
        severity=Severity.LOOK,
    )


def _target(story: Story, facts: Facts, held: int) -> Judged | None:
    target = story.said().target
    if target is None:
        return None
    is_sure = facts.counts.standing >= STALL and not facts.is_behind
    return Judged(
        what="target",
        source=story.source,
        claim=f"{target:,} points in Qdrant",
        fact=facts.holds(),
        verdict="agree" if target == held else "part" if is_sure else "pending",
        evidence=story.evidence(),
        summary=f"{story.name} says that Qdrant holds {target:,}; counted exactly: {held:,}",
        remedy="its count is approximate or of another moment: believe the exact one",
        severity=Severity.LOOK,
    )


def _outcome(story: Story, facts: Facts, _: int) -> Judged | None:
    if story.completed is None or story.ending is None:
        return None
    claim, evidence = f"ended: {story.ending.text}", (story.ending,)
    grown = facts.grown_since_end.get(story.source, 0)
    if grown:
        return Judged(
            *("outcome", story.source, claim, f"{grown:,} points came afterwards"),
            *("part", evidence),
            summary=f"{story.name} says that it ended, but {grown:,} points came to "
            f"{facts.collection} afterwards",
            remedy="something still writes: another process of that tool, or someone else",
        )
    trouble = story.trouble
    if story.completed and trouble is not None:
        return Judged(
            *("outcome", story.source, claim, f"line {trouble.line}: {trouble.text}", "part"),
            evidence=(trouble, story.ending),
            summary=f"{story.name} ends with success (line {story.ending.line}) after a batch "
            f"failed (line {trouble.line}) that never arrived",
            remedy="believe the failure, and migrate that batch again",
        )
    if facts.counts.standing < GRACE:
        return Judged("outcome", story.source, claim, facts.holds(), "pending", evidence)
    fact = "no point came afterwards"
    return Judged("outcome", story.source, claim, fact, "agree", evidence)


def expectation(facts: Facts, *, is_over: bool) -> Judged | None:
    """What is held beside what is expected; None where either is not known.

    Args:
        facts: What is known.
        is_over: Whether nothing more can be hoped for.
    """
    source, held = facts.expected, facts.held
    if source is None or source.distinct_ids is None or held is None:
        return None
    gap = source.distinct_ids - held
    word = f"{gap:,} short" if gap > 0 else f"{-gap:,} more"
    reason = facts.reason() if gap > 0 else ""
    summary = f"{source.distinct_ids:,} points expected, {facts.holds()}: {word}"
    return Judged(
        what="expected",
        source=source.origin,
        claim=f"{source.distinct_ids:,} expected",
        fact=facts.holds(),
        verdict="agree" if not gap else "part" if is_over or gap < 0 else "pending",
        summary=f"{summary}; {reason}" if reason else summary,
        remedy=_COMPARE_IDS if gap > 0 else "see what else writes there, or was there before",
        severity=Severity.ACT if gap > 0 else Severity.LOOK,
    )
