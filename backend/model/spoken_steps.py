"""Steps as people write and read them: `merge a b into c`, `extract X from a, b to shared/x`."""

from backend.model.consolidation import Extract, Merge, Move, Remove, Step

GRAMMAR = (
    "merge MANAGER MANAGER… [into MANAGER]",
    "move MANAGER to FOLDER",
    "extract NAME… [from MANAGER…] to FOLDER",
    "remove MANAGER",
)


def step_of(text: str) -> Step:
    """One step; names may have commas between them.

    Raises:
        ValueError: It is none; the message says what was expected.
    """
    words = text.replace(",", " ").split()
    verb, rest = (words[0].lower(), words[1:]) if words else ("", [])
    if verb == "merge":
        names, into = _split(rest, "into")
        if len(names) > 1 and len(into) < 2:
            return Merge(managers=tuple(names), into=(into or names)[0])
    elif verb == "move":
        names, to = _split(rest, "to")
        if len(names) == len(to) == 1:
            return Move(manager=names[0], to=to[0])
    elif verb == "extract":
        names, to = _split(rest, "to")
        names, managers = _split(names, "from")
        if names and len(to) == 1:
            return Extract(names=tuple(names), managers=tuple(managers), into=to[0])
    elif verb == "remove" and len(rest) == 1:
        return Remove(manager=rest[0])
    raise ValueError(f"{text!r} is no step; expected one of: {'; '.join(GRAMMAR)}")


def _split(words: list[str], at: str) -> tuple[list[str], list[str]]:
    """The words before a keyword, and those behind it."""
    if at not in words:
        return words, []
    place = words.index(at)
    return words[:place], words[place + 1 :]


def spoken(step: Step) -> str:
    """A step in words, which `step_of` reads again."""
    match step:
        case Merge():
            return f"Merge {', '.join(step.managers)} into {step.into}"
        case Move():
            return f"Move {step.manager} to {step.to}"
        case Extract():
            given = f" from {', '.join(step.managers)}" if step.managers else ""
            return f"Extract {', '.join(step.names)}{given} to {step.into}"
        case Remove():
            return f"Remove {step.manager}"
