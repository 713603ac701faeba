from hypothesis import given
from hypothesis import strategies as st

from backend.managers.powershell_source import read_powershell

SCRIPT = b"""using namespace System.IO
using module ./Types.psm1
Import-Module -Name "$PSScriptRoot/../shared/Log.psm1" -Force
ipmo Pester
. 'common.ps1'
& ./run.ps1
<#
function Get-Commented {}
Import-Module Commented
#>
function global:Get-Thing {
    param([string]$Name)
    $text = @"
function Get-Quoted {}
Import-Module Quoted
"@
    Import-Module Late
}
filter Out-Thing { $_ }
class Box : Base {
    [int]$Size
    [string] Open([int]$by) {
        return "x"
    }
}
enum Colour { Red }
"""


def test_what_a_script_loads_is_told_as_written() -> None:
    imports, _, _ = read_powershell(SCRIPT)
    assert [(item.path, item.line) for item in imports] == [
        ("./Types.psm1", 2),
        ("$PSScriptRoot/../shared/Log.psm1", 3),
        ("Pester", 4),
        ("common.ps1", 5),
        ("Late", 17),
    ]
    assert imports[1].text == 'Import-Module -Name "$PSScriptRoot/../shared/Log.psm1"'


def test_what_a_script_declares_and_nothing_that_it_only_quotes() -> None:
    _, functions, types = read_powershell(SCRIPT)
    assert [(item.name, item.receiver, item.line, item.end) for item in functions] == [
        ("Get-Thing", "", 11, 18),
        ("Out-Thing", "", 19, 19),
        ("Open", "Box", 22, 24),
    ]
    assert [(item.name, item.form, item.line) for item in types] == [
        ("Box", "class", 20),
        ("Colour", "other", 26),
    ]


def test_what_the_grammar_rejects_is_read_line_by_line() -> None:
    broken = (
        b"function Get-A { param($x) Write-Host (\r\n. ./b.ps1\r\nclass C {\r\nfunction Set-B {\r\n"
    )
    imports, functions, types = read_powershell(broken)
    assert [(item.path, item.line) for item in imports] == [("./b.ps1", 2)]
    assert [(item.name, item.line) for item in functions] == [("Get-A", 1), ("Set-B", 4)]
    assert [(item.name, item.line) for item in types] == [("C", 3)]


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_give_an_answer_with_lines_of_the_file(source: bytes) -> None:
    lines = source.decode("utf-8", "replace").count("\n") + 1
    assert all(1 <= item.line <= lines for found in read_powershell(source) for item in found)
