"""A latency histogram: one bar a bucket, the quantiles and the limit beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.limits import TOLD
from tui.widgets.bars import bar
from tui.widgets.text import Line, fit, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.model.qdrant import Bucket, EndpointWindow, Quantile

_LABEL = 9
_BESIDE = 17


def span(found: Quantile) -> str:
    """The interval in which a quantile lies, in milliseconds: `⟨5–10⟩`."""
    high = "∞" if found.high is None else f"{found.high * 1000:g}"
    return f"⟨{found.low * 1000:g}–{high}⟩"


def interval(found: Quantile) -> str:
    """The same with its unit: `⟨5–10⟩ ms`."""
    return f"{span(found)} ms"


def bound(upper: float | None) -> str:
    """A bucket's label: `≤5 ms`, `≤2 s`, `>last` for the one without an end."""
    if upper is None:
        return "beyond"
    return f"≤{upper:g} s" if upper >= 1 else f"≤{upper * 1000:g} ms"


def histogram(item: EndpointWindow, limit: float | None, cells: int, rows: int) -> list[Line]:
    """At most so many rows; buckets above the limit, in seconds, are drawn in another colour."""
    buckets = shown(item.buckets, rows)
    most = max((bucket.count for bucket in buckets), default=0)
    numbers = max((len(f"{bucket.count:,}") for bucket in buckets), default=1) + 1
    room = max(4, cells - _LABEL - _BESIDE - numbers - 4)
    lines: list[Line] = []
    below = 0.0
    for bucket in buckets:
        filled = bar(bucket.count / most if most else 0.0, room)
        late = limit is not None and (bucket.upper is None or bucket.upper > limit)
        count = f"{bucket.count:,}" if bucket.count else "·"
        lines.append(
            (
                (fit(bound(bucket.upper), _LABEL, "right"), "dim"),
                (" ▏", "rule"),
                (f"{filled}{' ' * (room - len(filled))} ", "look" if late else "bar"),
                *spread(_beside(item, limit, below, bucket.upper), (), _BESIDE),
                (fit(count, numbers, "right"), "text" if bucket.count else "rule"),
            )
        )
        below = bucket.upper or below
    return lines


def room_for(item: EndpointWindow, limit: float | None, most: int, wanted: int) -> int:
    """Rows to draw in: those wanted, and more where requests or the limit would not be seen."""
    told = [
        place
        for place, one in enumerate(item.buckets, 1)
        if one.count or (limit is not None and one.upper == limit)
    ]
    return min(most, max(3, wanted, *told[-1:]))


def shown(buckets: Sequence[Bucket], rows: int) -> Sequence[Bucket]:
    """The buckets that there is room for; together they count every request.

    Where not all fit, the slowest go while they are empty, then the quickest are counted together:
    slow requests are what one looks for.
    """
    last = max((place for place, bucket in enumerate(buckets) if bucket.count), default=0)
    end = max(last + 1, min(len(buckets), rows))
    start = max(0, end - rows)
    if not start:
        return buckets[:end]
    quick = sum(bucket.count for bucket in buckets[: start + 1])
    first = buckets[start].model_copy(update={"count": quick})
    return [first, *buckets[start + 1 : end]]


def _beside(item: EndpointWindow, limit: float | None, below: float, upper: float | None) -> Line:
    """Which quantiles end in a bucket, and whether the limit does."""
    ending = [
        f"p{one.q * 100:.0f}"
        for one in item.quantiles
        if one.q in TOLD and _ends(one.high, below, upper)
    ]
    spans: list[tuple[str, str]] = []
    if ending:
        spans.append((f"◂ {' '.join(ending)} ", "strong"))
    if limit is not None and _ends(limit, below, upper):
        spans.append(("┄ limit", "title"))
    return tuple(spans)


def _ends(at: float | None, below: float, upper: float | None) -> bool:
    """Whether a time, None for infinity, is above one bound and not above the other."""
    if at is None or upper is None:
        return upper is None and (at is None or at > below)
    return below < at <= upper
