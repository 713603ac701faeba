"""Ways in which a migration does not go on, each with what to do about it."""


class Refused(Exception):  # noqa: N818  (a verdict, not a fault)
    """This migration cannot be done as asked.

    Attributes:
        summary: What is wrong, without the remedy.
        is_final: Whether the run itself is over; else it can go on once the cause is mended.
    """

    def __init__(self, summary: str, remedy: str = "", *, is_final: bool = True) -> None:
        super().__init__(f"{summary}; {remedy}" if remedy else summary)
        self.summary = summary
        self.is_final = is_final


class TargetAway(Exception):  # noqa: N818  (a state of the world)
    """The target gave no usable answer for as long as the run was told to wait.

    Attributes:
        side: Who did not: the target, or a source that is a Qdrant, too.
    """

    side = "target"


class SourceAway(TargetAway):
    """The same of the Qdrant that is moved from."""

    side = "source"


class Stopped(Exception):  # noqa: N818  (asked for, no fault)
    """Someone asked the run to stop; what it wrote is in the journal."""


class TooManyFailed(Exception):  # noqa: N818  (a verdict, not a fault)
    """More records failed than the run was told to bear."""
