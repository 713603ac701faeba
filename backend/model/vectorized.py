"""Tasks turned into vectors: what was read, by which model, and where it was written."""

from typing import Literal

from backend.model.base import Frozen
from backend.model.plan import Trouble


class TaskFile(Frozen):
    """One file of tasks.

    Attributes:
        tasks: Those that have a text.
        empty: Boxes and objects without one; they become no vector.
        encoding: How the bytes were read, a repaired mojibake named as such.
    """

    path: str
    tasks: int
    empty: int = 0
    encoding: str = "utf-8"


class Vectorized(Frozen):
    """What `passerelle vectorize` wrote.

    Attributes:
        output: The source that `passerelle migrate` reads.
        model: Name or folder of the model.
        dimension: Numbers in each vector.
        unknown: Tasks whose file does not say, in words that are known, whether they are done.
        seconds: Spent on vectors and writing.
    """

    kind: Literal["vectorized"] = "vectorized"
    output: str
    model: str
    dimension: int
    tasks: int
    done: int
    open: int
    unknown: int
    seconds: float
    files: tuple[TaskFile, ...] = ()
    unreadable: tuple[Trouble, ...] = ()


class Vectorizing(Frozen):
    """How far it is: a line on stderr where that is no terminal."""

    kind: Literal["vectorizing"] = "vectorizing"
    done: int
    total: int
