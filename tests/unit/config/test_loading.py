from pathlib import Path

import pytest

from backend.config import SETTINGS, ConfigError, load
from backend.limits.limits import Limits


@pytest.fixture(autouse=True)
def user_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file, in a configuration folder of this test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    folder = tmp_path / "xdg" / "passerelle"
    folder.mkdir(parents=True)
    return folder / "config.toml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def origins(flags: dict[str, object], environment: dict[str, str], folder: Path) -> dict[str, str]:
    _, resolved = load(flags, environment, folder)
    return {item.setting.name: item.origin for item in resolved}


def test_flag_over_environment_over_project_over_user_over_default(
    project: Path, user_file: Path
) -> None:
    flags: dict[str, object] = {}
    environment: dict[str, str] = {}
    settings, _ = load(flags, environment, project)
    assert settings.workers == 5
    user_file.write_text("workers = 6")
    assert load(flags, environment, project)[0].workers == 6
    (project / "passerelle.toml").write_text("workers = 7")
    assert load(flags, environment, project)[0].workers == 7
    environment["PASSERELLE_WORKERS"] = "8"
    assert load(flags, environment, project)[0].workers == 8
    flags["workers"] = 9
    assert load(flags, environment, project)[0].workers == 9


def test_the_project_file_is_found_from_a_folder_below(project: Path) -> None:
    (project / "passerelle.toml").write_text('managers = ["managers"]\nplans = "plan.md"')
    below = project / "a" / "b"
    below.mkdir(parents=True)
    settings, _ = load({}, {}, below)
    assert settings.managers == (project / "managers",)
    assert settings.plans == (project / "plan.md",)


