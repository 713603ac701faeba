"""Managers' names as people write them: in types, manifests and prose."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from operator import and_
from pathlib import PurePosixPath

from backend.managers.aliases import Named
from backend.managers.discovery import Found
from backend.managers.hints import Hint, Sieve
from backend.managers.text import alias, words

_PART = re.compile(r"[^\W_]+")
_TESTS = frozenset({"test", "tests"})


def names_of(managers: Iterable[Found], further: Named = ()) -> "Names":
    """The names of some managers, and further ones; the same object for the same names."""
    return _names(tuple((manager.path, manager.name) for manager in managers), further)


@lru_cache(maxsize=4)
def _names(managers: tuple[tuple[str, str], ...], further: Named) -> "Names":
    return Names(managers, further)


class Names:
    """Finds managers by name, whatever the case and the separators; no list is built in.

    Attributes:
        given: Further names, without case and separators.
    """

    def __init__(self, managers: Iterable[tuple[str, str]], further: Named = ()) -> None:
        """Take each manager's path and name, and further names of some."""
        self._by_alias: dict[str, str] = {}
        several: list[Sequence[str]] = []
        ends = Counter[str]()
        for path, name in managers:
            folder = PurePosixPath(path).name
            if not alias(folder):
                continue
            self._by_alias.setdefault(alias(folder), name)
            parts = _PART.findall(folder)
            if len(parts) > 1:
                several.append(parts)
                ends[parts[-1].lower()] += 1
        self._kinds = frozenset(end for end, count in ends.items() if count > 1) - _TESTS
        self.given = frozenset(alias(written) for written, _ in further)
        for written, name in further:
            self._by_alias.setdefault(alias(written), name)
            parts = [word for part in _PART.findall(written) for word in words(part)]
            if len(parts) > 1:
                several.append(parts)
        self._several = several
        patterns = [r"[-_ ]?".join(map(re.escape, parts)) for parts in several]
        longest_first = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
        every = "|".join(longest_first) or "(?!)"
        first = "".join({parts[0][0] for parts in several}) or "a"  # spares trying all of them
        self._prose = re.compile(rf"(?=[{first}])(?<![\w-])(?:{every})(?![\w-])", re.IGNORECASE)

    @cached_property
    def hint(self) -> Hint:
        """What lines of prose hold that name managers: how first and last words begin and end."""
        sieve = Sieve()
        first, last = ([_ascii(parts[at]) for parts in self._several] for at in (0, -1))
        return reduce(
            and_,
            (
                sieve.hint(*(word[cut] for word in words))
                for words in (first, last)
                for cut in (slice(3), slice(-3, None))
            ),
        )

    def named(self, name: str) -> str | None:
        """The manager of exactly that name, or None."""
        return self._by_alias.get(alias(name))

    def is_given(self, name: str) -> bool:
        """Whether it is one of the further names."""
        return alias(name) in self.given

    def short(self, name: str) -> str | None:
        """The same, `-manager` being left out or not."""
        return self.named(name) or self.named(f"{name}manager")

    def within(self, text: str) -> Iterator[str]:
        """Managers that a line of prose names; names of a single word are not looked for."""
        return (name for name, _, _ in self.places(text))

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The same, each with the columns that it begins at and ends before."""
        for found in self._prose.finditer(text):
            name = self._meant(found.group())
            if name is not None:
                yield name, *found.span()

    def leading(self, text: str) -> str | None:
        """The manager whose name a line begins with."""
        found = self._prose.match(text)
        return self._meant(found.group()) if found else None

    def _meant(self, written: str) -> str | None:
        """The manager that words of prose name.

        Words with spaces between them may merely describe: `integration tests`, `circuit breaker`.
        They name a manager where they end in what several are called (`dependency manager`), or
        are written as a name is (`Central Coordinator`) and not of tests.
        """
        parts = written.split()
        known = parts[-1].lower() in self._kinds or self.is_given(written)
        is_name = all(part[0].isupper() for part in parts)
        of_tests = not _TESTS.isdisjoint(part.lower() for part in parts)
        if len(parts) == 1 or known or (is_name and not of_tests):
            return self.named(written)
        return None


def _ascii(word: str) -> str:
    """A word whose case does not count for hints; nothing of another."""
    return word if word.isascii() else ""
