"""What only stands in for something real, by what it is called."""

from functools import lru_cache

from backend.managers.text import words_in

_PRETENDING = frozenset(
    {"mock", "mocks", "fake", "fakes", "stub", "stubs", "dummy", "dummies", "noop", "spy"}
)


@lru_cache(maxsize=1 << 14)
def pretends(name: str) -> bool:
    """Whether a word of a name, of a type, a file or a folder, says that it only stands in."""
    return not _PRETENDING.isdisjoint(words_in(name))
