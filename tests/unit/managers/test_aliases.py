"""Names of managers that the settings give."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from backend.config.aliases import Alias
from backend.managers.scan import scan
from backend.model.ecosystem import Ecosystem

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

TREE = {
    "managers/mcp-manager/mcp.go": "package mcp\n",
    "managers/config-manager/config.go": (
        'package config\n\nimport "x.org/gone/model-gateway/client"\n\n'
        "type Config struct{ remote *ModelGateway }\n"
    ),
    "managers/config-manager/manifest.json": '{"dependencies": ["Model_Gateway"]}',
    "managers/A.md": "The config-manager depends on the Model Gateway.\n",
}


def scanned(write_tree: WriteTree, *given: tuple[str, str]) -> Ecosystem:
    aliases = [Alias(*one, f"passerelle.toml:{line}") for line, one in enumerate(given, start=2)]
    return scan([write_tree(TREE)], aliases=aliases)


def test_an_alias_counts_wherever_a_manager_is_named(write_tree: WriteTree) -> None:
    ecosystem = scanned(write_tree, ("ModelGateway", "mcp-manager"))
    (edge,) = [one for one in ecosystem.dependencies if one.target == "mcp-manager"]
    assert edge.source == "config-manager"
    assert edge.kinds() == {"import", "struct_field", "manifest", "document"}
    assert [(one.resolution, one.rule) for one in edge.evidence if one.kind == "import"] == [
        ("recovered", "alias")
    ]
    assert {one.name: one.aliases for one in ecosystem.managers}["mcp-manager"] == (
        "mcpmanager",
        "ModelGateway",
    )
    assert not [one for one in ecosystem.findings if one.kind == "alias"]


def test_without_it_nothing_of_that_is_known(write_tree: WriteTree) -> None:
    assert "mcp-manager" not in {one.target for one in scanned(write_tree).dependencies}


def test_an_alias_of_an_alias_leads_to_its_manager(write_tree: WriteTree) -> None:
    given = (("ModelGateway", "gateway"), ("gateway", "MCPManager"))
    ecosystem = scanned(write_tree, *given)
    assert "mcp-manager" in {one.target for one in ecosystem.dependencies}


@pytest.mark.parametrize(
    ("given", "summary"),
    [
        (
            ("ModelGateway", "mcp-managr"),
            "passerelle.toml:2: alias ModelGateway: no manager mcp-managr here; "
            "did you mean mcp-manager?",
        ),
        (
            ("ModelGateway", "nobody"),
            "passerelle.toml:2: alias ModelGateway: no manager nobody here",
        ),
        (
            ("McpManager", "config-manager"),
            "passerelle.toml:2: alias McpManager: McpManager is the name of a manager itself",
        ),
        (
            ("one", "One"),  # of two files, each of which is sound
            "passerelle.toml:2: alias one: no manager One here",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(
    write_tree: WriteTree, given: tuple[str, str], summary: str
) -> None:
    ecosystem = scanned(write_tree, given)
    (finding,) = [one for one in ecosystem.findings if one.kind == "alias"]
    assert (finding.summary, finding.severity) == (summary, "act")
    assert [(item.path, item.line) for item in finding.evidence] == [("passerelle.toml", 2)]
    assert "mcp-manager" not in {one.target for one in ecosystem.dependencies}