def test_names_from_the_plan_are_honoured(project: Path) -> None:
    environment = {
        "QDRANT_HOST": "qdrant",
        "QDRANT_PORT": "7333",
        "QDRANT_API_KEY": "s3cret",
        "LOG_LEVEL": "DEBUG",
        "PYTHON_DATA_PATH": "./vectors",
        "BATCH_SIZE": "1000",
    }
    settings, resolved = load({}, environment, project)
    assert settings.qdrant == "http://qdrant:7333"
    assert (settings.log_level, settings.batch_size) == ("debug", 1000)
    assert settings.data == Path("vectors")
    assert settings.api_key == "s3cret"
    assert "s3cret" not in repr(settings) + "".join(item.shown() for item in resolved)
    assert origins({}, environment, project)["qdrant"] == "QDRANT_HOST and QDRANT_PORT"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("workers = 5\nworker = 6", "passerelle.toml:2: unknown setting 'worker'; did you mean"),
        ("workers = 5\n\nworkers == 6", "passerelle.toml:3: not valid TOML"),
        ("workers = 0", "workers: expected a whole number from 1 to 10000, got 0"),
        ("workers = inf", "workers: expected a whole number from 1 to 10000, got inf"),
        ("workers = 9223372036854775808", "workers: expected a whole number from 1 to 10000"),
        (f"managers = {'[' * 5000}", "passerelle.toml: is nested too deeply"),
        ("managers = 5", "managers: expected a path or a list of paths, got 5"),
        ('qdrant = "localhost:6333"', "expected an address such as http://localhost:6333"),
        ('qdrant = "http://[::1"', "expected an address such as http://localhost:6333"),
        ('qdrant = "http://me:pw@host"', "set QDRANT_API_KEY instead"),
        ("theme = 3", "theme: expected text in quotes"),
        ("ascii = 'maybe'", "ascii: expected true or false"),
        ("window = 0.5", "window: expected seconds from 1 to 86400"),
    ],
)
def test_a_bad_file_names_place_and_way_out(project: Path, text: str, words: str) -> None:
    (project / "passerelle.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load({}, {}, project)
    assert words in str(caught.value)
    assert str(project) in str(caught.value)


@pytest.mark.parametrize("setting", ["qdrant", "gateway"])
@pytest.mark.parametrize("told", ["http://me:s3cret@h", "http://h?key=s3cret", "http://h/#s3cret"])
def test_a_secret_in_an_address_is_not_repeated(project: Path, setting: str, told: str) -> None:
    (project / "passerelle.toml").write_text(f'{setting} = "{told}"')
    with pytest.raises(ConfigError, match="expected an address") as caught:
        load({}, {}, project)
    assert "s3cret" not in str(caught.value)


def test_a_bad_secret_is_not_repeated(project: Path) -> None:
    (project / "passerelle.toml").write_text("api_key = 12345678")
    with pytest.raises(ConfigError) as caught:
        load({}, {}, project)
    assert "12345678" not in str(caught.value)


def test_a_file_that_is_no_text_is_named(project: Path) -> None:
    (project / "passerelle.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load({}, {}, project)


def test_a_shared_yaml_holds_a_section_of_ours(project: Path) -> None:
    shared = project / "config.yaml"
    shared.write_text("server: {port: 80}\npasserelle:\n  workers: 3\n")
    assert load({}, {"CONFIG_PATH": str(shared)}, project)[0].workers == 3
    shared.write_text("server: {port: 80}\n")
    assert load({}, {"CONFIG_PATH": str(shared)}, project)[0].workers == 5
    shared.write_text("a: [1\nb: 2")
    with pytest.raises(ConfigError, match=r"config.yaml:\d+: not valid YAML"):
        load({}, {"CONFIG_PATH": str(shared)}, project)


def test_a_missing_config_path_is_named(project: Path) -> None:
    with pytest.raises(ConfigError, match=r"CONFIG_PATH: .*none\.toml is no file"):
        load({}, {"CONFIG_PATH": str(project / "none.toml")}, project)


def test_every_setting_is_a_field_with_help() -> None:
    settings, resolved = load({}, {}, Path("/"))
    assert [item.setting for item in resolved] == list(SETTINGS)
    assert all(hasattr(settings, setting.name) and setting.help for setting in SETTINGS)


def test_limits_stand_in_a_table_of_their_own(project: Path) -> None:
    (project / "passerelle.toml").write_text("workers = 3\n[limits]\nsearch_p95_ms = 20\n")
    settings, resolved = load({}, {}, project)
    assert settings.limits == Limits(search_p95_ms=20)
    shown = next(item.shown() for item in resolved if item.setting.name == "limits")
    assert shown.startswith("search_p95_ms 20, simple_p95_ms 100")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[limits]\n\nserch_p95_ms = 20",
            "passerelle.toml:3: limits: serch_p95_ms: unknown limit",
        ),
        (
            "[limits]\nfailed_percent = 'x'",
            "passerelle.toml:2: limits: failed_percent: expected a",
        ),
        ("limits = 5", "passerelle.toml:1: limits: limits: expected a table [limits]"),
        ("alert_command = [1]", "alert_command: expected a command and its arguments"),
    ],
)
def test_a_bad_limit_names_its_line(project: Path, text: str, words: str) -> None:
    (project / "passerelle.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load({}, {}, project)
    assert words in str(caught.value)


def test_the_alert_command_is_a_list_in_a_file_and_words_in_a_variable(
    project: Path,
) -> None:
    (project / "passerelle.toml").write_text('alert_command = ["notify", "the bridge"]')
    assert load({}, {}, project)[0].alert_command == ("notify", "the bridge")
    environment = {"PASSERELLE_ALERT_COMMAND": "notify 'the bridge'"}
    assert load({}, environment, project)[0].alert_command == ("notify", "the bridge")


def test_keys_of_both_files_hold_and_the_nearest_wins(project: Path, user_file: Path) -> None:
    user_file.write_text('theme = "light"\n[keys]\nquit = "Q"\ntheme = "F2"\n')
    (project / "passerelle.toml").write_text('[keys]\ntheme = ["F3", "F4"]\n')
    settings, resolved = load({}, {}, project)
    assert {one.action: (one.keys, one.place) for one in settings.keys} == {
        "theme": (("F3", "F4"), f"{project / 'passerelle.toml'}:2"),
        "quit": (("Q",), f"{user_file}:3"),
    }
    told = next(item for item in resolved if item.setting.name == "keys")
    assert told.shown() == "theme = F3 F4, quit = Q"
    assert str(user_file) in told.origin


@pytest.mark.parametrize(
    ("text", "line"), [("keys.theme = 'F2'", 1), ("theme = 'dark'\nkeys = { theme = 'F2' }", 2)]
)
def test_keys_know_their_line_however_they_are_written(project: Path, text: str, line: int) -> None:
    (project / "passerelle.toml").write_text(text)
    (one,) = load({}, {}, project)[0].keys
    assert one.place == f"{project / 'passerelle.toml'}:{line}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keys = 3", "passerelle.toml:1: keys: expected a table [keys]"),
        ("theme = 'dark'\n[keys]\ntheme = 3", "passerelle.toml:3: keys: theme: expected a key"),
        ("[keys]\nquit = []", "passerelle.toml:2: keys: quit: expected a key"),
    ],
)
def test_a_table_of_keys_holds_texts(project: Path, text: str, said: str) -> None:
    (project / "passerelle.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        load({}, {}, project)
    assert said in str(error.value)


def test_keys_do_not_come_from_the_environment(project: Path) -> None:
    with pytest.raises(ConfigError, match=r"PASSERELLE_KEYS: keys: expected a table \[keys\]"):
        load({}, {"PASSERELLE_KEYS": "quit=Q"}, project)


def test_aliases_of_both_files_hold_and_the_nearest_wins(project: Path, user_file: Path) -> None:
    user_file.write_text('[aliases]\nOld = "a-manager"\n"Model Gateway" = "b-manager"\n')
    (project / "passerelle.toml").write_text('theme = "dark"\n[aliases]\nOld = "c-manager"\n')
    settings, resolved = load({}, {}, project)
    assert {one.name: (one.manager, one.place) for one in settings.aliases} == {
        "Old": ("c-manager", f"{project / 'passerelle.toml'}:3"),
        "Model Gateway": ("b-manager", f"{user_file}:3"),
    }
    told = next(item for item in resolved if item.setting.name == "aliases")
    assert told.shown() == "Old = c-manager, Model Gateway = b-manager"
    assert str(user_file) in told.origin


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("aliases = 3", "passerelle.toml:1: aliases: expected a table [aliases]"),
        ("[aliases]\nOld = 3", "passerelle.toml:2: aliases: Old: expected the name of a manager"),
        ("[aliases]\nOld = '-'", "passerelle.toml:2: aliases: Old: expected the name of a manager"),
        ("[aliases]\nOld = 'old'", "passerelle.toml:2: aliases: Old: leads around in a circle"),
        (
            "[aliases]\nA = 'x'\nB = 'C'\nC = 'b'",
            "passerelle.toml:3: aliases: B: leads around in a circle",
        ),
    ],
)
def test_an_alias_names_a_manager_and_never_itself(project: Path, text: str, said: str) -> None:
    (project / "passerelle.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        load({}, {}, project)
    assert said in str(error.value)


def test_letters_of_people_lie_beside_the_project_file_or_with_the_users(
    project: Path, user_file: Path
) -> None:
    assert origins({}, {}, project)["raci_file"] == "default"
    assert load({}, {}, project)[0].raci_file.name == "raci.toml"
    (project / "passerelle.toml").write_text("workers = 7")
    assert load({}, {}, project)[0].raci_file == project / "raci.toml"
    assert origins({}, {}, project)["raci_file"] == "beside passerelle.toml"
    user_file.write_text('raci_file = "mine.toml"')
    assert load({}, {}, project)[0].raci_file == user_file.parent / "mine.toml"
    flags: dict[str, object] = {"raci_file": "other.toml"}
    assert load(flags, {}, project)[0].raci_file == Path("other.toml")
