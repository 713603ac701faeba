"""What the pictures are taken and compared with.

A test asks `changed` for the names of the pictures that are not as accepted:

    async def test_plans(changed: Changed) -> None:
        assert not await changed(*sample.everything(), keys="9 9")

One run of the application is resized and given other themes, which costs a fraction of another
run. Without more, each size and each theme is there once (`EACH`: 80x24
dark, 120x36 light, 200x50 for deuteranopia); `shots=EVERY` takes all nine, `shots=[Shot(…)]`
what is wanted. Several states of one run have names:

    keys={"list": "6 6", "opened": "enter", "letters": "v"}

Time that passes, readings that come later, and the end of the link are `wait`, `late` and `end`
(see `tests.pictures.pictures`). Each picture is a file of its own,
`test_plans[80x24-dark].svg`; `--snapshot-update` writes it, `snapshot_report.html` shows what
differs.
"""

import inspect
import pickle
from typing import Any

import pytest
from pytest_textual_snapshot import (
    PseudoApp,
    PseudoConsole,
    SVGImageExtension,
    node_to_report_path,
)
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from tests.pictures import Changed, pictures


@pytest.fixture
def changed(snapshot: SnapshotAssertion, request: pytest.FixtureRequest) -> Changed:
    """What compares pictures with those accepted; the text above says how."""
    accepted = snapshot.use_extension(SVGImageExtension)

    async def compare(*readings: Any, **how: Any) -> list[str]:
        differing = []
        async for name, picture in pictures(*readings, **how):
            same = accepted(name=name) == picture
            _report(request.node, name, accepted, picture, same=same)
            if not same:
                differing.append(name)
        return differing

    return compare


def _report(
    node: pytest.Function, name: str, accepted: SnapshotAssertion, picture: str, *, same: bool
) -> None:
    """Leave a picture to the report of pytest-textual-snapshot, as its `snap_compare` does."""
    known = list(accepted.executions.values())[-1].recalled_data
    console = Console(legacy_windows=False, force_terminal=True)
    path, line, test = node.reportinfo()
    told = (
        *(same, str(known), picture),
        PseudoApp(PseudoConsole(console.legacy_windows, console.size)),
        *(path, line, f"{test}[{name}]", inspect.getdoc(node.function) or "", ""),
        known is not None,
    )
    at = node_to_report_path(node)
    at.with_name(f"{at.name}_{name}").write_bytes(pickle.dumps(told))
