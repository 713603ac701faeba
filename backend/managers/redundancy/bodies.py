"""Functions as tokens: what near misses are looked for among."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.managers.reading import Read
from backend.managers.redundancy.places import function_site
from backend.managers.source import Function, SourceFile
from backend.model.redundancy import Site

FEWEST = 50
"""Tokens below which a function is too small to be worth a merge."""


class Body(NamedTuple):
    """A function's tokens.

    Attributes:
        where: Its manager and its file.
        normal: One byte a token, names and literals left out.
        raw: Checksums of the tokens as written.
    """

    where: tuple[Read, SourceFile]
    function: Function
    normal: bytes
    raw: NDArray[np.uint32]

    @property
    def site(self) -> Site:
        """Where it stands."""
        read, file = self.where
        return function_site(read.name, file, self.function)


def bodies(managers: Iterable[Read]) -> Iterator[Body]:
    """Every Go function of at least `FEWEST` tokens, tests included, generated files left out."""
    for read in managers:
        for file in read.files:
            if file.generated or not file.tokens.raw:
                continue
            raw = file.tokens.raw_codes()
            runs = file.tokens.runs((item.line, item.end) for item in file.functions)
            for function, run in zip(file.functions, runs, strict=True):
                if run.stop - run.start >= FEWEST:
                    yield Body((read, file), function, file.tokens.normal[run], raw[run])
