"""An interface that all managers are to implement, and how far their types do."""

from backend.model.base import Frozen
from backend.model.finding import Evidence


class ContractMethod(Frozen):
    """One method as the contract has it; the signature holds types alone."""

    name: str
    signature: str
    evidence: Evidence


class Shape(Frozen):
    """The interface declared otherwise: what of it is new, what is gone, what has changed.

    Attributes:
        methods: How many it has.
        more: Methods that the contract does not have.
        less: Those of the contract that it does not have.
        other: Those it has with another signature.
        declared: Every place with this shape.
    """

    methods: int
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    declared: tuple[Evidence, ...]


class Implemented(Frozen):
    """One method of the contract as a type has it.

    Attributes:
        same: Whether its signature is the contract's.
    """

    name: str
    signature: str
    same: bool
    evidence: Evidence


class Implementation(Frozen):
    """A type that has some of the contract's methods.

    Attributes:
        evidence: Where the type is declared.
        methods: Those of the contract it has, in the contract's order.
        missing: Those it has not.
        mock: What speaks for it being a mock, each by its rule: `name`, `test`, `package`,
            `testify`, `constants`; nothing for a real one.
    """

    manager: str
    type: str
    evidence: Evidence
    methods: tuple[Implemented, ...]
    missing: tuple[str, ...] = ()
    mock: tuple[Evidence, ...] = ()

    def same(self) -> int:
        """How many methods have the contract's signature."""
        return sum(method.same for method in self.methods)


class Contract(Frozen):
    """The contract, and everything that implements some of it.

    Attributes:
        methods: In the order of the declaration that counts: of documents the one named last,
            else the one in a shared folder, else the first by path.
        declared: Every place that declares it in this shape, that one first.
        shapes: The other shapes it is declared in.
        implementations: By manager; of each the best first. Types with one method of the
            contract stand here only where the manager has no better one.
    """

    name: str
    methods: tuple[ContractMethod, ...]
    declared: tuple[Evidence, ...]
    shapes: tuple[Shape, ...] = ()
    implementations: tuple[Implementation, ...] = ()

    def best(self, manager: str) -> Implementation | None:
        """A manager's best implementation; a real one goes before every mock."""
        return next((one for one in self.implementations if one.manager == manager), None)
