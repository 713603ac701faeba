"""What documents and manifests state beside what the code says, as text for people."""

from collections import Counter
from collections.abc import Iterator, Sequence

from backend.model.finding import Evidence
from backend.model.stated import HELD, Share, Stated
from tui.widgets.marks import counted
from tui.widgets.text import clean

WRONG = 8
"""Things that are not as stated that are told of one kind; the rest is counted."""

SHARES = 20
"""Percentages that are told, those of all managers first."""

VALUES = 6
"""Percentages of one thing that are told."""

_WHAT = {
    "manager": ("manager", "managers"),
    "interface": ("interface", "interfaces"),
    "module": ("source file", "source files"),
    "package": ("import path", "import paths"),
    "dependency": ("dependency", "dependencies"),
}


def stated(found: Sequence[Stated]) -> Iterator[str]:
    """How many of each kind are there, then those that are not as stated, with their lines."""
    yield "STATED in documents and manifests ⇢ in the code"
    for what, nouns in _WHAT.items():
        things = [one for one in found if one.what == what]
        if not things:
            continue
        held = Counter[str](one.held for one in things)
        states = ", ".join(
            f"{held[state]} {_state(state, held[state])}" for state in HELD if held[state]
        )
        yield f"  {len(things)} {nouns[len(things) != 1]} ⇢ {states}"
        wrong = sorted(
            (one for one in things if one.held != "exists"),
            key=lambda one: (-HELD.index(one.held), one.manager, one.name),
        )
        for one in wrong[:WRONG]:
            where = _place(one.evidence)
            yield f"    {one.held:<9} {_name(one)} ⇢ {clean(one.fact)}  {where}"
        if len(wrong) > WRONG:
            yield f"    and {len(wrong) - WRONG} more: --format csv --table stated tells all"


def shares(found: Sequence[Share]) -> Iterator[str]:
    """Each percentage, what was counted, and the first line that states it."""
    yield "PERCENTAGES as documents state them ⇢ as counted here"
    for one in found[:SHARES]:
        whose = f" of {clean(one.manager)}" if one.manager else ""
        values = " / ".join(f"{claim.value:g}" for claim in one.claims[:VALUES])
        first = one.claims[0]
        lines = sum(claim.lines for claim in one.claims)
        fact = "not counted here" if one.counted is None else f"{one.counted:.1f} %"
        beside = f" ({one.beside})" if one.beside else ""
        more = " …" if len(one.claims) > VALUES else ""
        yield f"  {one.what}{whose}: {values}{more} % ⇢ {fact}{beside}"
        yield f"    in {counted(lines, 'line')}, first {_place(first.evidence)}"
    if len(found) > SHARES:
        yield f"  and {len(found) - SHARES} more: --format csv --table shares tells all"


def _state(held: str, many: int) -> str:
    return "exist" if held == "exists" and many != 1 else held


def _name(one: Stated) -> str:
    if one.what == "dependency":
        return clean(f"{one.manager} → {one.name}")
    return clean(f"{one.manager}: {one.name}" if one.manager else one.name)


def _place(evidence: Sequence[Evidence]) -> str:
    return f"{clean(evidence[0].path)}:{evidence[0].line}"
