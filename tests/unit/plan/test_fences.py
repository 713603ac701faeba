import pytest

from backend.plan.fences import code_lines


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["a", "```go", "x", "```", "b"], "-###-", id="plain"),
        pytest.param(["```go", "x", "```plaintext", "b"], "###-", id="closed by plaintext"),
        pytest.param(["```plaintext", "x", "```plaintext", "b"], "###-", id="plaintext twice"),
        pytest.param(["☐ do it.```go", "x", "```", "b"], "-##-", id="opened behind a task"),
        pytest.param(["```go", "x", "```  - [x] done", "b"], "##--", id="closed before a task"),
        pytest.param(["```go", "- [ ] a", "```go", "x", "```"], "--###", id="never closed"),
        pytest.param(["```", "- [ ] a"], "--", id="open at the end"),
        pytest.param(["````md", "```go", "```", "````", "b"], "####-", id="longer fence outside"),
        pytest.param(["~~~", "x", "~~~", "b"], "###-", id="tildes"),
        pytest.param(["```one line```", "b"], "--", id="inline"),
        pytest.param(["- [ ] use ```x``` here", "b"], "--", id="inline in a task"),
        pytest.param(["  ```yaml", "  x", "  ```", "b"], "###-", id="indented"),
    ],
)
def test_code_lines(lines: list[str], expected: str) -> None:
    assert "".join("#" if code else "-" for code in code_lines(lines)) == expected
