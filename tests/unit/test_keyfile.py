from pathlib import Path

import pytest

from backend.config import ConfigError, load
from backend.keyfile import read_key


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("s3cret\n")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_that_only_its_owner_reads(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    assert read_key(key_file) == "s3cret"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o777])
def test_a_key_that_others_may_read_or_write_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(ValueError, match=f"chmod 600 {key_file}") as refused:
        read_key(key_file)
    assert f"{mode:04o}" in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\n", b"s3cret and more", b"s3cret\nmore", b"\xff\xfe"])
def test_a_file_that_is_not_one_key_is_refused_and_not_quoted(
    key_file: Path, content: bytes
) -> None:
    key_file.write_bytes(content)
    with pytest.raises(ValueError, match="expected the key alone") as refused:
        read_key(key_file)
    assert "s3cret" not in str(refused.value)


def test_the_key_comes_from_the_file_where_nothing_else_names_one(
    key_file: Path, tmp_path: Path
) -> None:
    flags = {"api_key_file": str(key_file)}
    settings, resolved = load(flags, {}, tmp_path)
    assert settings.api_key == "s3cret"
    assert "s3cret" not in "".join(item.shown() for item in resolved)
    assert load(flags, {"QDRANT_API_KEY": "other"}, tmp_path)[0].api_key == "other"


def test_a_key_file_in_the_wrong_hands_is_a_configuration_error(
    key_file: Path, tmp_path: Path
) -> None:
    key_file.chmod(0o644)
    with pytest.raises(ConfigError, match=r"api_key_file: .*chmod 600"):
        load({"api_key_file": str(key_file)}, {}, tmp_path)


@pytest.mark.parametrize("name", ["api_key_file", "ca_file"])
def test_a_file_that_is_not_there_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=f"--{name.replace('_', '-')}: expected a file that exists"
    ):
        load({name: str(tmp_path / "nowhere")}, {}, tmp_path)


def test_several_qdrants_the_first_of_them_the_main_one(tmp_path: Path) -> None:
    flags = {"qdrant": ["http://one:6333", "http://two:6333/", "http://one:6333"]}
    settings, _ = load(flags, {}, tmp_path)
    assert (settings.qdrant, settings.further) == ("http://one:6333", ("http://two:6333",))
    (tmp_path / "passerelle.toml").write_text('qdrant = ["https://a", "https://b"]')
    settings, _ = load({"qdrant": ()}, {}, tmp_path)
    assert (settings.qdrant, settings.further) == ("https://a", ("https://b",))
    settings, _ = load({"qdrant": "http://c:1"}, {}, tmp_path)
    assert (settings.qdrant, settings.further) == ("http://c:1", ())
    settings, _ = load({}, {"PASSERELLE_QDRANT": "http://d:1, http://e:2"}, tmp_path)
    assert (settings.qdrant, settings.further) == ("http://d:1", ("http://e:2",))


def test_one_bad_address_among_several_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="qdrant: expected an address"):
        load({"qdrant": ["http://one:6333", "two"]}, {}, tmp_path)


def test_flags_that_were_not_given_leave_the_file_alone(tmp_path: Path) -> None:
    """The dashboard hands its flags on as JSON, in which no tuple stays one."""
    (tmp_path / "passerelle.toml").write_text('managers = ["m"]')
    assert load({"managers": []}, {}, tmp_path)[0].managers == (tmp_path / "m",)
