"""A clock that stands still unless told otherwise."""


class Clock:
    """Monotonic seconds, as tests set them."""

    now = 0.0

    def __call__(self) -> float:
        """The time it is."""
        return self.now
