"""Per manager figures and the shared interface as text for people."""

from collections.abc import Iterator, Sequence

from backend.model.contract import Contract, Implementation
from backend.model.ecosystem import Manager
from tui.widgets.marks import counted
from tui.widgets.text import clean, crop, width

NAME = 30
"""Columns of a manager's name."""

LONGEST = 100
"""Columns of a line of figures."""


def figures(managers: Sequence[Manager]) -> Iterator[str]:
    """Abstractness, distance, LCOM4, import statements and tests; `n/a` is what is not measured."""
    yield "FIGURES of Go and tests: A abstractness, D distance from the main sequence, LCOM4"
    yield f"  {_left('', NAME)}    A     D  LCOM4  in out  tests  falls into most parts"
    for one in managers:
        found = one.metrics
        cohesion = found.cohesion
        worst = f"{clean(cohesion.worst)} {cohesion.most}" if cohesion and cohesion.most > 1 else ""
        yield crop(
            f"  {_left(one.name, NAME)} {_fixed(found.abstractness):>4}  "
            f"{_fixed(found.distance):>4}  {_fixed(cohesion.mean if cohesion else None):>5} "
            f"{_whole(found.fan_in):>3} {_whole(found.fan_out):>3}  "
            f"{_whole(found.tests):>5}  {worst}",
            LONGEST,
        ).rstrip()


def contract(agreed: Contract) -> Iterator[str]:
    """The interface, its shapes, and each manager's best type beside it."""
    place = agreed.declared[0]
    yield (
        f"CONTRACT {agreed.name}: {counted(len(agreed.methods), 'method')}, "
        f"{clean(place.path)}:{place.line}"
        + (f" and {len(agreed.shapes)} other shapes" if agreed.shapes else "")
    )
    for number, method in enumerate(agreed.methods, start=1):
        yield f"  {number:2} {clean(method.name)}{clean(method.signature)}"
    yield "  = as declared, ≠ with another signature, – missing; each manager's best type"
    yield f"  {_left('', NAME)} {''.join(f'{at:3}' for at in range(1, 1 + len(agreed.methods)))}"
    seen = set()
    for one in agreed.implementations:
        if one.manager not in seen:
            seen.add(one.manager)
            marks = _marks(agreed, one)
            yield f"  {_left(one.manager, NAME)} {marks} {clean(one.type)}{_mock(one)}"


def _marks(agreed: Contract, one: Implementation) -> str:
    same = {method.name: "=" if method.same else "≠" for method in one.methods}
    return "".join(f"{same.get(method.name, '–'):>3}" for method in agreed.methods)


def _mock(one: Implementation) -> str:
    rules = sorted({item.rule or "" for item in one.mock})
    return f" (mock by {', '.join(rules)})" if rules else ""


def _left(text: str, cells: int) -> str:
    shown = crop(text, cells)
    return shown + " " * (cells - width(shown))


def _fixed(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def _whole(value: int | None) -> str:
    return "n/a" if value is None else str(value)
