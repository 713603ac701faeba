"""What is measured of one manager beside sizes; None is what cannot be measured, never 0."""

from backend.model.base import Frozen
from backend.model.finding import Evidence


class Cohesion(Frozen):
    """LCOM4 of a manager's Go types (Hitz and Montazeri, 1995), tests left out.

    Attributes:
        mean: Of the types with methods, each weighted by how many it has; 1 is best.
        types: How many those are.
        worst: The type that falls into most parts; of several the first by path.
        most: Its LCOM4.
        evidence: Where it is declared.
    """

    mean: float
    types: int
    worst: str
    most: int
    evidence: Evidence


class Metrics(Frozen):
    """Figures of one manager.

    Attributes:
        abstractness: A = interfaces / declared types of Go, 0 (concrete) to 1 (R. C. Martin,
            Agile Software Development, 2002; Go's interfaces stand for abstract classes);
            None where it declares no type.
        distance: D = |A + I - 1|, the distance from the main sequence (ibid.), I being its
            instability: 0 balanced, 1 rigid or useless; None where either is.
        cohesion: LCOM4; None where no type of Go has methods.
        fan_in: Import statements in other managers that lead here, strict or recovered, tests
            and files that no build takes left out (Henry and Kafura, 1981, over imports); None
            where it has no source files outside tests.
        fan_out: Those of its own that lead to other managers; None likewise.
        tests: Test functions of Go (`Test…`, `Fuzz…`, `Example…`) and Python (`test_…`); None
            where it has neither language.
    """

    abstractness: float | None = None
    distance: float | None = None
    cohesion: Cohesion | None = None
    fan_in: int | None = None
    fan_out: int | None = None
    tests: int | None = None
