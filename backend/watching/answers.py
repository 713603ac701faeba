"""What watching reads of Qdrant's answers beside what others read of them."""

from typing import Any

from backend.model.base import Frozen


class Count(Frozen):
    """`POST /collections/{collection_name}/points/count`."""

    count: int


class Point(Frozen):
    """One point, its payload only."""

    payload: dict[str, Any] | None = None


class Points(Frozen):
    """`POST /collections/{collection_name}/points/scroll`."""

    points: tuple[Point, ...]
