"""Managers of steps by their own names, however they are called there."""

from collections.abc import Collection

from backend.managers.names import Names
from backend.model.consolidation import Extract, Merge, Step


def called(step: Step, names: Names, known: Collection[str]) -> Step:
    """The same step with managers by their own names.

    Args:
        step: Where a manager may be called by any of its names, `-manager` left out or not.
        names: What managers are called.
        known: Their own names.
    """

    def own(name: str) -> str:
        return (
            name if name in known else names.named(name) or names.named(f"{name}-manager") or name
        )

    match step:
        case Merge():
            into = step.into if step.into in known else names.named(step.into) or step.into
            if step.into in step.managers:
                into = own(step.into)
            return Merge(managers=tuple(map(own, step.managers)), into=into)
        case Extract():
            managers = tuple(map(own, step.managers))
            return Extract(names=step.names, managers=managers, into=step.into)
        case _:
            return step.model_copy(update={"manager": own(step.manager)})
