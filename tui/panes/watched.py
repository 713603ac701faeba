"""A migration that is not ours in lines: what its tool claims, and what Qdrant holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.panes.collection import optimization_lines
from tui.panes.states import remedy
from tui.widgets.bars import bar, sparkline
from tui.widgets.marks import MARKS, age_words, duration_words, flagged, worst
from tui.widgets.text import Line, joined, tail, words, wrap

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.finding import Finding
    from backend.model.watched import Comparison, Indexing, Said, Watched

_MARKS = {
    "unknown": "unknown",
    "waiting": "unknown",
    "filling": "fine",
    "stalled": "act",
    "quiet": "fine",
    "indexing": "fine",
    "ended": "fine",
    "gone": "look",
}
_SAID = {
    "unknown": "Qdrant has not answered yet",
    "waiting": "no such collection yet; it is looked for again",
    "stalled": "more points are expected, and none arrives",
    "quiet": "no point arrives, and nothing says how many should",
    "indexing": "what should come has come; the optimizer still works",
    "ended": "nothing more arrives; green and stable",
    "gone": "the collection is there no more; below is what it held",
}


def watched_mark(watched: Watched) -> str:
    """How much a watched migration asks of a human."""
    marks = [str(finding.severity) for finding in watched.findings]
    trouble = "stale" if watched.error else "fine"
    return worst(_MARKS[watched.state], trouble, *(mark for mark in marks if mark in MARKS))


def watched_lines(watched: Watched, now: datetime, cells: int) -> list[Line]:
    """Everything about one watched migration, the most urgent first."""
    lines: list[Line] = []
    if watched.state in _SAID:
        said = f"{watched.state}: {_SAID[watched.state]}"
        lines.append(flagged(_MARKS[watched.state], said))
    if watched.error:
        lines.append(flagged("stale", watched.error))
    lines += [*_progress(watched, cells), _figures(watched, now)]
    for finding in watched.findings:
        lines += _finding(finding, cells)
    quiet = [one for one in watched.comparisons if one.verdict != "part"]
    lines += [_agreed(one) for one in quiet if one.what != "expected"]  # the bar shows that
    lines += [_source(said, now) for said in watched.said]
    if watched.indexing is not None:
        lines += _indexing(watched.indexing)
    steps = [max(0, after - before) for before, after in pairwise(watched.growth.history)]
    if any(steps):
        lines.append((("   growth ", "dim"), (sparkline(steps, max(10, cells - 14)), "bar")))
    return lines


def _progress(watched: Watched, cells: int) -> Iterator[Line]:
    """A bar where it is known how many points should be there in the end."""
    expected, held = watched.expected, watched.growth.exact
    if expected is None:
        return
    if expected.error:
        yield flagged("look", f"cannot be counted: {expected.error}")
    elif not expected.distinct_ids:
        yield words(f"   … counting {tail(expected.origin, max(10, cells - 16))}", "dim")
    elif held is not None:
        room = max(10, cells - 12)
        share = min(1.0, held / expected.distinct_ids)
        filled = bar(share, room)
        rest = "·" * (room - len(filled))
        percent = f"{100 * held / expected.distinct_ids:.1f} %"
        yield (("   ", ""), (filled, "bar"), (rest, "track"), (f"{percent:>8}", "strong"))


def _figures(watched: Watched, now: datetime) -> Line:
    growth, expected = watched.growth, watched.expected
    if growth.exact is None or growth.exact_at is None:
        return words("   ○ not counted yet", "dim")
    whole = expected.distinct_ids if expected else None
    of = f" / {whole:,} points" if whole is not None else " points"
    parts: list[Line] = [((f"   {growth.exact:,}", "strong"), (of, "text"))]
    if watched.state == "filling" and growth.rate is not None:
        interval = f" ⟨{growth.rate_low or 0:,.0f}–{growth.rate_high or 0:,.0f}⟩"
        parts.append(((f"{growth.rate:,.0f}/s", "text"), (interval, "dim")))
        parts.append(_eta(watched))
    age = age_words((now - growth.exact_at).total_seconds())
    parts.append(words(f"exact {age} ago", "dim"))
    if growth.approximate is not None and growth.approximate != growth.exact:
        parts.append(words(f"≈ {growth.approximate:,} now", "dim"))
    return joined(parts)


def _eta(watched: Watched) -> Line:
    low, high = watched.growth.eta_low, watched.growth.eta_high
    if low is None:
        return words("ETA ?", "unknown")
    until = duration_words(high) if high is not None else "?"
    return (("ETA ", "dim"), (f"⟨{duration_words(low)}–{until}⟩", "strong"))


def _finding(finding: Finding, cells: int) -> Iterator[Line]:
    """What claims and facts do not agree on, and what to do about it."""
    mark = MARKS[finding.severity if finding.severity in MARKS else "unknown"]
    for place, text in enumerate(wrap(finding.summary, max(20, cells - 6))):
        yield ((f"   {' ' if place else mark.glyph} ", mark.role), (text, "text"))
    yield from remedy(finding.remedy, cells)


def _agreed(one: Comparison) -> Line:
    """A claim that agrees with its fact, or that the fact may still catch up with."""
    sign = "=" if one.verdict == "agree" else "…"
    return words(f"   {one.claim} {sign} {one.fact}", "dim")


def _source(said: Said, now: datetime) -> Line:
    """Who claims something, how far it is by its own account, and how long ago it spoke."""
    name = said.source.rsplit("/", 1)[-1]
    if said.error:
        return flagged("look", f"{tail(name, 30)}: {said.error}")
    if said.unread:
        return words(f"   {tail(name, 30)}: {said.unread:,} bytes still to be read", "dim")
    if said.at is None:
        return words(f"   {tail(name, 30)}: says nothing that is known", "dim")
    of = f" / {said.batches:,}" if said.batches is not None else ""
    parts = [
        f"{tail(name, 30)} claims",
        f"batch {said.batch:,}{of}" if said.batch is not None else "",
        f"{said.failed:,} failed" if said.failed else "",
        said.outcome or "",
        f"{age_words((now - said.at).total_seconds())} ago",
    ]
    return (("   ", ""), *joined(words(part, "dim") for part in parts if part))


def _indexing(found: Indexing) -> Iterator[Line]:
    queue = found.update_queue
    parts = [
        f"   {found.status}{' and stable' if found.settled else ''}",
        f"indexed {found.indexed:,} of {found.points or 0:,}" if found.indexed is not None else "",
        f"update queue {queue:,}" if queue is not None else "",
        f"deferred {found.deferred:,}" if found.deferred else "",
        f"optimizer: {found.optimizer}" if found.optimizer != "ok" else "",
        "this Qdrant does not tell its optimizations" if found.offered is False else "",
    ]
    yield joined(words(part, "dim") for part in parts if part)
    if found.optimizations is not None:
        yield from optimization_lines(found.optimizations)
