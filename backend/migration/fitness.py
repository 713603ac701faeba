"""Whether a collection can hold these vectors so that verification can prove it."""

from collections.abc import Iterator

from backend.migration.comparison import TOLERANCE
from backend.migration.findings import finding
from backend.migration.target import Space
from backend.model.finding import Finding, Severity

_COARSE = {
    "uint8": "whole numbers from 0 to 255; any other number is rounded or cut off",
    "turbo4": "four bits a number; 1 - cosine after storing is 0.005 on average",
}
"""Datatypes in which vectors come back as others, measured with 384 dimensions."""


def fitness_findings(space: Space | None, collection: str) -> Iterator[Finding]:
    """What the collection's distance and datatype mean for a verification; said before a write."""
    if space is None:
        return
    if space.datatype in _COARSE:
        yield finding(
            "datatype",
            Severity.ACT,
            collection,
            f"collection {collection} stores {space.datatype}: {_COARSE[space.datatype]}",
            "verification will fail; move into a collection of float32 or float16, quantization "
            "saves memory there and keeps the originals",
            claim=f"1 - cosine within {TOLERANCE:g}",
            fact=space.datatype,
        )
    if space.distance != "Cosine":
        yield finding(
            "distance",
            Severity.NOTE,
            collection,
            f"collection {collection} compares by {space.distance}: norms count, and are verified",
        )
