from datetime import timedelta

from backend.model.reading import ProbeError
from tests.readings import sample
from tests.readings.sample import NOW, URL
from tui.panes.told import dated, origin
from tui.readings import Held, Readings
from tui.widgets.text import plain_text


def held() -> Held:
    readings = Readings()
    readings.take(sample.reading("qdrant.server", sample.server()), NOW)
    return readings.picture(NOW).held["qdrant.server"]


def test_a_source_is_told_in_whole_or_by_its_end_or_not_at_all() -> None:
    whole = len(f" {URL} <5s")
    assert plain_text([dated(held(), NOW, whole)]) == f" {URL} <5s"
    assert plain_text([dated(held(), NOW, whole - 1)]) == " <5s"
    far = held()._replace(target="/a/very/long/way/to/what/is/read")
    assert plain_text([dated(far, NOW, 26)]) == " …/way/to/what/is/read <5s"


def test_what_is_old_says_so() -> None:
    line = dated(held(), NOW + timedelta(minutes=3), 10)
    assert line == ((" 3m old", "stale"),)


def test_before_anything_is_known_there_is_no_age() -> None:
    unknown = Held(probe="host", target="here", heard=NOW, period=2)
    assert dated(None, NOW, 80) == dated(unknown, NOW, 80) == ()
    error = ProbeError(kind="unconfigured", summary="no folder was named")
    assert dated(unknown._replace(error=error), NOW, 80) == ()
    assert origin(None) == origin(unknown) == {}
