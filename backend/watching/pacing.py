"""When to ask again: often enough to see, seldom enough not to be felt."""

SHARE = 0.1
"""Of the time that one kind of question may keep the server busy."""

LONGEST = 600.0
"""Seconds between two questions at the most, however slow the server is."""


class Pace:
    """Spaces one kind of question by its cost.

    Args:
        period: Seconds from one question to the next while something changes.
        quiet: The same while nothing does.
    """

    def __init__(self, period: float, quiet: float) -> None:
        self._period = period
        self._quiet = quiet
        self._started = self._affordable = float("-inf")

    def is_due(self, now: float, *, is_changing: bool) -> bool:
        """Whether to ask now, in monotonic seconds."""
        period = self._period if is_changing else self._quiet
        return now >= max(self._started + period, self._affordable)

    def asked(self, started: float, ended: float) -> None:
        """Note a question: an answer that took t seconds is followed by 9 t of rest at the least.

        Args:
            started: When it was asked, in monotonic seconds.
            ended: When it was answered or given up.
        """
        self._started = started
        self._affordable = min(ended + (ended - started) * (1 / SHARE - 1), ended + LONGEST)
