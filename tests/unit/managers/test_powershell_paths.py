"""What variables in PowerShell scripts hold, and what such a script runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.managers.powershell_code import Script
from backend.managers.powershell_paths import Paths

HEAD = """param([string]$ProjectRoot = (Get-Location).Path)
$here = $PSScriptRoot
$script:Up = Split-Path -Parent $here
$tool = Join-Path -Path (Split-Path $Up -Parent) -ChildPath "b-manager\\scripts"
"""


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('& "$PSScriptRoot\\..\\x.ps1" -Force', "./../x.ps1"),
        ('& "${PSScriptRoot}/x.ps1"', "./x.ps1"),
        ("& $tool\\go.ps1", "./../../b-manager/scripts/go.ps1"),
        ('$done = & "$here/x.ps1"', "./x.ps1"),
        ("[string]$done = & (Join-Path $Up 'a' 'x.ps1')", "./../a/x.ps1"),
        ('& "$ProjectRoot\\managers\\b-manager\\x.ps1"', "?/managers/b-manager/x.ps1"),
        ('& "$env:TEMP\\x.ps1"', "?/x.ps1"),
        ("& (Join-Path (Split-Path $MyInvocation.MyCommand.Path) x.ps1)", "./x.ps1"),
        ("..\\b-manager\\x.ps1 -A", "../b-manager/x.ps1"),
        ("pwsh -NoProfile -File ../d/d.ps1", "../d/d.ps1"),
        ("python ..\\y\\z.py", "../y/z.py"),
        ("& go run ../x", "../x"),
        ("bash './x y.sh'", "./x y.sh"),
    ],
)
def test_a_script_that_is_run(line: str, path: str) -> None:
    (run,) = Paths(Script(f"{HEAD}{line}\n")).runs
    assert (run.path, run.line, run.text) == (path, 5, line)


@pytest.mark.parametrize(
    "line",
    [
        "& $unknown",
        "& $tool.FullName",
        "& { x.ps1 }",
        "& Get-Thing",
        "# & ./x.ps1",
        "<#\n& ./x.ps1\n#>",
        '$text = @"\n& ./x.ps1\n"@',
        "Write-Host '& ./x.ps1'",
        '$files = @(\n"x.ps1"\n)',
        "python -m pytest",
        "go build ./x",
    ],
)
def test_what_runs_no_script_by_its_path(line: str) -> None:
    assert Paths(Script(f"{HEAD}{line}\n")).runs == ()


def test_what_was_assigned_last_above_counts() -> None:
    text = "$s = 'a.ps1'\n& $s\n$s = 'b.ps1'\n& $s\n$s = 'c.ps1'\n"
    assert [(run.path, run.line) for run in Paths(Script(text)).runs] == [
        ("a.ps1", 2),
        ("b.ps1", 4),
    ]


def test_what_is_made_of_itself_is_known_by_what_it_was_before() -> None:
    climbing = "$r = $PSScriptRoot\n$r = Split-Path $r\n$r = Split-Path $r\n& $r/x.ps1\n"
    looping = "$r = $PSScriptRoot\nwhile ($x) {\n  $r = Split-Path $r\n}\n& $r/x.ps1\n"
    texts = (climbing, looping, "$r = Split-Path $r\n& $r/x.ps1\n")
    paths = [run.path for text in texts for run in Paths(Script(text)).runs]
    assert paths == ["./../../x.ps1", "?/x.ps1", "?/x.ps1"]


@given(st.text(alphabet="$&.()\"'\\/ \n=#<>@abprsw1-{}:"))
def test_any_text_gives_an_answer_with_lines_of_the_script(text: str) -> None:
    assert all(1 <= run.line <= text.count("\n") + 1 for run in Paths(Script(text)).runs)
