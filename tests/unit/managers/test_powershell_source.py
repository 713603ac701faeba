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


def test_what_a_script_loads_is_told_as_far_as_it_is_written_out() -> None:
    imports = read_powershell(SCRIPT).imports
    assert [(item.path, item.line) for item in imports] == [
        ("./Types.psm1", 2),
        ("./../shared/Log.psm1", 3),
        ("Pester", 4),
        ("common.ps1", 5),
        ("Late", 17),
    ]
    assert imports[1].text == 'Import-Module -Name "$PSScriptRoot/../shared/Log.psm1"'


def test_what_a_script_declares_and_nothing_that_it_only_quotes() -> None:
    said = read_powershell(SCRIPT)
    assert [(item.name, item.receiver, item.line, item.end) for item in said.functions] == [
        ("Get-Thing", "", 11, 18),
        ("Out-Thing", "", 19, 19),
        ("Open", "Box", 22, 24),
    ]
    assert [(item.name, item.form, item.line) for item in said.types] == [
        ("Box", "class", 20),
        ("Colour", "other", 26),
    ]


def test_what_is_never_closed_is_read_as_far_as_it_goes() -> None:
    broken = (
        b"function Get-A { param($x) Write-Host (\r\n. ./b.ps1\r\nclass C {\r\nfunction Set-B {\r\n"
    )
    said = read_powershell(broken)
    assert [(item.path, item.line) for item in said.imports] == [("./b.ps1", 2)]
    assert [(item.name, item.line) for item in said.functions] == [("Get-A", 1), ("Set-B", 4)]
    assert [(item.name, item.line) for item in said.types] == [("C", 3)]
    assert {item.end for item in said.functions} == {0}


def test_blocks_among_parameters_are_none_of_what_is_declared() -> None:
    script = b"""function Get-A($given = { 1 }) {
}
class Box {
    [hashtable] $Names = @{ a = 1 }
    Box([hashtable] $names = @{}) : base(1) {
        if ($names) { }
    }
    static [string] Open() { }
}
"""
    said = read_powershell(script)
    assert [(item.name, item.receiver, item.line, item.end) for item in said.functions] == [
        ("Get-A", "", 1, 2),
        ("Box", "Box", 5, 7),
        ("Open", "Box", 8, 8),
    ]


def test_what_a_pipeline_or_a_bracket_begins_with_is_loaded() -> None:
    script = b"$a = Import-Module A\nif (ipmo B) { }\n$b; . ./c.ps1\nGet-Help Import-Module D\n"
    assert [item.path for item in read_powershell(script).imports] == ["A", "B", "./c.ps1"]


def test_what_is_loaded_by_a_variable_is_told_by_what_it_holds() -> None:
    script = (
        b"$up = Split-Path -Parent $PSScriptRoot\n$log = Join-Path $up 'b\\Log.psm1'\n"
        b"Import-Module $log\n. (Join-Path $up x.ps1)\n. $given\n& $log\n"
    )
    said = read_powershell(script)
    assert [(item.path, item.line) for item in said.imports] == [
        ("./../b/Log.psm1", 3),
        ("./../x.ps1", 4),
        ("$given", 5),
    ]
    assert [(item.path, item.line) for item in said.runs] == [("./../b/Log.psm1", 6)]


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_give_an_answer_with_lines_of_the_file(source: bytes) -> None:
    lines = source.decode("utf-8", "replace").count("\n") + 1
    said = read_powershell(source)
    found = [item.line for item in (*said.imports, *said.runs)]
    found += [item.line for item in said.functions] + [item.line for item in said.types]
    assert all(1 <= line <= lines for line in found)
