"""What we read of Qdrant's JSON answers; everything else in them is passed over.

Field names are Qdrant's own. Optional is whatever some version from 1.7 to 1.20 leaves out.
"""

from datetime import UTC, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator

from backend.model.base import Frozen

T = TypeVar("T")


def _with_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_with_zone)]
"""A point in time; Qdrant leaves the zone out of some, which are then UTC."""


class Result(Frozen, Generic[T]):
    """The envelope around every answer but that of `/`."""

    result: T


class Greeting(Frozen):
    """`GET /`."""

    title: str
    version: str


class System(Frozen):
    """The machine below the server. Sizes in KiB."""

    cores: int | None = None
    ram_size: int | None = None
    disk_size: int | None = None


class App(Frozen):
    """The server's process."""

    startup: Moment | None = None
    system: System | None = None


class Telemetry(Frozen):
    """`GET /telemetry`; `app.system` from details level 1."""

    app: App


class CollectionName(Frozen):
    """One entry of `GET /collections`."""

    name: str


class CollectionNames(Frozen):
    """`GET /collections`."""

    collections: tuple[CollectionName, ...]


class Alias(Frozen):
    """One entry of `GET /aliases`."""

    alias_name: str
    collection_name: str


class Aliases(Frozen):
    """`GET /aliases`."""

    aliases: tuple[Alias, ...]


class OptimizerFault(Frozen):
    """What stands in place of `ok`."""

    error: str


class VectorParams(Frozen):
    """One vector of a collection."""

    size: int
    distance: str


class Params(Frozen):
    """Vectors: one without a name, several by name, or none where all are sparse."""

    vectors: VectorParams | dict[str, VectorParams] | None = None


class CollectionConfig(Frozen):
    """The part of a collection's configuration that is shown."""

    params: Params


class UpdateQueue(Frozen):
    """From 1.17; deferred points from 1.17.1."""

    length: int | None = None
    deferred_points: int | None = None


class Warned(Frozen):
    """A warning about a collection."""

    message: str


class CollectionInfo(Frozen):
    """`GET /collections/{collection_name}`.

    `vectors_count` before 1.16, `warnings` from 1.16, `created_at` from 1.20.
    """

    status: str
    optimizer_status: Literal["ok"] | OptimizerFault
    points_count: int | None = None
    vectors_count: int | None = None
    indexed_vectors_count: int | None = None
    segments_count: int | None = None
    config: CollectionConfig | None = None
    update_queue: UpdateQueue | None = None
    warnings: tuple[Warned, ...] | None = None
    created_at: Moment | None = None
