"""A pickle's instructions, gone through without obeying one.

Some of them take memory for a number that stands in the pickle, before anything of it is there: of
a few bytes, gigabytes. The instructions are those of the standard library's `pickletools`.
"""

import re
from struct import Struct

_FIXED = re.compile(
    rb"(?:[(01N2RQabdelostu)\]}\x81\x85-\x89\x8f-\x93\x97\x98]"
    rb"|[Kh\x80\x82].|[M\x83].{2}|[Jj\x84].{4}|[G\x95].{8}"
    rb"|[FILPSVg][^\n]*+\n|[ci][^\n]*+\n[^\n]*+\n)++",
    re.DOTALL,
)
"""Instructions of a length that is known or to the end of a line, as many as follow one another."""

_SIZED = {
    **dict.fromkeys((b"U", b"C", b"\x8a", b"\x8c"), Struct("<B")),
    **dict.fromkeys((b"T", b"X", b"B", b"\x8b"), Struct("<I")),
    **dict.fromkeys((b"\x8d", b"\x8e", b"\x96"), Struct("<Q")),
}
_MEMOIZE, _STOP = b"\x94", b"."
_PUT = {b"q": Struct("<B"), b"r": Struct("<I")}
_PUT_LINE = b"p"


class Unsafe(Exception):  # noqa: N818  (a verdict, not a fault)
    """The pickle asks for more memory than what stands in it takes."""


def check(data: bytes) -> None:
    """See that nothing asks for memory by a number alone.

    Args:
        data: The whole pickle.

    Raises:
        Unsafe: Something does.
        ValueError: It is no pickle, or not all of it.
    """
    at = puts = 0
    while True:
        if run := _FIXED.match(data, at):
            at = run.end()
        code, at = data[at : at + 1], at + 1
        if code == _STOP:
            return
        if code == _MEMOIZE:
            puts += 1
        elif code in _PUT or code == _PUT_LINE:
            index, at = _index(data, code, at)
            if index > puts:  # pickles count them, and memory is taken for all below
                raise Unsafe(f"memory for {index:,} entries after {puts:,}")
            puts += 1
        else:
            at = _behind(data, code, at)


def _index(data: bytes, code: bytes, at: int) -> tuple[int, int]:
    """The number of an entry, and where the instruction ends."""
    if code == _PUT_LINE:
        end = data.find(b"\n", at)
        return int(data[at:end]), end + 1
    size = _PUT[code].size
    return _number(_PUT[code], data, at), at + size


def _behind(data: bytes, code: bytes, at: int) -> int:
    """Where an instruction that carries text, bytes or a long number ends."""
    size = _SIZED.get(code)
    if size is None:
        raise ValueError("it ends before its end, or has an instruction that there is not")
    length = _number(size, data, at)
    at += size.size
    end = at + length
    if end > len(data):
        raise Unsafe(f"memory for {length:,} bytes and holds {len(data) - at:,}")
    return end


def _number(form: Struct, data: bytes, at: int) -> int:
    if at + form.size > len(data):
        raise ValueError("it ends within an instruction")
    (number,) = form.unpack_from(data, at)
    return int(number)
