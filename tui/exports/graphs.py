"""The dependency graph as Mermaid and as DOT: imports drawn by how they resolve."""

from collections.abc import Iterator

from backend.model.ecosystem import Dependency, Ecosystem

_DRAWN = ("strict", "recovered", "ambiguous")
_MERMAID = {"strict": ("--", "-->"), "recovered": ("-.", ".->"), "ambiguous": ("-.", ".->")}
_PLAIN = {"strict": "-->", "recovered": "-.->"}
_DOT = {"strict": "solid", "recovered": "dashed", "ambiguous": "dotted"}


def mermaid(ecosystem: Ecosystem) -> Iterator[str]:
    """A Mermaid flowchart: an arrow for each import between managers, broken where recovered.

    What no build of the program follows says why.
    """
    ids = {manager.name: f"m{place}" for place, manager in enumerate(ecosystem.managers)}
    yield "flowchart LR"
    for manager in ecosystem.managers:
        left, right = ("([", "])") if manager.shared else ("[", "]")
        yield f'  {ids[manager.name]}{left}"{_mermaid_text(manager.name)}"{right}'
    for one, resolution in _edges(ecosystem):
        yield f"  {ids[one.source]} {_arrow(resolution, one.aside())} {ids[one.target]}"


def dot(ecosystem: Ecosystem) -> Iterator[str]:
    """A DOT digraph, for graphviz and its kin; a tooltip tells where the first import stands."""
    yield "digraph managers {"
    yield "  rankdir=LR;"
    yield "  node [shape=box];"
    for manager in ecosystem.managers:
        style = ' [style="rounded"]' if manager.shared else ""
        yield f"  {_quoted(manager.name)}{style};"
    for one, resolution in _edges(ecosystem):
        first = next(item for item in one.evidence if item.resolution == resolution)
        place = _quoted(f"{first.path}:{first.line}")
        edge = f"{_quoted(one.source)} -> {_quoted(one.target)}"
        label = f", label={_quoted(one.aside())}" if one.aside() else ""
        yield f"  {edge} [style={_DOT[resolution]}, tooltip={place}{label}];"
    yield "}"


def _arrow(resolution: str, aside: str) -> str:
    label = " ".join(filter(None, ["?" if resolution == "ambiguous" else "", aside]))
    start, end = _MERMAID[resolution]
    return f"{start} {label} {end}" if label else _PLAIN[resolution]


def _edges(ecosystem: Ecosystem) -> Iterator[tuple[Dependency, str]]:
    known = {manager.name for manager in ecosystem.managers}
    for one in ecosystem.dependencies:
        resolution = one.resolution()
        if resolution in _DRAWN and {one.source, one.target} <= known:
            yield one, resolution


def _mermaid_text(text: str) -> str:
    """Mermaid reads HTML entities in quotes, and nothing else there as its own."""
    plain = "".join(char if char.isprintable() else "?" for char in text)
    for char, entity in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        plain = plain.replace(char, entity)
    return plain


def _quoted(text: str) -> str:
    plain = "".join(char if char.isprintable() else "?" for char in text)
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
