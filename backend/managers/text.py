"""Names and text: aliases, words of identifiers, and bytes from the world made safe to show."""

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePath
from sys import intern

REMEMBERED = 1 << 16
"""Names whose words are kept: the same ones come again in every step of a scan."""

LONGEST_TEXT = 200
"""Characters of a line that evidence quotes."""

_ACCENTS = re.compile("[\u0300-\u036f]+")
_MANGLED = re.compile("[\u00c2-\u00f4\u011e\u011f\u0130\u015e][^\x00-\x7f]")
"""The first byte of a character of UTF-8 as Windows-1252 or Windows-1254 has it, and the next."""

_SEPARATORS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[A-Z]?[a-z]++|[A-Z]+(?=[A-Z][a-z])|[A-Z]++|[0-9]++")


@lru_cache(maxsize=REMEMBERED)
def alias(name: str) -> str:
    """What is left of a name when case, separators and accents do not count.

    `DependencyManager`, `dependency-manager` and `dependency_manager` share one alias.
    """
    folded = plain(name)
    return folded if folded.isalnum() else _SEPARATORS.sub("", folded)


def mended(text: str) -> str:
    """UTF-8 that was read as Windows-1252 or Windows-1254, read again; other text as it is."""
    if text.isascii() or not _MANGLED.search(text):
        return text
    for codec in ("cp1252", "cp1254"):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return text


def plain(text: str) -> str:
    """Lower case without accents."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return text.casefold()


@lru_cache(maxsize=REMEMBERED)
def words(identifier: str) -> tuple[str, ...]:
    """The words of an identifier, lower case: `HTTPServerURL` is http, server, url."""
    return words_in(identifier)


def words_in(text: str) -> tuple[str, ...]:
    """The words of all identifiers in a text that hardly comes again, which is not remembered."""
    return tuple(map(_lower, _WORD.findall(text)))


@lru_cache(maxsize=REMEMBERED)
def _lower(word: str) -> str:
    return intern(word.lower())


def shown(path: PurePath | str) -> str:
    r"""A path with forward slashes; bytes that are not UTF-8 become `\xNN`."""
    text = path.as_posix() if isinstance(path, PurePath) else path
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def quote(text: str) -> str:
    """One line as evidence quotes it: trimmed, at most `LONGEST_TEXT` characters, valid UTF-8."""
    text = " ".join(text.split()).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
