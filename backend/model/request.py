"""What a screen may ask of the backend: the only words that go from the screen to the world.

One JSON line holds one request. Nothing is answered directly: whatever a request brings about
comes back as Readings.
"""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from backend.model.base import Frozen
from backend.model.raci import Override

Order = Literal["pause", "resume", "abort", "rollback"]
"""What a migration can be told."""


class Refresh(Frozen):
    """Look now instead of when it is due.

    Attributes:
        probe: The one that is meant; None for all.
    """

    kind: Literal["refresh"] = "refresh"
    probe: str | None = None


class Period(Frozen):
    """Look more often or more seldom, from now on.

    Attributes:
        factor: By which every probe's own period is multiplied; 1 is its own. The shortest period
            of the hub stays the shortest.
    """

    kind: Literal["period"] = "period"
    factor: float = Field(gt=0, le=100)


class Look(Frozen):
    """Look at something else.

    Attributes:
        probe: Which probe.
        subject: What it should look at, in the probe's own terms.
    """

    kind: Literal["look"] = "look"
    probe: str
    subject: JsonValue


class Act(Frozen):
    """Change something; refused unless the backend was started with actions allowed.

    Attributes:
        run: The migration's id.
        drop: Whether the collection that it filled is deleted, for `abort` and `rollback`.
    """

    kind: Literal["act"] = "act"
    run: str
    order: Order
    drop: bool = False


class Keep(Frozen):
    """Set letters of the responsibility matrix in the user's own file, `raci.toml`.

    Attributes:
        overrides: What to set; where the file lies, the settings say.
    """

    kind: Literal["keep"] = "keep"
    overrides: tuple[Override, ...] = Field(min_length=1)


Request = Annotated[Refresh | Period | Look | Act | Keep, Field(discriminator="kind")]

REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
"""Reads and writes any of them."""
