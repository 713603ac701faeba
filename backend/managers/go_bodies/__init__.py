"""Go files without the bodies of functions in which nothing is wrong.

Four fifths of the time that parsing takes go into bodies, and all that is wanted to be known of one
is whether it has a syntax error. Statements repeat: but for their names, and when what they hold in
brackets is looked at apart, 5,800 functions are made of 2,100 kinds of them. Each is shown to the
grammar once, and because that knows no context, what it takes alone it takes in its place.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_bodies.alphabet import BY_FORM, STRING
from backend.managers.go_bodies.doubts import doubts
from backend.managers.go_bodies.groups import grouped
from backend.managers.go_bodies.nesting import Nesting, nesting
from backend.managers.go_bodies.roles import roles
from backend.managers.go_bodies.statements import rejected
from backend.managers.go_tokens import Cut


def without_bodies(cut: Cut) -> list[bytes]:
    """The files with `{return}` for each body that the grammar takes; lines keep their numbers.

    The grammar takes what is left where it takes the whole file, if that is UTF-8.
    """
    symbols = _symbols(cut)
    lined = _lined(cut)
    nested = nesting(cut, symbols, lined)
    wrong = np.sort(np.concatenate([*doubts(cut), *_wrong(cut, symbols, lined, nested)]))
    begin, end = cut.begin[nested.first] + 1, cut.begin[nested.last]
    sure = np.searchsorted(wrong, begin) == np.searchsorted(wrong, end)
    begin, end = begin[sure], end[sure]
    lines = np.searchsorted(cut.breaks, end) - np.searchsorted(cut.breaks, begin)
    cuts = [*zip(begin.tolist(), end.tolist(), lines.tolist(), strict=True)]
    shares = pairwise(np.searchsorted(begin, cut.files).tolist())
    return [
        b"".join(_shortened(cut.text, first, last - 1, cuts[slice(*share)]))
        for (first, last), share in zip(pairwise(cut.files.tolist()), shares, strict=True)
    ]


def _symbols(cut: Cut) -> NDArray[np.uint8]:
    symbols = BY_FORM.take(cut.normal)
    quoted = np.flatnonzero(cut.quoted)
    texts = np.frombuffer(cut.text, np.uint8)[cut.begin[quoted]] != ord("'")
    symbols[quoted[texts]] = STRING
    return symbols


def _wrong(
    cut: Cut, symbols: NDArray[np.uint8], lined: NDArray[np.bool_], nested: Nesting
) -> Iterator[Places]:
    """Places in the text where bodies hold what the grammar may not take."""
    yield cut.begin[nested.wrong]
    if len(nested.first):
        groups = grouped(symbols, lined, nested)
        for tokens in rejected(groups, roles(groups)):
            yield cut.begin[tokens]


def _lined(cut: Cut) -> NDArray[np.bool_]:
    """Which tokens begin a line: not behind a comment or literal of several lines."""
    in_code = np.searchsorted(cut.apart, cut.breaks, side="right") % 2 == 1
    before = np.searchsorted(cut.begin, cut.breaks[in_code])
    lined = np.bincount(before, minlength=len(cut.begin) + 1)[:-1] > 0
    lined[:1] = True
    return lined


def _shortened(
    text: bytes, first: int, last: int, bodies: list[tuple[int, int, int]]
) -> Iterator[bytes]:
    for begin, end, lines in bodies:
        yield text[first:begin]
        yield b"return" + b"\n" * lines
        first = end
    yield text[first:last]
