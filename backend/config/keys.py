"""Keys that a settings file gives to actions: a table `[keys]` of action = key, or list of keys.

Which actions and keys there are, only the screen knows; here is what stands where.
"""

from collections.abc import Callable
from typing import Any, NamedTuple


class Chosen(NamedTuple):
    """The keys of one action, as they were written, and where: `file:line`."""

    action: str
    keys: tuple[str, ...]
    place: str

    def __str__(self) -> str:
        """As `passerelle config` shows it: `quit = Q`."""
        return f"{self.action} = {' '.join(self.keys)}"


class KeysError(ValueError):
    """An entry that is no key; `key` names it."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


def read_keys(table: Any, place: Callable[[str], str]) -> tuple[Chosen, ...]:
    """The entries of a table.

    Args:
        table: As a settings file holds it.
        place: Where the entry of an action stands.

    Raises:
        KeysError: It is no table of texts.
    """
    if not isinstance(table, dict):
        raise KeysError("keys", "expected a table [keys] of action = key")
    chosen = []
    for action, value in table.items():
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not keys or not all(isinstance(k, str) for k in keys):
            raise KeysError(action, f"{action}: expected a key in quotes, or a list of such")
        chosen.append(Chosen(action, tuple(keys), place(action)))
    return tuple(chosen)


def chosen(value: Any) -> tuple[Chosen, ...]:
    """What `read_keys` made of a file; a table cannot be written anywhere else.

    Raises:
        ValueError: It comes from somewhere else.
    """
    if not isinstance(value, tuple):
        raise ValueError("expected a table [keys] in a settings file")
    return value


def nearest(layers: list[tuple[Chosen, ...]]) -> tuple[Chosen, ...]:
    """The choices of several files, the nearest file's first for each action."""
    found: dict[str, Chosen] = {}
    for layer in layers:
        for one in layer:
            found.setdefault(one.action, one)
    return tuple(found.values())
