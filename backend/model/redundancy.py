"""What an ecosystem keeps more than once, and what keeping it costs.

There are tens of thousands of places: data classes take a tenth of the memory of models, and are
written and checked like them within one.
"""

from dataclasses import dataclass
from typing import Literal

from backend.model.base import Frozen
from backend.model.finding import Evidence

Role = Literal["production", "test", "mock"]
Kind = Literal["block", "function", "name", "overlap"]


@dataclass(frozen=True, slots=True)
class Site:
    """One place where it stands.

    Attributes:
        path: Relative to the root.
        line: First line, from 1; 0 where a manager as a whole is meant.
        end: Last line.
        name: Function or type it stands in or is; empty where there is none.
    """

    manager: str
    path: str
    line: int
    end: int
    name: str = ""
    role: Role = "production"


class Shape(Frozen):
    """One of the shapes that a name has.

    Attributes:
        form: `struct`, `interface`, `other` or `function`.
        members: Fields or methods with their types, sorted; of functions the signature.
        sites: Where the name has this shape.
    """

    form: str
    members: tuple[str, ...]
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What keeping it costs: (lines + 5 x (managers - 1)) x (1 + drift).

    Attributes:
        lines: Lines that a merge saves: all copies but the longest; of one name in several shapes
            the members that other shapes have too, and functions that read the same; of a pattern,
            the sites of all variants but the commonest.
        managers: Managers that a change of it has to visit; each beyond the first is taken for
            as much work as 5 lines.
        drift: 0 where all copies are alike, rising to 1 the further they have come apart; of a
            pattern, the share of its managers that do without the commonest variant.
        value: The whole.
    """

    lines: int
    managers: int
    drift: float
    value: float


class Group(Frozen):
    """Places that hold the same, or nearly, or by the same name something else.

    Attributes:
        id: Of its finding; from its content, so that it survives line moves.
        kind: `block` (copied lines), `function` (near misses among functions), `name` (one name
            in several managers) or `overlap` (managers that speak of the same).
        name: What to call it.
        sites: In the order of their paths; the first stands for all.
        shapes: Of a `name`, the commonest first; members x shapes is the matrix to decide on.
        similarity: 0 to 1: of the tokens as written, for `overlap` of the words.
        renamed: Whether names or literals differ.
        role: `test` or `mock` where fewer than two managers hold it in production.
        detail: The numbers behind it, in words.
    """

    id: str
    kind: Kind
    name: str
    sites: tuple[Site, ...]
    shapes: tuple[Shape, ...] = ()
    similarity: float = 1.0
    renamed: bool = False
    role: Role = "production"
    cost: Cost
    detail: str = ""

    @property
    def managers(self) -> tuple[str, ...]:
        """Whose sites these are, by name."""
        return tuple(sorted({site.manager for site in self.sites}))


class Variant(Frozen):
    """One way of doing it.

    Attributes:
        managers: That do it this way.
        count: Sites outside tests.
        sites: The first of them for each manager.
    """

    name: str
    managers: tuple[str, ...]
    count: int
    sites: tuple[Site, ...]


class Claim(Frozen):
    """A count that a document states.

    Attributes:
        unit: `managers` that do it, `variants` of doing it, or `percent` of duplicated code.
        at_least: Whether it says "or more".
        of: Managers that there are, where it says so.
    """

    unit: Literal["managers", "variants", "percent"]
    value: int
    at_least: bool = False
    of: int | None = None
    evidence: Evidence


class Pattern(Frozen):
    """One thing that every service has to do, and the ways it is done; tests left out.

    Attributes:
        variants: The commonest first.
        managers: That do it in any way.
        claims: What documents say about it.
    """

    id: str
    name: str
    variants: tuple[Variant, ...]
    managers: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    cost: Cost


class Redundancy(Frozen):
    """All of it, what costs most first.

    Attributes:
        lines: Lines of Go outside tests, generated files left out.
        copied: Those of them that stand in a `block` or `function` group; None where copied code
            was not looked for.
        claims: What documents say about their share.
    """

    groups: tuple[Group, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    lines: int = 0
    copied: int | None = None
    claims: tuple[Claim, ...] = ()
