import httpx
import pytest
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from backend.migration.cluster.verdicts import Hindrance, Refusal, verdict_of

URL = "http://here:6333"


def answered(status: int, said: str = "it says why") -> UnexpectedResponse:
    content = f'{{"status": {{"error": "{said}"}}}}'.encode()
    return UnexpectedResponse(status, "reason", content, httpx.Headers())


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (answered(400), Refusal("400: it says why")),
        (answered(413), Refusal("413: it says why")),
        (answered(404), Hindrance("missing", "it is not there (it says why)")),
        (answered(503), Hindrance("away", "answered 503: it says why")),
        (answered(507), Hindrance("full", "507: it says why")),
        (
            answered(500, "No space left on device"),
            Hindrance("full", "500: No space left on device"),
        ),
        (ValueError("NaN in it"), Refusal("NaN in it")),
        (
            ResponseHandlingException(ConnectionRefusedError("refused")),
            Hindrance("away", "no answer: refused"),
        ),
    ],
)
def test_an_error_means_what_the_answer_means(
    error: Exception, expected: Refusal | Hindrance
) -> None:
    assert verdict_of(error, URL) == expected


def test_a_key_that_may_not_write_is_no_fault_of_the_points() -> None:
    found = verdict_of(answered(403), URL)
    assert isinstance(found, Hindrance)
    assert found.kind == "denied"
    assert "QDRANT_API_KEY" in found.reason
