"""What we read of Qdrant's JSON answers; everything else in them is passed over.

Field names are Qdrant's own. Optional is whatever some version from 1.7 to 1.20 leaves out.
"""

from typing import Generic, Literal, TypeVar

from pydantic import AwareDatetime

from backend.model.base import Frozen

T = TypeVar("T")


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

    startup: AwareDatetime | None = None
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
    """From 1.17."""

    length: int | None = None


class CollectionInfo(Frozen):
    """`GET /collections/{collection_name}`."""

    status: str
    optimizer_status: Literal["ok"] | OptimizerFault
    points_count: int | None = None
    indexed_vectors_count: int | None = None
    segments_count: int | None = None
    config: CollectionConfig | None = None
    update_queue: UpdateQueue | None = None
