"""Searches that Passerelle makes itself: how long they take exactly, and what a load they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.widgets.marks import bytes_words, counted, flagged
from tui.widgets.text import Line, words

if TYPE_CHECKING:
    from backend.model.active import ActiveTimings
    from tui.readings import Picture


def active_lines(picture: Picture) -> list[Line]:
    """Two lines where searches were asked for, and none where they were not."""
    held = picture.held.get("qdrant.active")
    if held is None:
        return []
    if held.error is not None:
        return [flagged("unknown", f"no searches of our own: {held.error.summary}")]
    if held.value is None:
        return []
    found = cast("ActiveTimings", held.value)
    quantiles = (("p50", found.p50), ("p90", found.p90), ("p95", found.p95), ("p99", found.p99))
    figures = "  ".join(f"{name} {_milliseconds(value)}" for name, value in quantiles)
    trouble = [counted(found.errors, "error")] if found.errors else []
    trouble += [f"{found.missed:,} never sent, it could not follow"] if found.missed else []
    load = found.load
    cost = f", {bytes_words(load.bytes_per_second)}/s" if load is not None else ""
    return [
        (
            ("   own searches ", "dim"),
            (f"{figures} ms", "text"),
            (f", to 1 %, of {found.count:,} in {found.seconds:.0f} s  ", "dim"),
            (f"■ {', '.join(trouble)}" if trouble else "", "act"),
        ),
        words(f"     {found.rate:g}/s{cost} of load by {found.request}", "dim"),
    ]


def _milliseconds(seconds: float | None) -> str:
    return "?" if seconds is None else f"{seconds * 1000:.3g}"
