"""Two texts beside each other, what differs marked line by line and within the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from tui.widgets.text import Line, Span, crop_line, line_width

_BESIDE_FROM = 96
"""Cells from which on both texts stand beside each other instead of below."""

_TAB = 4
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

Parts = tuple[tuple[str, bool], ...]
"""A line in parts, each with whether the other line has it otherwise."""


class Pair(NamedTuple):
    """A line of the one text and what stands in its place in the other.

    Attributes:
        sign: ` ` where both are alike, `~` where they differ, `-` or `+` where only one has it.
    """

    sign: str
    left: Parts | None
    right: Parts | None


def pairs(first: Sequence[str], second: Sequence[str]) -> list[Pair]:
    """The lines of two texts, those that are alike beside each other."""
    one, two = ([line.expandtabs(_TAB) for line in text] for text in (first, second))
    found: list[Pair] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Pair(" ", ((line, False),), ((line, False),)) for line in one[a0:a1]]
            continue
        found += [_pair(left, right) for left, right in zip_longest(one[a0:a1], two[b0:b1])]
    return found


def alike(found: Sequence[Pair]) -> float:
    """The share of lines that both have, from 0 to 1; 1 for two empty texts."""
    return sum(pair.sign == " " for pair in found) / len(found) if found else 1.0


def difference_lines(found: Sequence[Pair], cells: int) -> list[Line]:
    """Both beside each other where there is room, else one below the other."""
    if cells >= _BESIDE_FROM:
        return [_beside(pair, cells) for pair in found]
    return [line for pair in found for line in _below(pair)]


def _pair(left: str | None, right: str | None) -> Pair:
    if left is None:
        return Pair("+", None, ((right or "", True),))
    if right is None:
        return Pair("-", ((left, True),), None)
    one, two = _TOKEN.findall(left), _TOKEN.findall(right)
    steps = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    return Pair(
        "~",
        tuple(_parts(one, ((a0, a1, tag != "equal") for tag, a0, a1, _, _ in steps))),
        tuple(_parts(two, ((b0, b1, tag != "equal") for tag, _, _, b0, b1 in steps))),
    )


def _parts(
    tokens: Sequence[str], steps: Iterator[tuple[int, int, bool]]
) -> Iterator[tuple[str, bool]]:
    for start, end, other in steps:
        if text := "".join(tokens[start:end]):
            yield text, other


def _spans(parts: Parts | None, role: str) -> Line:
    return tuple((text, f"{role} strong bold" if other else "text") for text, other in parts or ())


def _beside(pair: Pair, cells: int) -> Line:
    half = (cells - 6) // 2
    left, right = crop_line(_spans(pair.left, "look"), half), _spans(pair.right, "look")
    sign: Span = (f"{pair.sign} ", "dim" if pair.sign == " " else "look")
    gap = " " * (half - line_width(left))
    return ((" ", ""), sign, *left, (f"{gap} │ ", "rule"), *right)


def _below(pair: Pair) -> Iterator[Line]:
    if pair.sign == " ":
        yield ((" ", ""), ("  ", ""), *_spans(pair.left, ""))
        return
    for sign, parts in (("-", pair.left), ("+", pair.right)):
        if parts is not None:
            yield ((" ", ""), (f"{sign} ", "look"), *_spans(parts, "look"))
