"""The Go side's status as its API gateway tells it: claims, set beside the code."""

import asyncio
from collections.abc import Callable

import httpx
from pydantic import SecretStr

from backend.gateway import answers
from backend.gateway.findings import findings
from backend.gateway.steady import Steady
from backend.gateway.vocabulary import status_of
from backend.model.ecosystem import Ecosystem
from backend.model.gateway import Gateway, ManagerClaim
from backend.probes.probe import ProbeFailed

TIMEOUT = httpx.Timeout(3.0)
"""Seconds for each step of a request."""

LARGEST_ANSWER = 4 * 2**20
"""Bytes; the statuses of thousands of managers are smaller."""

_ANSWERED = (httpx.codes.OK, httpx.codes.SERVICE_UNAVAILABLE)
"""`/ready` says no with 503, and says it in the same words."""


_NO_PROXY = {f"all://{host}": None for host in ("localhost", "127.0.0.1", "[::1]")}
"""This machine is never asked through a proxy of the environment."""


class GatewayProbe:
    """Statuses that the gateway claims.

    Args:
        url: The gateway's address; empty where none was named.
        token: Sent as `Authorization: Bearer`; `/health` and `/ready` need none.
        ecosystem: What the latest scan found, asked at each reading; None where there is none.
    """

    name = "gateway"
    period = 5.0
    timeout = 10.0

    def __init__(
        self,
        url: str,
        token: SecretStr | None,
        ecosystem: Callable[[], Ecosystem | None],
    ) -> None:
        self.target = url
        self._token = token
        self._ecosystem = ecosystem
        self._steady = Steady()
        self._client: httpx.AsyncClient | None = None

    async def read(self) -> Gateway:
        """Ask the three questions; without the list of managers the rest is told all the same.

        Raises:
            ProbeFailed: No gateway was named, or it does not answer as one.
        """
        if not self.target:
            raise ProbeFailed("unconfigured", "No gateway was named.", "Start with --gateway URL.")
        health = await self._ask("/health")
        ready = await self._ask("/ready")
        said = answers.status_said(health)
        clocks = {
            f"{name}.timestamp": str(answer["timestamp"])
            for name, answer in (("health", health), ("ready", ready))
            if answer.get("timestamp")
        }
        managers, count, limited, static = await self._managers(clocks)
        gateway = Gateway(
            url=self.target,
            version=str(health.get("version") or ""),
            health=status_of(said),
            health_said=said,
            ready=ready["ready"] if isinstance(ready.get("ready"), bool) else None,
            ready_count=answers.number(ready.get("ready_count")),
            total_count=answers.number(ready.get("total_count")),
            managers=managers,
            declared_count=count,
            limited=limited,
            static=tuple(sorted(static & clocks.keys())),
        )
        return gateway.model_copy(update={"findings": findings(gateway, self._ecosystem())})

    async def close(self) -> None:
        """Close the connections to the gateway."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _managers(
        self, clocks: dict[str, str]
    ) -> tuple[tuple[ManagerClaim, ...] | None, int | None, str, frozenset[str]]:
        """The managers, how many they are said to be, why they are not told, what is static."""
        try:
            answer = await self._ask("/api/v1/managers")
            entries = sorted(answers.entries(answer), key=lambda entry: entry[0])
        except ProbeFailed as failed:
            if failed.error.kind not in ("refused", "invalid"):
                raise
            return None, None, failed.error.summary, self._steady.look(clocks)
        except ValueError as error:
            return None, None, f"/api/v1/managers: {error}", self._steady.look(clocks)
        moving = {
            f"managers.{name}.{part}": value
            for name, entry in entries
            for part, value in answers.moving(entry).items()
        }
        static = self._steady.look({**clocks, **moving})
        managers = tuple(
            answers.claim(
                name,
                entry,
                tuple(
                    part for part in answers.moving(entry) if f"managers.{name}.{part}" in static
                ),
            )
            for name, entry in entries
        )
        return managers, answers.number(answer.get("count")), "", static

    async def _ask(self, path: str) -> answers.Raw:
        if self._client is None:
            # In a thread because loading certificates takes longer than the loop may stand still.
            self._client = await asyncio.to_thread(self._open)
        body = bytearray()
        try:
            async with self._client.stream("GET", path) as response:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > LARGEST_ANSWER:
                        raise self._invalid(path, "an answer without end")
        except httpx.HTTPError as error:
            raise self._not_answered(error) from None
        if response.status_code not in _ANSWERED:
            raise self._refused(path, response.status_code)
        try:
            return answers.object_of(bytes(body))
        except ValueError:
            raise self._invalid(path, "no JSON object") from None

    def _open(self) -> httpx.AsyncClient:
        headers = {"user-agent": "passerelle"}
        if self._token is not None:
            token = self._token.get_secret_value()
            if not token.isascii() or not token.isprintable():
                raise ProbeFailed(
                    "refused",
                    "the gateway's token holds characters that an HTTP header cannot carry",
                    "check PASSERELLE_GATEWAY_TOKEN for line breaks and letters beyond ASCII",
                )
            headers["authorization"] = f"Bearer {token}"
        return httpx.AsyncClient(
            base_url=self.target, headers=headers, timeout=TIMEOUT, mounts=_NO_PROXY
        )

    def _not_answered(self, error: httpx.HTTPError) -> ProbeFailed:
        if isinstance(error, httpx.TimeoutException):
            return ProbeFailed(
                "timeout",
                f"no answer from {self.target} in time",
                "it is tried again by itself",
            )
        return ProbeFailed(
            "unreachable",
            f"no whole answer from {self.target} ({type(error).__name__})",
            "start the gateway, or pass its address with --gateway URL",
        )

    def _refused(self, path: str, status: int) -> ProbeFailed:
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            asked = "does not accept its token" if self._token else "wants a token"
            return ProbeFailed(
                "refused",
                f"{self.target}{path} {asked} (HTTP {status})",
                "set PASSERELLE_GATEWAY_TOKEN",
            )
        return ProbeFailed(
            "refused",
            f"{self.target}{path} answers HTTP {status}",
            "check that the address is that of the API gateway",
        )

    def _invalid(self, path: str, what: str) -> ProbeFailed:
        return ProbeFailed(
            "invalid",
            f"{self.target}{path} answers with {what}",
            "check that the address is that of the API gateway",
        )
