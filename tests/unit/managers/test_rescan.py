"""A tree scanned again and again, after any edits, beside the same tree scanned once."""

import os
import shutil
import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.managers.reading import Reader
from backend.managers.remembered import EachWhileSame, WhileSame
from backend.managers.scan import scan
from backend.model.ecosystem import Ecosystem

PLACES = (
    "managers/cache-manager/a.go",
    "managers/cache-manager/inner/a.go",
    "managers/mail-manager/a.go",
    "managers/mail-manager/a_test.go",
    "managers/mail-manager/run.ps1",
    "managers/interfaces/store.go",
    "managers/loose.go",
    "managers/README.md",
    "managers/mail-manager/README.md",
    "go.mod",
)
GO = (
    "package a\n",
    'import "example.org/app/managers/mail-manager"\n',
    'import cache "example.org/old/managers/cache-manager"\n',
    "type Store interface {\n\tSave(key string) (bool, error)\n}\n",
    "type Store interface {\n\tSave(key string) error\n\tFind(key string) string\n}\n",
    "type CacheManager struct {\n\tmailManager *MailManager\n\tsize int\n}\n",
    "type MailManager struct{ cacheManager CacheManager }\n",
    "func (m *CacheManager) Save(key string) error { return m.mailManager.SendMail(key) }\n",
    "func (m *CacheManager) Find(key string) string { return m.mailManager.ReadMail(key) }\n",
    "func (m *MailManager) ValidateMail(key string) { m.cacheManager.ValidateConfig(key) }\n",
    "func ValidateConfig(path string) error { return nil }\n",
    "func ValidateConfig(path string, deep bool) (bool, error) { return deep, nil }\n",
    "<<<<<<< ours\n=======\n>>>>>>> theirs\n",
)
OTHER = (
    "module example.org/app\n",
    "function Send-Mail { cacheManager.Save() }\n",
    "| Manager | Validation |\n| --- | --- |\n| cache-manager | R |\n",
    "# Mail Manager\n\nThe cache-manager validates it, as all 2 managers do: `Store`, `a.go`.\n",
)

Step = list[tuple[str, frozenset[str] | None]]
"""One edit after the other: file, and the parts that it lacks; None where all of it goes."""

EDITS = st.lists(
    st.tuples(
        st.sampled_from(PLACES), st.none() | st.frozensets(st.sampled_from(GO + OTHER), max_size=6)
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=30, deadline=None)
@given(edits=st.lists(EDITS, min_size=1, max_size=4))
def test_after_any_edits_a_tree_looks_as_if_it_was_never_seen_before(edits: list[Step]) -> None:
    steps: list[Step] = [[(place, frozenset()) for place in PLACES], *edits]
    with TemporaryDirectory() as folder:
        reader = Reader()
        again = [scan(roots, (), reader, copied=False) for roots in written(steps, folder)]
        alone = [scanned_alone(roots) for roots in written(steps, folder)]
    assert again == alone


def written(steps: list[Step], folder: str) -> Iterator[list[Path]]:
    """The roots after each step; no two times of change are the same."""
    root, clock = Path(folder, "managers"), count(1)
    shutil.rmtree(root, ignore_errors=True)
    for step in steps:
        for place, without in step:
            write(Path(folder, place), without, next(clock))
        yield [root]


def scanned_alone(roots: list[Path]) -> Ecosystem:
    """By a process that remembers nothing."""
    for name, module in sys.modules.items():
        for thing in vars(module).values() if name.startswith("backend.managers") else ():
            if isinstance(thing, _lru_cache_wrapper | EachWhileSame | WhileSame):
                thing.cache_clear()
    return scan(roots, (), Reader(), copied=False)


def write(file: Path, without: frozenset[str] | None, second: int) -> None:
    if without is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    parts = GO if file.suffix == ".go" else OTHER
    file.write_text("".join(part for part in parts if part not in without))
    os.utime(file, (second, second))
