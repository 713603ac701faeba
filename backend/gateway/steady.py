"""What never changes: a value that should move and does not is static, not live."""

from collections.abc import Mapping

LOOKS = 3
"""Equal answers in a row, with none other before them, before a value is called static."""


class Steady:
    """Remembers of each value whether it has ever been another."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._looks: dict[str, int] = {}
        self._moved: set[str] = set()

    def look(self, values: Mapping[str, str]) -> frozenset[str]:
        """Note one answer's values by name; returns the names of those that are static.

        A name that is missing from an answer begins anew when it comes back.
        """
        for name in self._first.keys() - values.keys():
            del self._first[name], self._looks[name]
            self._moved.discard(name)
        for name, value in values.items():
            self._looks[name] = self._looks.get(name, 0) + 1
            if self._first.setdefault(name, value) != value:
                self._moved.add(name)
        return frozenset(name for name, looks in self._looks.items() if looks >= LOOKS) - frozenset(
            self._moved
        )
