import pickle
from dataclasses import fields
from pathlib import Path

import pytest

from backend.managers.files import facts
from backend.managers.source import SourceFile

GO = b"""package p

import "fmt"

const one = 1

type Box struct {
\tname string
}

type Names []string

func (b *Box) Say() { fmt.Println(b.name)
"""
PYTHON = b"import other\n\nclass Box:\n    def say(self):\n        self.log.tell(1)\n\nsay(\n"
SHELL = b"Import-Module ./a.psm1\n& ./b.ps1\nfunction Get-Box { $this.errors.Say(1); Send-It }\n"


@pytest.mark.parametrize(
    ("name", "language", "source"),
    [("a.go", "Go", GO), ("a.py", "Python", PYTHON), ("a.ps1", "PowerShell", SHELL)],
)
def test_a_file_comes_to_another_process_as_it_was(name: str, language: str, source: bytes) -> None:
    file = facts(Path("/m") / name, f"m/{name}", language, source)
    other: SourceFile = pickle.loads(pickle.dumps(file))
    assert any((file.imports, file.functions, file.types, file.troubles))
    for field in fields(SourceFile):
        here, there = getattr(file, field.name), getattr(other, field.name)
        assert there == here
        if isinstance(here, tuple):
            assert repr(there) == repr(here)  # plain tuples are equal to those with names
