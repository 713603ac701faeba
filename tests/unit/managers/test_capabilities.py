import pytest

from backend.managers.capabilities import GENERAL, Capabilities

NOUNS = Capabilities(
    [
        ("config-manager", "config-manager"),
        ("n8n-manager", "n8n-manager"),
        ("roster", "specialized/RosterManager"),
        ("central-coordinator", "core/central-coordinator"),
        ("(loose files)", "."),
    ]
)


@pytest.mark.parametrize(
    ("name", "receiver", "capability"),
    [
        ("ValidateConfig", "", "configuration"),
        ("UpdateConfigTemplate", "", "templates"),
        ("SyncConfigToQdrant", "", "configuration"),
        ("SendToSlack", "", "notifications"),
        ("Validate", "TemplateChecker", "templates"),
        ("PlanRoster", "", "roster"),
        ("Config", "", None),
        ("Validate", "Thing", None),
        ("", "", None),
    ],
)
def test_what_a_name_is_about(name: str, receiver: str, capability: str | None) -> None:
    assert NOUNS.nouns.of(name, receiver) == capability


@pytest.mark.parametrize(
    ("manager", "capability"),
    [
        ("config-manager", "configuration"),
        ("n8n-manager", "n8n"),
        ("roster", "roster"),
        ("central-coordinator", "central coordinator"),
        ("(loose files)", GENERAL),
        ("nobody", GENERAL),
    ],
)
def test_what_a_manager_is_about(manager: str, capability: str) -> None:
    assert NOUNS.own(manager) == capability


def test_a_line_is_about_the_one_thing_that_it_names() -> None:
    assert NOUNS.nouns.spoken(["Validation", "of", "templates", "every", "Template"]) == "templates"
    assert NOUNS.nouns.spoken(["validates", "templates", "and", "scripts"]) is None
    assert NOUNS.nouns.spoken(["It", "validates"]) is None


@pytest.mark.parametrize(
    ("name", "receiver", "capability"),
    [
        ("ValidateAPIKey", "", "credentials"),
        ("RotatePrivateKeys", "", "credentials"),
        ("ValidateProfile", "KeyValidator", None),
        ("CallAPI", "KeyStore", "api"),
        ("ExportToJson", "MessageCollection", None),
        ("CreateCollection", "QdrantClient", "vectors"),
    ],
)
def test_a_key_and_a_collection_alone_may_be_anything(
    name: str, receiver: str, capability: str | None
) -> None:
    assert NOUNS.nouns.of(name, receiver) == capability
