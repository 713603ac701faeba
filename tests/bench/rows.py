"""What every measure takes and gives."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setup:
    """What the measures may use.

    Attributes:
        folder: Temporary, for whatever they write.
        tree: Folder with managers to scan; None for the demo's own.
    """

    folder: Path
    tree: Path | None


@dataclass(frozen=True)
class Row:
    """One figure beside its reference, both from the same run.

    Attributes:
        reference: What the figure is set beside; empty where nothing is comparable.
    """

    measure: str
    value: float
    unit: str
    reference: str = ""
    reference_value: float | None = None

    @property
    def ratio(self) -> float | None:
        """The figure in terms of its reference."""
        return self.value / self.reference_value if self.reference_value else None


def percentile(values: Sequence[float], percent: int) -> float:
    """The percentile of at least two values."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
