import sys
from pathlib import Path

import numpy as np
import pytest

from backend.migration.cluster.mover import Cluster
from backend.migration.errors import Refused
from backend.migration.request import Request
from backend.migration.session import migrate
from backend.migration.source import Source
from backend.model.migration.manner import Manner
from backend.qdrant.connection import Connection

HERE = Connection("http://127.0.0.1:1")


def array(folder: Path) -> Path:
    np.save(folder / "a.npy", np.ones((3, 2), np.float32))
    return folder / "a.npy"


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray_qdrant", None)
    with pytest.raises(Refused, match=r"pip install 'passerelle\[ray\]'"):
        Cluster(HERE, None).check(Source(array(tmp_path)))


def test_grpc_is_not_what_it_writes_through(tmp_path: Path) -> None:
    manner = Manner(engine="ray", transport="grpc")
    request = Request(array(tmp_path), HERE, "c", 10, 1, tmp_path / "state", manner=manner)
    outcome = migrate(request)
    assert outcome.code == 2
    assert "--engine ray writes over REST" in outcome.message
    assert not (tmp_path / "state").exists()
