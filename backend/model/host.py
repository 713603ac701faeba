"""The machine and the processes that matter on it."""

from typing import Literal

from backend.model.base import Frozen


class Usage(Frozen):
    """Bytes in use of a total."""

    used: int
    total: int


class Rate(Frozen):
    """Bytes per second in and out since the reading before; None at the first reading."""

    received: float | None
    sent: float | None


class Process(Frozen):
    """One process that matters.

    Attributes:
        role: `qdrant`, `migration`, `passerelle` or `backend`.
        cpu_percent: Of one core, since the reading before; None at the first reading.
        memory: Resident bytes.
    """

    role: str
    pid: int
    name: str
    cpu_percent: float | None
    memory: int


class Host(Frozen):
    """The machine Passerelle's backend runs on.

    Attributes:
        cpu_percent: Of all cores, 0 to 100; None at the first reading.
        disk: Of the file system that holds the state folder.
    """

    kind: Literal["host"] = "host"
    name: str
    cores: int
    cpu_percent: float | None
    load: tuple[float, float, float]
    memory: Usage
    disk: Usage
    network: Rate
    processes: tuple[Process, ...] = ()
