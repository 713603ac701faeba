"""The figures of `Metrics`, whose docstring has their formulas."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from backend.managers.reading import REMEMBERED, Read
from backend.managers.remembered import WhileSame
from backend.model.ecosystem import Coupling, Dependency
from backend.model.metrics import Cohesion, Metrics

_GO_TEST = re.compile(r"(?:Test|Fuzz|Example)(?![a-z])")
_RESOLVED = ("strict", "recovered")


class Fans:
    """Import statements between managers, counted once for all of them."""

    def __init__(self, dependencies: Iterable[Dependency]) -> None:
        """Count those that lead from one manager to another and are built."""
        self.into, self.out_of = Counter[str](), Counter[str]()
        for one in dependencies:
            if one.source == one.target:
                continue
            statements = sum(
                item.kind == "import" and item.resolution in _RESOLVED for item in one.evidence
            )
            self.into[one.target] += statements
            self.out_of[one.source] += statements


@WhileSame
def fans_of(dependencies: Iterable[Dependency]) -> Fans:
    """Those of all dependencies; the same object as long as none changes."""
    return Fans(dependencies)


def has_source(read: Read) -> bool:
    """Whether imports can tell anything about a manager: it has source files outside tests."""
    return any(not file.test for file in read.files)


def metrics(read: Read, coupling: Coupling, fans: Fans, cohesion: Cohesion | None) -> Metrics:
    """The figures of one manager, whose code coheres so."""
    abstract, imports = _abstractness(read), has_source(read)
    unstable = coupling.instability
    distance = None if abstract is None or unstable is None else abs(abstract + unstable - 1)
    return Metrics(
        abstractness=abstract,
        distance=distance,
        cohesion=cohesion,
        fan_in=fans.into[read.name] if imports else None,
        fan_out=fans.out_of[read.name] if imports else None,
        tests=_tests(read),
    )


@lru_cache(maxsize=REMEMBERED)
def _abstractness(read: Read) -> float | None:
    forms = [kind.form for file in read.production if file.language == "Go" for kind in file.types]
    return forms.count("interface") / len(forms) if forms else None


@lru_cache(maxsize=REMEMBERED)
def _tests(read: Read) -> int | None:
    files = [file for file in read.files if file.language in ("Go", "Python")]
    if not files:
        return None
    return sum(
        _is_test(file.language, function.name, function.receiver)
        for file in files
        if file.test
        for function in file.functions
    )


def _is_test(language: str, name: str, receiver: str) -> bool:
    if language == "Python":
        return name.startswith("test_")
    return not receiver and name != "TestMain" and _GO_TEST.match(name) is not None
