"""Calls of some names in PowerShell scripts."""

import pytest

from backend.managers.powershell_calls import calls_in
from backend.managers.powershell_code import Script

WANTED = ("send-it", "Errors")


def found(text: str) -> list[tuple[tuple[str, ...], bool]]:
    return [(call.names, call.alone) for call in calls_in(Script(text), WANTED)]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Send-It 'x'", True),
        ("if ($a) { Send-It } else { }", True),
        ("$a | Where-Object { $_ } |\n  Send-It -B (c) # d", True),
        ("$a; Send-It", True),
        ("$a = Send-It", False),
        ("$a = $b | Send-It", False),
        ("return Send-It $a", False),
        ("foreach ($a in Send-It) { }", False),
        ("if (Send-It) { }", False),
        ("Send-It { $a } | Out-Null", False),
        ('"a $(Send-It) b"', False),
    ],
)
def test_commands(text: str, alone: bool) -> None:
    assert found(text) == [(("Send-It",), alone)]


@pytest.mark.parametrize(
    ("text", "names", "alone"),
    [
        ("$errors.Find(1)", ("errors", "Find"), True),
        ("[Errors]::Find('x', (y))\n", ("Errors", "Find"), True),
        ("$this.errors.All[0].Find(1)", ("this", "errors", "All", "Find"), True),
        ("$a = $script:Errors.Find(1)", ("script", "Errors", "Find"), False),
        ("[void]$errors.Find(1)", ("errors", "Find"), False),
        ("$errors.Find(1).Name", ("errors", "Find"), False),
        ("$errors.Find(1) | Out-Null", ("errors", "Find"), False),
        ("if (-not $errors.Find(1)) { }", ("errors", "Find"), False),
    ],
)
def test_methods(text: str, names: tuple[str, ...], alone: bool) -> None:
    assert found(text) == [(names, alone)]


@pytest.mark.parametrize(
    "text",
    [
        "Get-Help Send-It",
        "Export-ModuleMember -Function Get-It, Send-It",
        "function Send-It { }",
        "@{ Send-It = 1 }",
        "Send-Items; Re-Send-It",
        "# Send-It\n'Send-It' \"$errors.Find(1)\"",
        "$errors.Count",
        "Get-It($a).errors.Find(1)",
        "@'\n$errors.Find(1)\n'@",
    ],
)
def test_what_calls_none_of_them(text: str) -> None:
    assert found(text) == []


def test_calls_come_in_order_each_once_with_its_line() -> None:
    text = "$errors.Errors.Find(1)\n<#\n#>\nSend-It $errors.Find(1)"
    assert [(call.names[-1], call.line) for call in calls_in(Script(text), WANTED)] == [
        ("Find", 1),
        ("Send-It", 4),
        ("Find", 4),
    ]
