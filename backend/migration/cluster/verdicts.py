"""What an error of Qdrant's own client means for a batch."""

from dataclasses import dataclass

import httpx
from qdrant_client.http.exceptions import UnexpectedResponse

from backend.migration.cluster.desk import TroubleKind
from backend.migration.errors import Refused
from backend.migration.rest import CollectionMissing, TargetFull, Unavailable, verdict

_KINDS: dict[type[Exception], TroubleKind] = {
    Unavailable: "away",
    TargetFull: "full",
    CollectionMissing: "missing",
    Refused: "denied",
}


@dataclass(frozen=True)
class Refusal:
    """These points will not be taken, now or later; fewer of them may be."""

    reason: str


@dataclass(frozen=True)
class Hindrance:
    """Nothing is said of the points: the batch has to be sent again."""

    kind: TroubleKind
    reason: str


def verdict_of(error: Exception, url: str) -> Refusal | Hindrance:
    """What an error means, judged as an answer to a request of our own is."""
    if isinstance(error, ValueError):  # ray-qdrant looks at what it sends
        return Refusal(str(error))
    if not isinstance(error, UnexpectedResponse):
        return Hindrance("away", f"no answer: {error}")
    answer = httpx.Response(error.status_code or 500, content=error.content, headers=error.headers)
    found = verdict(answer, url)
    kind = _KINDS.get(type(found))
    return Refusal(str(found)) if kind is None else Hindrance(kind, str(found))
