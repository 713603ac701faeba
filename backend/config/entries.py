"""Tables in settings files of which each entry has a line, and to which every file may add."""

from collections.abc import Callable, Sequence
from typing import Any


class EntryError(ValueError):
    """An entry that cannot be used; `key` names it."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


def of_a_file(name: str) -> Callable[[Any], tuple[Any, ...]]:
    """A setting's reader that takes what was read of a file already: it is written nowhere else."""

    def taken(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, tuple):
            raise ValueError(f"expected a table [{name}] in a settings file")
        return value

    return taken


def nearest(layers: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The entries of several files, the nearest file's for each; its first part names it."""
    found: dict[str, Any] = {}
    for layer in layers:
        for one in layer:
            found.setdefault(one[0], one)
    return tuple(found.values())
