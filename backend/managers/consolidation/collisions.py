"""Names that one package would declare several times once its files have met."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from backend.managers.consolidation.arrangement import Arrangement, Held, Placed
from backend.managers.go_source import imported_as
from backend.managers.source import Function, Type, Value
from backend.model.consolidation import Collision, Place

Form = Literal["type", "function", "method", "value", "program", "start", "import", "mixed"]
Verdict = Literal["identical", "compatible", "conflicting", "allowed"]


@dataclass(frozen=True, slots=True)
class _Declared:
    """One declaration.

    Attributes:
        shape: Members of a type, signature of a function; empty for values.
        content: What tells two functions of one signature apart.
    """

    placed: Placed
    form: Form
    line: int
    shape: tuple[str, ...]
    content: bytes = b""


def collisions(
    arrangement: Arrangement, gone: Collection[tuple[str, int]] = ()
) -> Iterator[Collision]:
    """Clashes that a merge makes; what clashed before in one package is no news.

    Only files that a build for linux/amd64 takes, tests of the package included.

    Args:
        arrangement: Where everything would stand.
        gone: Imports that go with it, by file and line.
    """
    for held in arrangement.managers.values():
        if len(held.was) > 1:
            yield from _within(held, gone)


def _within(held: Held, gone: Collection[tuple[str, int]]) -> Iterator[Collision]:
    owners = {file.path: read.name for read in held.was for file in read.files}
    packages: dict[tuple[str, str], dict[str, list[_Declared]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for placed in held.files:
        if placed.file.language == "Go" and placed.package and not placed.file.ignored:
            for name, declared in _declarations(placed, gone):
                packages[placed.folder, placed.package][name].append(declared)
    for (folder, _), names in sorted(packages.items()):
        for name, found in sorted(names.items()):
            if _clash(found):
                yield _collision(folder, name, found, owners)


def _clash(found: list[_Declared]) -> bool:
    """Whether declarations from several folders meet; files may import by one name side by side."""
    declared = {one.placed.file.folder for one in found if one.form != "import"}
    imported = {one.placed.file.folder for one in found if one.form == "import"}
    return len(declared) > 1 or any(declared != {folder} for folder in imported if declared)


def _declarations(
    placed: Placed, gone: Collection[tuple[str, int]]
) -> Iterator[tuple[str, _Declared]]:
    for kind in placed.file.types:
        yield kind.name, _of_type(placed, kind)
    for function in placed.file.functions:
        yield from _of_function(placed, function)
    for value in placed.file.values:
        yield from _of_value(placed, value)
    for item in placed.file.imports:
        name = imported_as(item)
        if name.isidentifier() and name != "_" and (placed.file.path, item.line) not in gone:
            yield name, _Declared(placed, "import", item.line, ())


def _of_type(placed: Placed, kind: Type) -> _Declared:
    return _Declared(placed, "type", kind.line, kind.shape())


def _of_function(placed: Placed, function: Function) -> Iterator[tuple[str, _Declared]]:
    if function.name == "_":
        return
    name = f"{function.receiver}.{function.name}" if function.receiver else function.name
    form: Form = "method" if function.receiver else "function"
    if name == "init":
        form = "start"
    elif name == "main" and placed.package == "main":
        form = "program"
    shape = (function.shape,)
    content = placed.file.tokens.between(function.line, function.end).tobytes()
    yield name, _Declared(placed, form, function.line, shape, content)


def _of_value(placed: Placed, value: Value) -> Iterator[tuple[str, _Declared]]:
    if value.name != "_":
        yield value.name, _Declared(placed, "value", value.line, ())


def _collision(
    folder: str, name: str, found: Iterable[_Declared], owners: dict[str, str]
) -> Collision:
    ordered = sorted(found, key=lambda one: (one.placed.file.path, one.line))
    forms = {one.form for one in ordered}
    return Collision(
        folder=folder,
        name=name,
        form=ordered[0].form if len(forms) == 1 else "mixed",
        verdict=_verdict(ordered, forms),
        places=tuple(
            Place(path=one.placed.file.path, line=one.line, manager=owners[one.placed.file.path])
            for one in ordered
        ),
    )


def _verdict(found: list[_Declared], forms: set[Form]) -> Verdict:
    if forms == {"start"}:
        return "allowed"
    if len(forms) > 1 or forms & {"value", "program"}:
        return "conflicting"
    if len({one.shape for one in found}) == 1:
        return "identical" if len({one.content for one in found}) == 1 else "compatible"
    if forms == {"type"} and len({one.shape[0] for one in found}) == 1:
        largest = max((set(one.shape) for one in found), key=len)
        return "compatible" if all(set(one.shape) <= largest for one in found) else "conflicting"
    return "conflicting"
