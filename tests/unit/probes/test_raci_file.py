import asyncio
from datetime import UTC, datetime
from pathlib import Path

from backend.hub import Hub
from backend.model.raci import Override, RaciFile
from backend.model.request import Keep
from backend.probes.raci_file import RaciFileProbe

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ONE = Override(manager="a", activity="Planning", letter="A", reason="r", by="b")


def probe(path: Path, *roots: Path) -> RaciFileProbe:
    return RaciFileProbe(path, roots, lambda: NOW)


async def test_it_tells_where_the_file_would_be(tmp_path: Path) -> None:
    path = tmp_path / "raci.toml"
    assert await probe(path).read() == RaciFile(path=str(path))
    assert not path.exists()


async def test_what_is_kept_is_written_with_the_next_reading(tmp_path: Path) -> None:
    path = tmp_path / "raci.toml"
    one = probe(path)
    hub = Hub([one])
    hub.ask(Keep(overrides=(ONE,)))
    await asyncio.sleep(0)
    found = await one.read()
    assert (found.saved, found.failed) == (NOW, False)
    assert found.told == f"1 letter saved in {path}"
    assert 'letter = "A"' in path.read_text()
    assert await one.read() == found


async def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    inside = probe(tmp_path / "managers" / "raci.toml", tmp_path / "managers")
    inside.keep(Keep(overrides=(ONE,)))
    found = await inside.read()
    assert (found.failed, found.saved) == (True, NOW)
    assert "in which nothing is written" in found.told
    (tmp_path / "file").write_text("")
    nowhere = probe(tmp_path / "file" / "raci.toml")
    nowhere.keep(Keep(overrides=(ONE,)))
    assert "cannot be written: " in (await nowhere.read()).told
