"""Which rows a filter leaves in: those that hold a text, letters in their order, or an expression.

`git` finds the text anywhere; `~dpmg` its letters in this order within one word, as in
`dependency-manager`; `/^git.*er$/` a regular expression. A `!` before any of them turns it round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tui.widgets.text import Line, clean

FUZZY, REGEX, INVERSE = "~", "/", "!"

MARK = "accent underline"
"""How what was found is drawn: the line under it tells it without colour."""

_LONGEST = 2_000
"""Characters of a row that a regular expression looks at."""
_ENDLESS = re.compile(r"(?<!\\)[*+}]\??\)(?:[*+]|\{\d*,\d*\})")
"""A repetition that is repeated as a whole, which may take for ever on a text that nearly fits."""


@dataclass(frozen=True)
class Filter:
    """What was typed, understood.

    Attributes:
        plain: Text to look for, lower case; for `fuzzy` one word or several.
        regex: Instead of these.
        problem: Why what was typed cannot be looked for; then every row stays.
    """

    plain: str = ""
    fuzzy: bool = False
    regex: re.Pattern[str] | None = None
    inverse: bool = False
    problem: str = ""

    def keeps(self, text: str) -> bool:
        """Whether a row of this text stays."""
        if self.problem:
            return True
        return self._holds(text) is not self.inverse

    def _holds(self, text: str) -> bool:
        if self.regex is not None:
            return self.regex.search(text[:_LONGEST]) is not None
        folded = text.casefold()
        if self.fuzzy:
            words = folded.split()
            return all(any(_in_order(part, word) for word in words) for part in self.plain.split())
        return self.plain in folded

    def found(self, text: str) -> list[tuple[int, int]]:
        """Where in a text it is, as ranges of characters in order; none where it is inverse."""
        if self.problem or self.inverse or not (self.plain or self.regex):
            return []
        if self.regex is not None:
            return [one.span() for one in self.regex.finditer(text[:_LONGEST]) if one[0]]
        folded = text.casefold()
        if len(folded) != len(text):
            return []
        if self.fuzzy:
            return sorted(set(self._letters(folded)))
        return [one.span() for one in re.finditer(re.escape(self.plain), folded)]

    def _letters(self, folded: str) -> Iterator[tuple[int, int]]:
        """The letters of each part in the first word that holds it."""
        words = list(re.finditer(r"\S+", folded))
        for part in self.plain.split():
            word = next((one for one in words if _in_order(part, one[0])), None)
            if word is not None:
                at = word.start()
                for letter in part:
                    at = folded.index(letter, at) + 1
                    yield at - 1, at


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


@lru_cache(maxsize=64)
def parsed(typed: str) -> Filter:
    """What a typed filter means; a regular expression that cannot be used is told, not raised."""
    inverse = typed.startswith(INVERSE)
    rest = typed.removeprefix(INVERSE)
    if rest.startswith(REGEX):
        expression = rest[1:]
        if expression.endswith(REGEX) and not expression.endswith("\\/"):
            expression = expression[:-1]
        return _regex(expression, inverse=inverse)
    if rest.startswith(FUZZY):
        return Filter(rest[1:].casefold().strip(), fuzzy=True, inverse=inverse)
    return Filter(rest.casefold(), inverse=inverse)


def _regex(expression: str, *, inverse: bool) -> Filter:
    if _ENDLESS.search(expression):
        return Filter(problem="repeats what repeats already, which may never end")
    try:
        return Filter(regex=re.compile(expression, re.IGNORECASE), inverse=inverse)
    except (re.error, OverflowError, RecursionError) as error:
        return Filter(problem=f"no expression: {error}")


def marked(line: Line, wanted: Filter) -> Line:
    """A line in which what was found is marked."""
    cleaned = [(clean(text), role) for text, role in line]
    ranges = wanted.found("".join(text for text, _ in cleaned))
    if not ranges:
        return line
    parts: list[tuple[str, str]] = []
    start = 0
    for text, role in cleaned:
        end, at = start + len(text), start
        for low, high in ranges:
            first, last = max(low, at), min(high, end)
            if first < last:
                parts.append((text[at - start : first - start], role))
                parts.append((text[first - start : last - start], f"{role} {MARK}"))
                at = last
        parts.append((text[at - start :], role))
        start = end
    return tuple((text, role) for text, role in parts if text)
