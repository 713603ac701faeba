"""Two windows of one endpoint side by side: before and after a moment, as far as buckets tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from tui.panes.limits import TOLD, quantile
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from backend.model.latency_history import EndpointHistory, LatencyHistory
    from backend.model.qdrant import EndpointWindow

_CELL = 14


@dataclass(frozen=True)
class Span:
    """An interval in seconds, open below; `high` None where it lies beyond the last bound."""

    low: float
    high: float | None


def compared(
    found: EndpointHistory, history: LatencyHistory, since: datetime, why: str
) -> list[Line]:
    """Requests and quantile intervals before and after a moment, and what they can say.

    Both windows are equally long and touch that moment: as long as the time since then, or as what
    is kept of before.
    """
    # A slice that began before and ended after belongs to neither.
    begins = [history.ends[0] - timedelta(seconds=history.seconds)] if history.ends else []
    begins += history.ends[:-1]
    after = [place for place, begin in enumerate(begins) if begin >= since]
    earlier = [place for place, end in enumerate(history.ends) if end <= since]
    length = min(len(after), len(earlier))
    if not length:
        missing = "before" if after else "since"
        return [
            words(f"   before and after {why}", "strong"),
            words(
                f"   ○ nothing to compare yet: no whole {history.seconds:g} s {missing} it",
                "unknown",
            ),
        ]
    then, now = (_counts(found, places) for places in (earlier[-length:], after[:length]))
    minutes = history.seconds * length / 60
    told = f"   before and after {why}, {minutes:.1f} min each"
    head = f"   {'':<10}{'BEFORE':>{_CELL}}{'AFTER':>{_CELL}}"
    lines: list[Line] = [words(told, "strong"), words(head, "dim")]
    lines.append(words(f"   {'requests':<10}{sum(then):>{_CELL},}{sum(now):>{_CELL},}"))
    if not sum(then) or not sum(now):
        missing = "before" if not sum(then) else "after"
        return [*lines, words(f"   ○ no request of this endpoint {missing}", "unknown")]
    for q in TOLD:
        old, new = (span_of(counts, found.bounds, q) for counts in (then, now))
        lines.append(_row(q, old, new))
    return lines


def side_by_side(here: EndpointWindow, there: EndpointWindow, names: tuple[str, str]) -> list[Line]:
    """One endpoint in two places: requests and quantile intervals of each one's own window."""
    first, second = (fit(name, _CELL - 1, "right") for name in names)
    lines: list[Line] = [
        words(f"   {names[0]} beside {names[1]}, each in its own window", "strong"),
        words(f"   {'':<10} {first} {second}", "dim"),
        words(f"   {'requests':<10}{here.requests:>{_CELL},}{there.requests:>{_CELL},}"),
    ]
    for q in TOLD:
        mine, theirs = quantile(here, q), quantile(there, q)
        if mine is not None and theirs is not None:
            lines.append(_row(q, Span(mine.low, mine.high), Span(theirs.low, theirs.high)))
    return lines


def _counts(found: EndpointHistory, places: Sequence[int]) -> list[int]:
    """Requests per bucket over some slices; a merge of windows is the sum of their buckets."""
    whole = [0] * (len(found.bounds) + 1)
    for place in places:
        for bucket, count in enumerate(found.counts[place]):
            whole[bucket] += count
    return whole


def span_of(counts: Sequence[int], bounds: Sequence[float], q: float) -> Span:
    """The bucket that a quantile lies in: the first whose cumulated count reaches q of all."""
    rank = round(q * sum(counts), 6)  # takes back what 0.07 * 100 = 7.000000000000001 would add
    cumulated = accumulate(counts)
    place = next(place for place, total in enumerate(cumulated) if total >= rank and total)
    return Span(bounds[place - 1] if place else 0.0, bounds[place] if place < len(bounds) else None)


def verdict(before: Span, after: Span) -> str:
    """`faster` or `slower` only where the two intervals do not overlap."""
    if after.high is not None and after.high <= before.low:
        return "faster"
    if before.high is not None and before.high <= after.low:
        return "slower"
    return "cannot tell"


def _row(q: float, before: Span, after: Span) -> Line:
    said = verdict(before, after)
    role = {"faster": "fine", "slower": "look", "cannot tell": "unknown"}[said]
    glyph = {"faster": "●", "slower": "▲", "cannot tell": "○"}[said]
    old, new = (fit(_told(span), _CELL, "right") for span in (before, after))
    return (
        (f"   p{q * 100:<9.0f}", "text"),
        (f"{old}{new} ms", "text"),
        (f"  {glyph} {said}", role),
    )


def _told(span: Span) -> str:
    high = "∞" if span.high is None else f"{span.high * 1000:g}"
    return f"⟨{span.low * 1000:g}–{high}⟩"
