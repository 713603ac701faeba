"""What a verification compares with what."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """What is compared with what.

    Attributes:
        name: The collection as people asked for it; the target may hold it under another name.
        dimension: Of the vectors that became points.
        records: Of the source, as preflight counted them.
        left_out: Records that became no point: superseded or refused.
        digests: Of the source's files as they were before.
        before: Points that the collection held before the run; None where nobody knows.
        sample: How many records to compare; None for every one.
    """

    name: str
    dimension: int
    records: int
    left_out: Collection[int]
    digests: Mapping[str, str]
    before: int | None = None
    sample: int | None = None
    run: str = ""

    def drawn(self) -> frozenset[int] | None:
        """The records to compare, the same for the same source."""
        if self.sample is None or self.sample >= self.records:
            return None
        return frozenset(random.Random(0).sample(range(self.records), self.sample))
