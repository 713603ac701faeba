"""Copied code as groups: blocks and functions, each copy told once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations

from backend.managers.reading import Read
from backend.managers.redundancy.blocks import blocks
from backend.managers.redundancy.bodies import Body, bodies
from backend.managers.redundancy.cost import cost
from backend.managers.redundancy.functions import Pair, near_misses
from backend.managers.redundancy.places import role_of
from backend.model.finding import finding_id
from backend.model.redundancy import Group, Kind, Site

WITHIN = 0.7
"""Share of a site's lines from which another site holds it."""


def copies(managers: Sequence[Read]) -> list[Group]:
    """Groups of copied blocks and of near-miss functions, tests included.

    A block within functions that are copies of each other is left out, so are functions within a
    longer block, and what is the same but for names where most of it is the same as written.
    """
    functions = list(_functions(list(bodies(managers))))
    found = list(_blocks(managers))
    exact = [group for group in found if not group.renamed]
    renamed = _outside((group for group in found if group.renamed), exact)
    longer = _outside([*exact, *renamed], functions)
    return [*longer, *_outside(functions, longer)]


def _functions(found: Sequence[Body]) -> Iterator[Group]:
    pairs = list(near_misses(found))
    similarity = {(pair.first, pair.second): pair.similarity for pair in pairs}
    for numbers in _cliques(pairs):
        members = [found[number] for number in numbers]
        alike = [similarity[pair] for pair in combinations(numbers, 2)]
        sites = [member.site for member in members]
        names = dict.fromkeys(site.name for site in sites)
        texts = sorted({member.normal for member in members})
        yield _group(
            "function",
            "func " + ", ".join(list(names)[:3]) + (", …" if len(names) > 3 else ""),
            sites,
            sum(alike) / len(alike),
            b"\0".join(texts),
        )


def _cliques(pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """Groups in which all resemble each other, the closest brought together first.

    Resemblance does not carry over: a chain of near misses ends in something else. Whoever is left
    alone by that is told with the one closest to it, which is in another group, too.
    """
    near: dict[int, set[int]] = defaultdict(set)
    group: dict[int, set[int]] = {}
    ordered = sorted(pairs, key=lambda pair: (-pair.common, -pair.similarity, pair.first))
    for pair in ordered:
        for one, other in permutations((pair.first, pair.second)):
            near[one].add(other)
            group[one] = {one}
    for pair in ordered:
        mine, theirs = group[pair.first], group[pair.second]
        if mine is not theirs and all(mine <= near[number] for number in theirs):
            mine |= theirs
            group.update(dict.fromkeys(theirs, mine))
    for pair in ordered:
        for one, other in permutations((pair.first, pair.second)):
            if len(group[one]) == 1:
                group[one] = {one, other}
    return sorted({tuple(sorted(numbers)) for numbers in group.values()})


def _blocks(managers: Sequence[Read]) -> Iterator[Group]:
    sites: dict[bytes, dict[Site, None]] = defaultdict(dict)
    similarity: dict[bytes, float] = {}
    for block in blocks(managers):
        sites[block.content].update(dict.fromkeys(block.sites))
        similarity[block.content] = min(similarity.get(block.content, 1.0), block.similarity)
    for content, places in sites.items():
        first, *_ = ordered = sorted(places, key=lambda site: (site.path, site.line))
        name = f"{first.end - first.line + 1} lines of {first.path.rpartition('/')[2]}"
        yield _group("block", name, ordered, similarity[content], content)


def _group(
    kind: Kind, name: str, sites: Iterable[Site], similarity: float, content: bytes
) -> Group:
    ordered = tuple(sites)
    digest = hashlib.sha256(content).hexdigest()
    return Group(
        id=finding_id("redundancy", (), f"{kind} {digest}"),
        kind=kind,
        name=name,
        sites=ordered,
        similarity=round(similarity, 4),
        renamed=similarity < 1,
        role=role_of(ordered),
        cost=cost(ordered, 1 - similarity),
    )


def _outside(groups: Iterable[Group], others: Iterable[Group]) -> list[Group]:
    """The groups that no single one of the others holds with all its sites."""
    held: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for other in others:
        for site in other.sites:
            held[site.path].append((site.line, site.end, other.id))

    def holding(site: Site) -> set[str]:
        needed = WITHIN * (site.end - site.line + 1)
        return {
            number
            for line, end, number in held[site.path]
            if min(end, site.end) - max(line, site.line) + 1 >= needed
        }

    return [group for group in groups if not set.intersection(*map(holding, group.sites))]
