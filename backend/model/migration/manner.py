"""How a run goes about its work, and what people say of its source."""

from typing import Literal

from backend.model.base import Frozen

Transport = Literal["rest", "grpc"]
"""Which of Qdrant's interfaces points are written through."""


Wish = Literal["auto", "rest", "grpc"]
"""The same as people ask for it: `auto` takes the fastest that is surely the same Qdrant."""


EngineName = Literal["local", "ray"]
"""What reads a source and writes it: this machine alone, or a Ray cluster."""


class Manner(Frozen):
    """How a run goes about its work; whoever takes it up keeps to that, unless told otherwise.

    Attributes:
        transport: Which of Qdrant's interfaces to write through.
        grpc_port: Where Qdrant listens for gRPC, if not at the usual port.
        pace: Points per second at most; None for no limit.
        give_up_after: Seconds without an answer from the target.
        sample: Records to compare at the end; None for every one.
        drop_staging: Delete the new collection where the run is taken back by itself.
        engine: What reads and writes.
        with_aliases: Make the aliases of a source that is a collection at the target, too.
        source_timeout: Seconds that such a source may take to answer one request.
        source_grpc_port: Where it listens for gRPC, if not at the usual port.
    """

    transport: Wish = "auto"
    grpc_port: int | None = None
    pace: float | None = None
    give_up_after: float = 60.0
    sample: int | None = None
    drop_staging: bool = False
    engine: EngineName = "local"
    with_aliases: bool = False
    source_timeout: float = 30.0
    source_grpc_port: int | None = None


AS_USUAL = Manner()
"""Nobody asked for anything else."""


class Fields(Frozen):
    """What people say of a source's fields, over what is recognised.

    Attributes:
        id: Field that holds a record's id.
        vector: Field that holds its vector.
        payload: Fields that become the payload; None for all others.
    """

    id: str | None = None
    vector: str | None = None
    payload: tuple[str, ...] | None = None


NO_FIELDS = Fields()
"""Nothing was said: everything is recognised."""
