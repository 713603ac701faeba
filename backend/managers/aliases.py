"""Further names of managers, as the settings give them, held against the managers there are."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.config.aliases import Alias
from backend.managers.discovery import Found
from backend.managers.text import alias
from backend.model.finding import Evidence, Finding, Severity, finding_id

Named = tuple[tuple[str, str], ...]
"""Further name as written, and the manager's own."""


@dataclass(frozen=True, slots=True)
class Aliases:
    """Those that name a manager, and what is wrong with the others."""

    known: Named = ()
    problems: tuple[tuple[Alias, str], ...] = ()


def resolved(given: Sequence[Alias], managers: Iterable[Found]) -> Aliases:
    """Follow each alias to its manager, over other aliases where it names one."""
    own = {alias(one.path.rpartition("/")[2]): one.name for one in managers if one.path != "."}
    meant = {alias(one.name): one.manager for one in given}
    known, problems = [], []
    for one in given:
        if alias(one.name) in own:
            problems.append((one, f"{one.name} is the name of a manager itself"))
            continue
        target = _target(one, meant, own)
        if target is None:
            near = difflib.get_close_matches(one.manager, own.values(), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            problems.append((one, f"no manager {one.manager} here{hint}"))
        else:
            known.append((one.name, target))
    return Aliases(tuple(known), tuple(problems))


def _target(one: Alias, meant: dict[str, str], own: dict[str, str]) -> str | None:
    """The manager's name; None where the way leads to none, or around in a circle."""
    name = alias(one.manager)
    for _ in meant:
        if name in own or name not in meant:
            break
        name = alias(meant[name])
    return own.get(name)


def alias_findings(found: Aliases) -> Iterator[Finding]:
    """One for each alias that cannot be used."""
    for one, text in found.problems:
        path, _, line = one.place.rpartition(":")
        yield Finding(
            id=finding_id("alias", (one.name,), text),
            kind="alias",
            severity=Severity.ACT,
            subjects=(one.name,),
            summary=f"{one.place}: alias {one.name}: {text}",
            remedy="Name the folder of a manager, or take the alias out of the settings.",
            evidence=(Evidence(kind="file", path=path, line=int(line), text=str(one)),),
        )
