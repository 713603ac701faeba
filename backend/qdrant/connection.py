"""Where a Qdrant is, and an HTTP client for it that never waits for ever."""

import ipaddress
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
from pydantic import SecretStr

from backend.config.parsing import address
from backend.probes.probe import ProbeFailed
from backend.qdrant.footprint import Footprint

DEFAULT_PORT = 6333
"""Assumed where the address names none, as Qdrant's own client does."""

TIMEOUT = httpx.Timeout(5.0, connect=3.0)
"""Seconds for each step of a request; a scrape as a whole is bounded by its probe's timeout."""

LIMITS = httpx.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=4.0)
"""Few connections, and idle ones given up before Qdrant closes them after 5 s in our face."""


@dataclass(frozen=True)
class Connection:
    """One Qdrant server's REST address, and the key for it.

    Attributes:
        url: `http://host:port`, without secrets, fit for display.
        api_key: Sent as `api-key` header with every request.
        ca_file: PEM certificates that alone are trusted; those of the system where None.
        insecure_tls: Whether any certificate will do, which lets others read the key.
        footprint: What the questions asked through it have cost the server.

    Raises:
        ValueError: The address cannot be used; the message says why and what is expected.
    """

    url: str
    api_key: SecretStr | None = None
    ca_file: Path | None = None
    insecure_tls: bool = False
    footprint: Footprint = field(default_factory=Footprint, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", _address(self.url))

    @property
    def label(self) -> str:
        """Host and port, which tell servers apart."""
        return urlsplit(self.url).netloc

    def client(
        self, timeout: httpx.Timeout | None = None, limits: httpx.Limits = LIMITS
    ) -> httpx.AsyncClient:
        """A client of its own pool; takes tens of milliseconds where it must load certificates.

        Args:
            timeout: For each step of a request; `TIMEOUT` where none is given.
            limits: How many connections.

        Raises:
            ProbeFailed: The key cannot be sent, or `ca_file` holds no certificates.
        """
        headers = {"user-agent": "passerelle"}
        if self.api_key is not None:
            headers["api-key"] = _sendable(self.api_key)
        return httpx.AsyncClient(
            base_url=self.url,
            headers=headers,
            timeout=timeout or TIMEOUT,
            limits=limits,
            verify=self._certificates(),
            trust_env=not self._is_local(),
        )

    def without_key(self, said: str) -> str:
        """What a server says, without the key that it may repeat where it refuses it."""
        key = self.api_key.get_secret_value() if self.api_key else ""
        return said.replace(key, "…") if key else said

    def _certificates(self) -> ssl.SSLContext:
        """The authorities to trust; none for plain HTTP, which spares loading them."""
        if not self.url.startswith("https:"):
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self.insecure_tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            return context
        if self.ca_file is None:
            return httpx.create_ssl_context()
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError:  # which ssl.SSLError is too
            raise ProbeFailed(
                "refused",
                f"{self.ca_file} holds no certificates that can be read",
                "name a PEM file with --ca-file: it begins with -----BEGIN CERTIFICATE-----",
            ) from None

    def _is_local(self) -> bool:
        """Whether this machine is meant, which no proxy of the environment can reach."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


def _address(text: str) -> str:
    """The address in its one spelling: scheme, host, port, no slash at the end."""
    url = address(text.strip())
    try:
        httpx.URL(url)
    except httpx.InvalidURL:
        raise ValueError(
            "expected an address such as http://localhost:6333, of a host that there can be"
        ) from None
    parts = urlsplit(url)
    netloc = parts.netloc if parts.port else f"{parts.netloc.rstrip(':')}:{DEFAULT_PORT}"
    return urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), "", ""))


def _sendable(key: SecretStr) -> str:
    """The key as a header's value, checked here because HTTP libraries quote what they refuse."""
    value = key.get_secret_value()
    if not value or not value.isascii() or not value.isprintable():
        raise ProbeFailed(
            "refused",
            "the API key is empty or holds characters that an HTTP header cannot carry",
            "check QDRANT_API_KEY for line breaks and letters beyond ASCII",
        )
    return value
