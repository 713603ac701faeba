import pytest
from pydantic import SecretStr

from backend.probes.probe import ProbeFailed
from backend.qdrant.connection import Connection


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("http://localhost:6333", "http://localhost:6333"),
        ("http://localhost:6333/", "http://localhost:6333"),
        (" http://localhost ", "http://localhost:6333"),
        ("https://qdrant.example", "https://qdrant.example:6333"),
        ("https://qdrant.example:443/db/", "https://qdrant.example:443/db"),
        ("http://[::1]", "http://[::1]:6333"),
        ("http://host:", "http://host:6333"),
    ],
)
def test_addresses_have_one_spelling(given: str, url: str) -> None:
    assert Connection(given).url == url


@pytest.mark.parametrize(
    "given",
    [
        *("", "localhost", "localhost:6333", "qdrant:6333", "ftp://host", "http://", "//host:1"),
        *("http://host:port", "http://host:99999", "http://host:0", "http://a b", "http://[::1"),
        *("http://host\n:1", "http://host/?x=s3cret", "http://host/#s3cret", "http://host?s3cret"),
        *("http://a..b", f"http://{'a' * 64}", "http://☃.net"),
    ],
)
def test_other_texts_are_refused_with_an_example_and_not_repeated(given: str) -> None:
    with pytest.raises(ValueError, match="http://localhost:6333") as refused:
        Connection(given)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "given", ["http://me:s3cret@host:6333", "http://s3cret@host", "http://s3cret@"]
)
def test_a_password_in_an_address_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(ValueError, match="QDRANT_API_KEY") as refused:
        Connection(given)
    assert "s3cret" not in str(refused.value)


def test_a_password_in_an_address_that_cannot_be_read_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="http://localhost:6333") as refused:
        Connection("http://me:s3cret@host:port")
    assert "s3cret" not in str(refused.value)


def test_the_key_goes_with_every_request_and_is_never_shown() -> None:
    connection = Connection("http://localhost:6333", SecretStr("s3cret"))
    assert connection.client().headers["api-key"] == "s3cret"
    assert "s3cret" not in repr(connection)
    assert "api-key" not in Connection("http://localhost:6333").client().headers


@pytest.mark.parametrize("key", ["", "s3cret\n", "s3crét", "s3cret\x00"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ProbeFailed, match="API key") as failed:
        Connection("http://localhost:6333", SecretStr(key)).client()
    assert failed.value.error.kind == "refused"
    assert "s3cr" not in failed.value.error.model_dump_json()


def test_no_step_of_a_request_waits_for_ever() -> None:
    timeout = Connection("http://localhost:6333").client().timeout
    assert all(timeout.as_dict().values())


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("http://localhost:6333", False),
        ("http://127.0.0.1:6333", False),
        ("http://[::1]:6333", False),
        ("http://qdrant.example:6333", True),
    ],
)
def test_no_proxy_stands_before_this_machine(url: str, used: bool) -> None:
    assert Connection(url).client().trust_env is used
