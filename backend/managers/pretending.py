"""What only stands in for something real, by what it is called."""

import re
from functools import lru_cache

from backend.managers.text import words_in

_PRETENDING = frozenset(
    {"mock", "mocks", "fake", "fakes", "stub", "stubs", "dummy", "dummies", "noop", "spy"}
)


_PERHAPS = re.compile("dumm|fake|mock|noop|spy|stub")
"""What each of them holds: most names hold none, and need not be cut into words."""


@lru_cache(maxsize=1 << 14)
def pretends(name: str) -> bool:
    """Whether a word of a name, of a type, a file or a folder, says that it only stands in."""
    return bool(_PERHAPS.search(name.lower())) and not _PRETENDING.isdisjoint(words_in(name))
