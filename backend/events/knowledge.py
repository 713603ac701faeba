"""What is known of one probe: its last value, kept while it fails."""

from dataclasses import dataclass

from backend.model.reading import ProbeError, Reading, Value


@dataclass(frozen=True)
class Knowledge:
    """What a probe's Readings so far amount to.

    Attributes:
        reading: The latest; never a heartbeat.
        value: The last good value.
    """

    reading: Reading
    value: Value | None

    @property
    def error(self) -> ProbeError | None:
        """Why the latest Reading has no value."""
        return self.reading.error


def learn(before: Knowledge | None, reading: Reading) -> Knowledge:
    """What is known after one more Reading; nothing to look at leaves nothing known."""
    if reading.error is None:
        return Knowledge(reading, reading.value)
    gone = before is None or reading.error.kind == "unconfigured"
    return Knowledge(reading, None if gone or before is None else before.value)
