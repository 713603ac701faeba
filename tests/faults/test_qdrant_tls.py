"""TLS over real sockets: which certificates convince, and what is said of those that do not."""

import ssl
from pathlib import Path

import pytest
import trustme
from pydantic import SecretStr

from backend.model.reading import ProbeError
from backend.probes.probe import ProbeFailed
from backend.probes.qdrant import CollectionsProbe, LatencyProbe, ServerProbe
from backend.qdrant.connection import Connection
from tests.answering import Server, qdrant, serving

KEY = SecretStr("s3cret")

every_probe = pytest.mark.parametrize(
    "kind", [ServerProbe, CollectionsProbe, LatencyProbe], ids=lambda kind: kind.name
)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def showing(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """What a server needs to show a certificate for some names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


async def refusal(kind: type[ServerProbe], connection: Connection) -> ProbeError:
    probe = kind(connection)
    with pytest.raises(ProbeFailed) as failed:
        await probe.read()
    await probe.close()
    return failed.value.error


def keys_seen(server: Server) -> set[str]:
    return {request.headers["api-key"] for request in server.requests}


@every_probe
async def test_an_authority_of_our_own_is_trusted_where_it_is_named(
    kind: type[ServerProbe], authority: trustme.CA, ca_file: Path
) -> None:
    async with serving(qdrant(), tls=showing(authority, "127.0.0.1")) as server:
        probe = kind(Connection(server.url, KEY, ca_file=ca_file))
        await probe.read()
        await probe.close()
    assert keys_seen(server) == {"s3cret"}


@every_probe
async def test_an_unknown_authority_is_refused_before_the_key_is_sent(
    kind: type[ServerProbe], authority: trustme.CA
) -> None:
    async with serving(qdrant(), tls=showing(authority, "127.0.0.1")) as server:
        error = await refusal(kind, Connection(server.url, KEY))
    assert error.kind == "refused"
    assert "certificate that is not trusted" in error.summary
    assert "unable to get local issuer certificate" in error.summary
    assert "_ssl.c" not in error.summary
    assert "--ca-file" in error.remedy
    assert "--insecure-tls" in error.remedy
    assert server.requests == []


async def test_a_self_signed_certificate_is_refused_and_named_so(
    authority: trustme.CA, ca_file: Path, tmp_path: Path
) -> None:
    key = tmp_path / "key.pem"
    authority.private_key_pem.write_to_path(str(key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca_file, key)
    async with serving(qdrant(), tls=context) as server:
        error = await refusal(ServerProbe, Connection(server.url, KEY))
    assert error.kind == "refused"
    assert error.summary.endswith("not trusted: self-signed certificate")
    assert server.requests == []


async def test_a_named_authority_alone_is_trusted(ca_file: Path) -> None:
    other = trustme.CA()
    async with serving(qdrant(), tls=showing(other, "127.0.0.1")) as server:
        error = await refusal(ServerProbe, Connection(server.url, KEY, ca_file=ca_file))
    assert (error.kind, server.requests) == ("refused", [])


async def test_a_certificate_for_another_name_is_refused(
    authority: trustme.CA, ca_file: Path
) -> None:
    async with serving(qdrant(), tls=showing(authority, "qdrant.example")) as server:
        error = await refusal(ServerProbe, Connection(server.url, KEY, ca_file=ca_file))
    assert error.kind == "refused"
    assert "127.0.0.1" in error.summary
    assert server.requests == []


async def test_any_certificate_will_do_where_that_is_asked_for_and_it_is_told(
    authority: trustme.CA,
) -> None:
    async with serving(qdrant(), tls=showing(authority, "qdrant.example")) as server:
        probe = ServerProbe(Connection(server.url, KEY, insecure_tls=True))
        value = await probe.read()
        await probe.close()
    assert value.unverified
    assert keys_seen(server) == {"s3cret"}


async def test_plain_http_is_not_called_unverified() -> None:
    async with serving(qdrant()) as server:
        probe = ServerProbe(Connection(server.url, insecure_tls=True))
        value = await probe.read()
        await probe.close()
    assert not value.unverified


async def test_plain_http_where_tls_is_spoken(authority: trustme.CA) -> None:
    async with serving(qdrant(), tls=showing(authority, "127.0.0.1")) as server:
        error = await refusal(ServerProbe, Connection(server.url.replace("https:", "http:")))
    assert error.kind in ("invalid", "unreachable")


@pytest.mark.parametrize("content", ["", "no certificate"])
async def test_a_file_without_certificates_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.pem"
    path.write_text(content)
    error = await refusal(ServerProbe, Connection("https://127.0.0.1:1", ca_file=path))
    assert error.kind == "refused"
    assert str(path) in error.summary
    assert "BEGIN CERTIFICATE" in error.remedy
