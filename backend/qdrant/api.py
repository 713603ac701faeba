"""Questions to Qdrant's REST API, and why one was not answered, in an operator's words."""

import asyncio
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from backend.model.qdrant import Gap
from backend.probes.probe import ProbeFailed
from backend.qdrant.answers import Result, Telemetry
from backend.qdrant.connection import Connection
from backend.qdrant.versions import Offer, Version, gaps

LARGEST_ANSWER = 64 * 2**20
"""Bytes; an answer that does not end must not eat the memory of the operator's machine."""

SERVER_TIMEOUT = 4
"""Seconds after which Qdrant itself gives up collecting, before our client does (from 1.16.1)."""

Answer = TypeVar("Answer", bound=BaseModel)


class Refusal(ProbeFailed):
    """Qdrant answered with another status than 200."""

    def __init__(self, status: int, summary: str, remedy: str) -> None:
        super().__init__("refused", summary, remedy)
        self.status = status


def is_silence(failed: ProbeFailed) -> bool:
    """Whether a server does not answer at all, rather than refusing one question."""
    return failed.error.kind not in ("refused", "invalid")


class Api:
    """Reads from one Qdrant over connections that are kept between questions.

    Args:
        connection: The server.
        timeout: For each step of a request, where answers may take longer than usual.
    """

    def __init__(self, connection: Connection, timeout: httpx.Timeout | None = None) -> None:
        self._connection = connection
        self._timeout = timeout
        self._client: httpx.AsyncClient | None = None

    @property
    def url(self) -> str:
        """The server's address."""
        return self._connection.url

    async def close(self) -> None:
        """Close the connections; the next question opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def ask(self, path: str, answer: type[Answer], **params: Any) -> Answer:
        """The answer to `GET path` as a model.

        Raises:
            ProbeFailed: Not reached, refused, or not what Qdrant answers.
        """
        return self._read(path, answer, await self._request("GET", path, params=params))

    async def ask_or_gap(
        self, field: str, path: str, answer: type[Answer], version: Version | None, offer: Offer
    ) -> Answer | Gap:
        """The result of `GET path`, or why `field` stays empty.

        A release that has no such path is not asked: the question alone would be logged.

        Raises:
            ProbeFailed: The server cannot be reached.
        """
        missing = gaps(version, {field: offer})
        if missing:
            return missing[0]
        try:
            answered: Answer = (await self.ask(path, Result[answer])).result  # type: ignore[valid-type]  # a class, at run time
        except ProbeFailed as failed:
            if failed.error.kind == "unreachable":
                raise
            denied = isinstance(failed, Refusal) and failed.status in (401, 403)
            told = (failed.error.summary, failed.error.remedy if denied else "")
            return Gap(field=field, reason="; ".join(filter(None, told)))
        return answered

    async def post(self, path: str, answer: type[Answer], question: dict[str, Any]) -> Answer:
        """The answer to a question that `POST path` asks, such as one for an exact count.

        Raises:
            ProbeFailed: As `ask` does.
        """
        return self._read(path, answer, await self._request("POST", path, json=question))

    async def text(self, path: str, **params: Any) -> str:
        """The answer to `GET path` as text.

        Raises:
            ProbeFailed: Not reached or refused.
        """
        return (await self._request("GET", path, params=params)).decode("utf-8", "replace")

    async def telemetry(self, details_level: int) -> Telemetry:
        """The answer to `GET /telemetry`; raises as `ask` does."""
        answer = await self.ask(
            "/telemetry", Result[Telemetry], details_level=details_level, timeout=SERVER_TIMEOUT
        )
        return answer.result

    async def metrics(self, *, per_collection: bool) -> str:
        """The answer to `GET /metrics`; raises as `text` does.

        Args:
            per_collection: Whether requests are counted for each collection apart; releases
                before 1.17.1 pass over the wish.
        """
        split = {"per_collection": "true"} if per_collection else {}
        return await self.text("/metrics", timeout=SERVER_TIMEOUT, **split)

    def _read(self, path: str, answer: type[Answer], body: bytes) -> Answer:
        try:
            return answer.model_validate_json(body)
        except ValidationError:
            raise ProbeFailed(
                "invalid",
                f"what {self._connection.url}{path} answers is not what Qdrant answers",
                "check that the address is that of Qdrant's REST interface",
            ) from None

    async def _request(self, method: str, path: str, **content: Any) -> bytes:
        if self._client is None:
            # In a thread because loading certificates takes longer than the loop may stand still.
            self._client = await asyncio.to_thread(self._connection.client, self._timeout)
        try:
            async with self._client.stream(method, path, **content) as response:
                body = await _body(response, self._connection.url + path)
        except httpx.HTTPError as error:
            raise _not_answered(error, self._connection.url) from error
        self._connection.footprint.record(response)
        if response.status_code != httpx.codes.OK:
            raise self._refusal(response, path)
        return body

    def _refusal(self, response: httpx.Response, path: str) -> Refusal:
        status, url = response.status_code, self._connection.url
        if status in (401, 403) and self._connection.api_key is None:
            summary = f"{url} wants an API key for {path} (HTTP {status})"
            remedy = "set QDRANT_API_KEY; the server's read-only key is enough to look"
        elif status in (401, 403):
            summary = f"{url} does not accept this API key for {path} (HTTP {status})"
            remedy = _wanted_key(path)
        elif response.is_redirect:
            summary = f"{url}{path} redirects elsewhere (HTTP {status})"
            remedy = "give the address it redirects to"
        else:
            summary = f"{url}{path} answers HTTP {status}"
            remedy = "check that the address is that of Qdrant, and the log of the server"
        return Refusal(status, summary, remedy)


def _wanted_key(path: str) -> str:
    """Which keys may read a path (Qdrant's `test_jwt_access.py`)."""
    if path.startswith("/profiler"):
        return "only the server's api_key may read this; read_only_api_key and most tokens may not"
    if path.startswith("/collections/"):
        return (
            "QDRANT_API_KEY must be the server's api_key or read_only_api_key, "
            "or a token for this collection"
        )
    return (
        "QDRANT_API_KEY must be the server's api_key or read_only_api_key; "
        "a token limited to some collections may not read everything"
    )


async def _body(response: httpx.Response, address: str) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise ProbeFailed(
                "invalid",
                f"{address} answers with more than {LARGEST_ANSWER >> 20} MiB",
                "check that the address is that of Qdrant",
            )
    return bytes(body)


def _not_answered(error: httpx.HTTPError, url: str) -> ProbeFailed:
    """Why there is no answer, in our words; the library's where it tells of the network."""
    match error:
        case httpx.TimeoutException():
            return ProbeFailed(
                "timeout",
                f"no answer from {url} in time",
                "the server may be busy or the network slow; it is tried again by itself",
            )
        case httpx.ConnectError() if "CERTIFICATE" in str(error):
            return ProbeFailed(
                "refused",
                f"{url} shows a certificate that is not trusted: {_tls_reason(error)}",
                "pass --ca-file FILE with the certificate of the authority that made it; "
                "--insecure-tls accepts any, and whoever sits in between reads the key",
            )
        case httpx.ConnectError() if "SSL" in str(error):
            return ProbeFailed(
                "unreachable",
                f"no TLS connection to {url}: {_tls_reason(error)}",
                "check http or https: Qdrant speaks plain HTTP unless its enable_tls is set",
            )
        case httpx.ConnectError() | httpx.ProxyError():
            return ProbeFailed(
                "unreachable",
                f"no connection to {url}: {error}",
                "start Qdrant there, or name another address",
            )
        case httpx.NetworkError():
            return ProbeFailed(
                "unreachable",
                f"{url} closed the connection in the middle of an answer",
                "see whether Qdrant restarts; it is tried again by itself",
            )
        case _:
            return ProbeFailed(
                "invalid",
                f"{url} does not answer in whole HTTP",
                "check the port: REST is 6333 by default, 6334 speaks gRPC",
            )


def _tls_reason(error: httpx.ConnectError) -> str:
    """What OpenSSL says, without its error numbers and file names."""
    said = str(error).split("] ", 1)[-1].split(" (_ssl", 1)[0]
    return said.removeprefix("certificate verify failed: ")
