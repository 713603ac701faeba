"""How far a manager keeps the interface that all are to implement, for the side panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.evidence import place
from tui.widgets.text import Line, crop, tail, words

if TYPE_CHECKING:
    from backend.model.contract import Contract, Implementation


def kept(contract: Contract | None, manager: str, cells: int) -> list[Line]:
    """One line a method; where signatures differ the declared one stands above the found one."""
    if contract is None:
        return []
    best = contract.best(manager)
    many = len(contract.methods)
    if best is None:
        return [words(f" {contract.name} 0 of {many} methods", "title")]
    where = tail(place(best.evidence), cells - 4)
    lines: list[Line] = [
        words(f" {contract.name} {best.same()} of {many} in {best.type}", "title"),
        words(f"  {where}", "dim"),
    ]
    if best.mock:
        rules = ", ".join(sorted({one.rule or "" for one in best.mock}))
        lines.append(words(f"  ▲ a mock, by {rules}", "look"))
    return [*lines, *_methods(contract, best, cells)]


def _methods(contract: Contract, best: Implementation, cells: int) -> list[Line]:
    held = {one.name: one for one in best.methods}
    lines: list[Line] = []
    missing = []
    for wanted in contract.methods:
        found = held.get(wanted.name)
        if found is None:
            missing.append(wanted.name)
        elif found.same:
            lines.append((("  ✓ ", "fine"), (wanted.name, "text")))
        else:
            declared = crop(f"{wanted.name}{wanted.signature}", cells - 6)
            differs = crop(f"⇢ {found.signature} :{found.evidence.line}", cells - 6)
            lines += [(("  ≠ ", "look"), (declared, "text")), ((f"    {differs}", "dim"),)]
    if missing:
        declared = tail(place(contract.methods[0].evidence), cells - 16)
        lines.append((("  ✗ ", "look"), (crop(", ".join(missing), cells - 6), "text")))
        lines.append(words(f"    declared in {declared}", "dim"))
    return lines
