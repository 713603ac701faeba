"""Which Go files a build for linux/amd64 takes, by go/build's own rules.

The platform is that of Go's own default on most servers, with cgo, and every released Go
version counts as reached: what a file asks of the world is judged the same on every machine.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from backend.managers.text import shown

_SYSTEMS = """
aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris
wasip1 windows zos
"""
_PROCESSORS = """
386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32
mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm
"""
_KNOWN_SYSTEMS = frozenset(_SYSTEMS.split())
_KNOWN_PROCESSORS = frozenset(_PROCESSORS.split())
_HOLDS = frozenset({"linux", "amd64", "unix", "cgo", "gc", "amd64.v1"})
_RELEASE = re.compile(r"go1\.([0-9]+)")
_NEWEST = 27
"""Minor version of the newest Go that counts as reached."""

_BLOCK = "/*"
_TOKEN = re.compile(r"\s*(&&|\|\||[!()]|[\w.]+)")


def is_excluded(name: str, source: bytes) -> bool:
    """Whether no build for linux/amd64 takes the file.

    Args:
        name: Of the file, without its folder.
        source: UTF-8 without byte order mark.
    """
    if not _name_fits(name):
        return True
    if b"build" not in source:
        return False
    lines = tuple(_header(source))
    for line in lines:
        if re.match(r"//go:build(\s|$)", line):
            try:
                return not _Expression(line[10:]).value()
            except ValueError:  # Go refuses such a file
                return True
    return any(not _plus_build(line) for line in _before_blank(lines))


def _holds(tag: str) -> bool:
    release = _RELEASE.fullmatch(tag)
    return int(release[1]) <= _NEWEST if release else tag in _HOLDS


def _name_fits(name: str) -> bool:
    """By `_GOOS`, `_GOARCH` or `_GOOS_GOARCH` at its end, `_test` left out."""
    parts = name.partition(".")[0].split("_")[1:]
    if parts and parts[-1] == "test":
        parts.pop()
    last = parts[-1] if parts else ""
    if last in _KNOWN_PROCESSORS:
        system = parts[-2] if len(parts) > 1 and parts[-2] in _KNOWN_SYSTEMS else "linux"
        return _holds(last) and _holds(system)
    return last not in _KNOWN_SYSTEMS or _holds(last)


def _header(source: bytes) -> Iterator[str]:
    """Lines before the first that is neither blank nor a comment; of block comments the mark."""
    inside = False
    for raw in source.split(b"\n"):
        line = raw.strip()
        if not inside and (not line or line.startswith(b"//")):
            yield line.decode("utf-8", "replace")
            continue
        while line:
            if inside:
                _, end, line = line.partition(b"*/")
                inside = not end
            elif line.startswith(b"/*"):
                inside, line = True, line[2:]
                yield _BLOCK
            elif line.startswith(b"//"):
                break
            else:
                return
            line = line.strip()


def _before_blank(lines: tuple[str, ...]) -> Iterator[str]:
    """`// +build` lines with a blank line somewhere behind them, both before any block comment."""
    lines = tuple(takewhile(lambda line: line != _BLOCK, lines))
    last = max((number for number, line in enumerate(lines) if not line), default=0)
    for line in lines[:last]:
        text = line.removeprefix("//").strip()
        if line and re.match(r"\+build(\s|$)", text):
            yield text.removeprefix("+build")


def _plus_build(line: str) -> bool:
    """The old form: a space is or, a comma is and."""
    return any(
        all(_holds(tag.removeprefix("!")) != tag.startswith("!") for tag in option.split(","))
        for option in line.split()
    )


class _Expression:
    """A `//go:build` expression; `!` binds closest, then `&&`, then `||`."""

    def __init__(self, text: str) -> None:
        """Cut the text into tokens.

        Raises:
            ValueError: Where it holds something that is none.
        """
        text = text.partition("//")[0].strip()
        self._tokens = _TOKEN.findall(text)
        if "".join(self._tokens) != re.sub(r"\s+", "", text):
            raise ValueError(f"no build expression: {shown(text)}")
        self._tokens.append("")

    def value(self) -> bool:
        """Whether it holds.

        Raises:
            ValueError: Where it is no expression.
        """
        found = self._or()
        if self._tokens != [""]:
            raise ValueError(f"unexpected {self._tokens[0]}")
        return found

    def _take(self, token: str) -> bool:
        if self._tokens[0] != token:
            return False
        del self._tokens[0]
        return True

    def _or(self) -> bool:
        found = self._and()
        while self._take("||"):
            found |= self._and()
        return found

    def _and(self) -> bool:
        found = self._not()
        while self._take("&&"):
            found &= self._not()
        return found

    def _not(self) -> bool:
        if self._take("!"):
            return not self._not()
        if self._take("("):
            found = self._or()
            if not self._take(")"):
                raise ValueError("a parenthesis is not closed")
            return found
        tag = self._tokens[0]
        if not tag or tag in ("&&", "||", ")"):
            raise ValueError("a tag is missing")
        del self._tokens[0]
        return _holds(tag)
