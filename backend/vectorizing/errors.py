"""Ways in which tasks become no vectors, each with what to do about it."""


class Refused(Exception):  # noqa: N818  (a verdict, not a fault)
    """It cannot be done as asked."""


class ModelAway(Exception):  # noqa: N818  (a state of the world)
    """The model is not on this machine, and where it is kept could not be reached."""
