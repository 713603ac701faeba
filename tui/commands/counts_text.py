"""What documents count, number against number, as text for people."""

from collections.abc import Iterator, Sequence

from backend.model.counts import Count
from tui.widgets.marks import counted
from tui.widgets.text import clean

CLAIMS = 8
"""Numbers that are told of one thing at the most."""


def counts(found: Sequence[Count]) -> Iterator[str]:
    """Each thing with every number claimed of it, and the first line that states it."""
    yield "COUNTS as documents state them ⇢ as counted"
    for one in found:
        whose = f" of {clean(one.manager)}" if one.manager else ""
        fact = "n/a" if one.counted is None else f"{one.counted:,}"
        numbers = " / ".join(f"{claim.value:,}" for claim in one.claims[:CLAIMS])
        yield f"  {one.what}{whose}: {numbers} ⇢ {fact}"
        for claim in one.claims[:CLAIMS]:
            first = claim.evidence[0]
            many = counted(claim.lines, "line")
            off = abs(claim.value - one.counted) if one.counted is not None else 0
            differs = f", differs by {off:,}" if off else ""
            yield f"    {claim.value:6,} in {many:>9}, {clean(first.path)}:{first.line}{differs}"
