"""Keys that a settings file gives to actions: a table `[keys]` of action = key, or list of keys.

Which actions and keys there are, only the screen knows; here is what stands where.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from backend.config.entries import EntryError


class Chosen(NamedTuple):
    """The keys of one action, as they were written, and where: `file:line`."""

    action: str
    keys: tuple[str, ...]
    place: str

    def __str__(self) -> str:
        """As `passerelle config` shows it: `quit = Q`."""
        return f"{self.action} = {' '.join(self.keys)}"


def read_keys(table: Any, place: Callable[[str], str]) -> tuple[Chosen, ...]:
    """The entries of a table.

    Args:
        table: As a settings file holds it.
        place: Where the entry of an action stands.

    Raises:
        EntryError: It is no table of texts.
    """
    if not isinstance(table, dict):
        raise EntryError("keys", "expected a table [keys] of action = key")
    chosen = []
    for action, value in table.items():
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not keys or not all(isinstance(k, str) for k in keys):
            raise EntryError(action, f"{action}: expected a key in quotes, or a list of such")
        chosen.append(Chosen(action, tuple(keys), place(action)))
    return tuple(chosen)
