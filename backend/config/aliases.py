"""Further names of managers: a table `[aliases]` of name = manager in a settings file.

Which managers there are, only a scan knows; here is what stands where.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from backend.config.entries import EntryError
from backend.managers.text import alias


class Alias(NamedTuple):
    """One further name, the manager or alias that it stands for, and where: `file:line`."""

    name: str
    manager: str
    place: str

    def __str__(self) -> str:
        """As `passerelle config` shows it: `MCPGateway = mcp-manager`."""
        return f"{self.name} = {self.manager}"


def read_aliases(table: Any, place: Callable[[str], str]) -> tuple[Alias, ...]:
    """The entries of a table.

    Args:
        table: As a settings file holds it.
        place: Where the entry of a name stands.

    Raises:
        EntryError: It is no table of texts, or its names lead around in a circle.
    """
    if not isinstance(table, dict):
        raise EntryError("aliases", 'expected a table [aliases] of name = "manager"')
    for name, manager in table.items():
        if not isinstance(manager, str) or not alias(manager) or not alias(name):
            raise EntryError(name, f"{name}: expected the name of a manager's folder in quotes")
    meant = {alias(name): alias(manager) for name, manager in table.items()}
    for name in table:
        way = [alias(name)]
        while way[-1] in meant and way[-1] not in way[:-1]:
            way.append(meant[way[-1]])
        if way[-1] in way[:-1]:
            raise EntryError(
                name, f"{name}: leads around in a circle; expected the name of a manager's folder"
            )
    return tuple(Alias(name, manager, place(name)) for name, manager in table.items())
