"""How many points travel in one request: fewer after a refusal, more again as it goes well."""

PATIENCE = 4
"""Requests in a row that must go well before the next step up."""

STEPS = 8
"""Steps from nothing to the most."""


SLOW = 2.0
"""Seconds of an answer from which on less is sent at once; a request may take 30."""


class Sizing:
    """Halves what was too much and grows back in steps.

    Additive increase and multiplicative decrease, as TCP does.

    Attributes:
        points: Points in one request now, from 1 to the most.
    """

    def __init__(self, most: int) -> None:
        self.points = most
        self._most = most
        self._went_well = 0

    def shrink(self, sent: int) -> None:
        """So many points were too much; several requests of one size count as one."""
        self._went_well = 0
        if sent <= self.points:
            self.points = max(1, sent // 2)

    def answered(self, sent: int, seconds: float) -> None:
        """So many points were taken, in so much time."""
        if seconds > SLOW:
            self.shrink(sent)
        else:
            self.grow(sent)

    def grow(self, sent: int) -> None:
        """So many points went well; fewer than allowed say nothing about more."""
        if sent < self.points:
            return
        self._went_well += 1
        if self._went_well >= PATIENCE:
            self._went_well = 0
            self.points = min(self._most, self.points + max(1, self._most // STEPS))
