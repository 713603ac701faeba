"""Why one manager depends on another."""

from backend.model.base import Frozen
from backend.model.ecosystem import Dependency
from backend.model.stated import Stated


class Explanation(Frozen):
    """The ways from one manager to another, the shortest first.

    Attributes:
        direct: What the first uses of the second itself, whatever speaks for it.
        paths: Ways over imports that resolve, each a chain of dependencies; empty where there are
            none, which then only documents, manifests, fields or tests speak for.
        stated: What documents or manifests say of it, and what the code says to that.
        back: The shortest way back: both ways together are a cycle.
    """

    source: str
    target: str
    direct: Dependency | None = None
    paths: tuple[tuple[Dependency, ...], ...] = ()
    stated: Stated | None = None
    back: tuple[Dependency, ...] = ()
