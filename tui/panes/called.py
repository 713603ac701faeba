"""What managers are called where there is little room."""

from collections.abc import Container


def short(name: str) -> str:
    """A manager's name without the word that all of them end in."""
    return name.removesuffix("-manager") or name


def called(name: str, others: Container[str]) -> str:
    """A manager's short name; its whole one where another manager is called that."""
    stem = short(name)
    return name if stem != name and stem in others else stem
