"""Which version of Qdrant tells what, so that nothing that is not told is taken for zero.

Source: Qdrant's OpenAPI documents, `src/common/metrics.rs` and changelogs of 1.7 to 1.20.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from backend.model.qdrant import Gap

_VERSION = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?")


class Version(NamedTuple):
    """A release of Qdrant."""

    major: int
    minor: int
    patch: int = 0

    def __str__(self) -> str:
        """As people say it: `1.17`, `1.16.3`."""
        return f"{self.major}.{self.minor}" + (f".{self.patch}" if self.patch else "")


def read_version(text: str) -> Version | None:
    """The release in what a server calls its version; None where there is none."""
    found = _VERSION.match(text)
    return Version(*(int(part or 0) for part in found.groups())) if found else None


class Offer(NamedTuple):
    """The releases that tell something: from `since` on, and before `until`."""

    since: Version = Version(1, 0)
    until: Version | None = None


COLLECTION = {
    "vectors": Offer(until=Version(1, 16)),
    "warnings": Offer(Version(1, 16)),
    "update_queue": Offer(Version(1, 17)),
    "deferred": Offer(Version(1, 17, 1)),
    "created": Offer(Version(1, 20)),
}
"""Fields of `backend.model.qdrant.Collection` that not every release fills."""

OPTIMIZATIONS = Offer(Version(1, 16, 3))
MEMORY = Offer(Version(1, 18))
ISSUES = Offer(Version(1, 8))
SLOW_REQUESTS = Offer(Version(1, 15, 5))
EVER = Offer()
QUERY = Version(1, 10)
"""The paths that we ask for, by the releases that have them; `QUERY` searches from its own on."""

LATENCY = {
    "buckets": Offer(Version(1, 8)),
    "quantiles": Offer(Version(1, 8)),
    "by_collection": Offer(Version(1, 17, 1)),
    "resident_bytes": Offer(Version(1, 13)),
}
"""Fields of `backend.model.qdrant.EndpointWindow` and `Latency` that not every release fills."""


def gaps(version: Version | None, offers: Mapping[str, Offer]) -> tuple[Gap, ...]:
    """What a release does not tell; nothing is said of a server whose release is not known."""
    if version is None:
        return ()
    found = []
    for field, (since, until) in offers.items():
        if version < since:
            reason = f"not in {version}; Qdrant tells it from {since} on"
            found.append(Gap(field=field, reason=reason, since=str(since)))
        elif until is not None and version >= until:
            found.append(Gap(field=field, reason=f"not in {version}; Qdrant dropped it in {until}"))
    return tuple(found)
