"""What Go files declare, without parsing most of them.

Four fifths of the time that parsing takes go into functions' bodies, and all that is wanted to be
known of one is whether it has a syntax error. Code repeats: but for their names, and when what they
hold in brackets is looked at apart, 5,800 functions of a real tree are made of 2,300 kinds of
statements. Each kind is shown to the grammar once, and because that knows no context, what it takes
alone it takes in its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.managers.checksums import Places
from backend.managers.go_outline.alphabet import BY_FORM, STRING
from backend.managers.go_outline.declarations import Declarations, declarations
from backend.managers.go_outline.doubts import doubts
from backend.managers.go_outline.groups import grouped
from backend.managers.go_outline.plain import plain_function, plain_struct
from backend.managers.go_outline.roles import roles
from backend.managers.go_outline.statements import rejected
from backend.managers.go_tokens import Cut
from backend.managers.source import Function, Type


@dataclass(frozen=True, slots=True)
class Outline:
    """A file by its plain declarations.

    Attributes:
        rest: The file without them, and with `{return}` for each other body in which nothing is
            wrong; lines keep their numbers. The grammar takes it where it takes the file.
        functions: Those left out, in their order; none of a file in which a body may be wrong.
        types: Those left out, in their order; as above.
    """

    rest: bytes
    functions: tuple[Function, ...] = ()
    types: tuple[Type, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether anything was left out."""
        return bool(self.functions or self.types)

    @property
    def begins(self) -> float:
        """The line where the first begins that was left out."""
        lines = [one.line for one in self.functions[:1]] + [one.line for one in self.types[:1]]
        return min(lines, default=inf)


def outlines(cut: Cut) -> list[Outline]:
    """The outlines of some files, which are UTF-8."""
    symbols, lined = _symbols(cut), _lined(cut)
    made = declarations(cut, symbols, lined)
    found = [*doubts(cut), *_wrong(cut, symbols, lined, made)]
    judged = _judged(cut, made, np.sort(np.concatenate(found)))
    files = zip(
        pairwise(cut.files.tolist()),
        pairwise(np.searchsorted(cut.begin[made.start], cut.files).tolist()),
        np.searchsorted(cut.breaks, cut.files[:-1]).tolist(),
        made.paired,
        strict=True,
    )
    return [
        _outline(cut.text[first : last - 1], judged[slice(*share)], first, lines, paired)
        for (first, last), share, lines, paired in files
    ]


class _Judged(NamedTuple):
    """A declaration.

    Attributes:
        start: Where its first token stands; in the text of all files, as the others.
        opening: Where its outer braces begin.
        closing: Where they end.
        lines: The lines of these.
        whole: Whether nothing in it is wrong.
        inner: Whether nothing in its braces is.
    """

    start: int
    opening: int
    closing: int
    lines: tuple[int, int, int]
    whole: bool
    inner: bool


def _judged(cut: Cut, made: Declarations, wrong: Places) -> list[_Judged]:
    tokens = made.start, made.opening, made.closing
    places = [cut.begin[some] for some in tokens]
    start, opening, closing = (np.searchsorted(wrong, some) for some in places)
    lines = zip(*(cut.lines[some].tolist() for some in tokens), strict=True)
    whole, inner = made.apart & (start == closing), opening == closing
    columns = *(some.tolist() for some in places), lines, whole.tolist(), inner.tolist()
    return [*starmap(_Judged, zip(*columns, strict=True))]


def _outline(
    text: bytes, judged: Sequence[_Judged], begin: int, above: int, paired: bool
) -> Outline:
    """The outline of a file.

    Args:
        text: Its content.
        judged: Its declarations.
        begin: Where it begins in the text of all files.
        above: The lines above it there.
        paired: Whether its brackets pair.
    """
    clear = paired and all(one.inner for one in judged)
    rest: list[bytes] = []
    told: list[Function | Type] = []
    at = 0
    for one in judged:
        start, opening, closing = one.start - begin, one.opening - begin, one.closing - begin
        first, brace, last = (line - above for line in one.lines)
        is_function = text.startswith(b"func", start)
        plain = text[start : (opening if is_function else closing) + 1].decode("utf-8", "replace")
        read = plain_function(plain, first, last) if is_function else plain_struct(plain, first)
        if read and clear and one.whole:
            told.append(read)
            rest += (text[at:start], b"\n" * (last - first))
            at = closing + 1
        elif is_function and one.inner:
            rest += (text[at : opening + 1], b"return", b"\n" * (last - brace))
            at = closing
    rest.append(text[at:])
    return Outline(
        b"".join(rest),
        tuple(one for one in told if isinstance(one, Function)),
        tuple(one for one in told if isinstance(one, Type)),
    )


def _wrong(
    cut: Cut, symbols: NDArray[np.uint8], lined: NDArray[np.bool_], made: Declarations
) -> Iterator[Places]:
    """Places in the text where declarations hold what the grammar may not take."""
    yield cut.begin[made.wrong]
    if len(made.start):
        groups = grouped(symbols, lined, made)
        for tokens in rejected(groups, roles(groups)):
            yield cut.begin[tokens]


def _symbols(cut: Cut) -> NDArray[np.uint8]:
    symbols = BY_FORM.take(cut.normal)
    quoted = np.flatnonzero(cut.quoted)
    texts = np.frombuffer(cut.text, np.uint8)[cut.begin[quoted]] != ord("'")
    symbols[quoted[texts]] = STRING
    return symbols


def _lined(cut: Cut) -> NDArray[np.bool_]:
    """Which tokens begin a line, not behind a comment or literal of several; and one more."""
    in_code = np.searchsorted(cut.apart, cut.breaks, side="right") % 2 == 1
    before = np.searchsorted(cut.begin, cut.breaks[in_code])
    lined = np.bincount(before, minlength=len(cut.begin) + 1) > 0
    lined[[0, -1]] = True
    return lined
