"""`GET /collections/{collection_name}/optimizations` as Qdrant answers while it indexes."""

from typing import Any

NOW = "2026-01-26T09:39:49.218016751Z"

RUNNING_ONE: dict[str, Any] = {
    "uuid": "a0088b1c-0000-0000-0000-000000000000",
    "optimizer": "indexing",
    "status": "optimizing",
    "segments": [{"uuid": "794765bd", "points_count": 11_144}],
    "progress": {
        "name": "Segment Optimizing",
        "started_at": NOW,
        "children": [
            {
                "name": "copy_data",
                "started_at": NOW,
                "finished_at": NOW,
                "duration_sec": 0.0421,
            },
            {
                "name": "vector_index",
                "started_at": NOW,
                "children": [
                    {
                        "name": "",
                        "started_at": NOW,
                        "children": [
                            {
                                "name": "main_graph",
                                "started_at": NOW,
                                "done": 2_750,
                                "total": 11_144,
                            }
                        ],
                    }
                ],
            },
            {"name": "sparse_vector_index"},
        ],
    },
}

OPTIMIZING: dict[str, Any] = {
    "summary": {
        "queued_optimizations": 3,
        "queued_segments": 3,
        "queued_points": 65_292,
        "idle_segments": 2,
    },
    "running": [RUNNING_ONE],
}
