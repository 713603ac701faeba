"""Tells how far the demo's world is."""

from collections.abc import Callable

from backend.model.world import World


class WorldProbe:
    """Looks at the demo that runs in this very process."""

    name = "world"
    period = 1.0
    timeout = 1.0

    def __init__(self, folder: str, look: Callable[[], World]) -> None:
        """Ask `look` at every reading."""
        self.target = folder
        self._look = look

    async def read(self) -> World:
        """The stage the world is in."""
        return self._look()
