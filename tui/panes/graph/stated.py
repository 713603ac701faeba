"""What documents and manifests state of one manager, beside what the code says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.widgets.marks import counted
from tui.widgets.text import Line, crop, words

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem

_WRONG = ("elsewhere", "reversed", "nowhere")
_OTHER = "other"
"""A percentage of nobody knows what."""

_MOST = 3
"""Percentages that are told."""


def stated(ecosystem: Ecosystem, manager: str, cells: int) -> list[Line]:
    """How much of what documents and manifests state of it is not so, and their percentages."""
    things = [one for one in ecosystem.stated if one.manager == manager]
    held = Counter[str](one.held for one in things)
    wrong = ", ".join(f"{held[state]} {state}" for state in _WRONG if held[state])
    lines = []
    if wrong:
        told = f"{counted(len(things), 'thing')} stated ⇢ {wrong}"
        lines.append(words(crop(f" {told}", cells), "look"))
    shares = [one for one in ecosystem.shares if one.manager == manager and one.what != _OTHER]
    for one in shares[:_MOST]:
        fact = "not counted here" if one.counted is None else f"{one.counted:.0f} %"
        told = f"{one.what} {one.claims[0].value:g} % stated ⇢ {fact}"
        lines.append(words(crop(f" {told}", cells), "look"))
    return lines
