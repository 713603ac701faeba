"""The demo world: how far its making is."""

from typing import Literal

from backend.model.base import Frozen


class World(Frozen):
    """What the demo is doing now.

    Attributes:
        stage: One short sentence.
        folder: Where everything it writes lives.
        kept: Whether the folder stays when the demo ends.
    """

    kind: Literal["world"] = "world"
    stage: str
    folder: str
    kept: bool = False
