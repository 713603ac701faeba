"""A verification asked for by itself: the source is surveyed, then compared."""

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import Path

from backend.migration.collection.source import CollectionSource
from backend.migration.collection.verifying import verify_collection
from backend.migration.errors import Refused, TargetAway
from backend.migration.history import journal_folder
from backend.migration.naming import check_name
from backend.migration.persistence import Persistence
from backend.migration.preflight import survey
from backend.migration.proof import keep
from backend.migration.reading import FileReader
from backend.migration.rest import CollectionMissing, PointsRefused, Rest
from backend.migration.scope import Scope
from backend.migration.session import AWAY, FINE, FOUND, REFUSED
from backend.migration.source import Source
from backend.migration.target import Target
from backend.migration.verification import Verifier
from backend.model.migration.manner import Fields
from backend.model.migration.proof import Verification
from backend.qdrant.connection import Connection

GIVE_UP_AFTER = 10.0
"""Seconds without an answer; whoever asks is waiting, and nothing is lost by asking again."""

_ELSEWHERE = "name another folder for the report with --state"


@dataclass(frozen=True)
class Verdict:
    """How it ended: the verification, the exit code, and what to tell where there is none."""

    verification: Verification | None
    code: int
    message: str = ""


def verify_now(
    source: Path | CollectionSource,
    fields: Fields,
    connection: Connection,
    collection: str,
    state: Path,
    *,
    sample: int | None,
) -> Verdict:
    """Compare a source with a collection and keep the report beside the journals."""
    try:
        check_name(collection)
        if isinstance(source, CollectionSource):
            verifying = verify_collection(source, fields, connection, collection, sample)
        else:
            verifying = _verify(Source(source, fields), connection, collection, sample)
        verification = asyncio.run(verifying)
        folder = journal_folder(state)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{verification.at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        verification = keep(verification, folder, name)
    except Refused as refusal:
        return Verdict(None, REFUSED, str(refusal))
    except OSError as error:
        return Verdict(None, REFUSED, f"{state}: cannot be written: {error.strerror}; {_ELSEWHERE}")
    except CollectionMissing:
        return Verdict(None, REFUSED, f"collection {collection} is not there any more")
    except PointsRefused as refusal:
        return Verdict(None, REFUSED, f"the target refused: {refusal}")
    except TargetAway as away:
        return Verdict(None, AWAY, f"gave up on the {away.side}: {away}")
    return Verdict(verification, FINE if verification.passed else FOUND)


async def _verify(
    source: Source, connection: Connection, collection: str, sample: int | None
) -> Verification:
    found = await asyncio.to_thread(survey, source)
    scope = Scope(
        name=collection,
        dimension=found.preflight.dimension,
        records=found.preflight.source_records,
        left_out=found.superseded,
        digests=dict(source.digests),
        sample=sample,
    )
    persistence = Persistence(GIVE_UP_AFTER, asyncio.sleep, lambda summary, batch: None)
    async with Rest(connection, needs="read") as rest:
        target = Target(rest, collection)
        return await Verifier(
            FileReader(source), target, scope, persistence.insist, asyncio.sleep
        ).verify()
