"""What is measured of this process and its machine, named as Qdrant names it."""

import os
import platform
import resource
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil

_CPU_FLAGS = ("sse", "sse2", "avx", "avx2", "fma", "f16c", "avx512f", "avx512vl", "avx512vpopcntdq")
"""The processor features that Qdrant's telemetry tells of."""


@dataclass(frozen=True)
class Figure:
    """One number of `/metrics`."""

    name: str
    help: str
    type: Literal["gauge", "counter"]
    value: int


def process_figures() -> Iterator[Figure]:
    """The figures that this system can tell; a system without /proc tells fewer."""
    process = psutil.Process()
    yield Figure(
        "memory_resident_bytes",
        "resident set size of the process in bytes",
        "gauge",
        process.memory_info().rss,
    )
    yield Figure("process_threads", "count of active threads", "gauge", process.num_threads())
    maps = Path("/proc/self/maps")
    if maps.exists():
        yield Figure(
            "process_open_mmaps", "count of open mmaps", "gauge", maps.read_bytes().count(b"\n")
        )
        yield Figure(
            "system_max_mmaps",
            "system wide limit of open mmaps",
            "gauge",
            int(Path("/proc/sys/vm/max_map_count").read_text(encoding="ascii")),
        )
    yield Figure(
        "process_open_fds", "count of currently open file descriptors", "gauge", process.num_fds()
    )
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY:
        yield Figure("process_max_fds", "limit for open file descriptors", "gauge", soft)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    yield Figure(
        "process_minor_page_faults_total",
        "count of minor page faults which didn't cause a disk access",
        "counter",
        usage.ru_minflt,
    )
    yield Figure(
        "process_major_page_faults_total",
        "count of disk accesses caused by a mmap page fault",
        "counter",
        usage.ru_majflt,
    )


def system(folder: Path) -> dict[str, Any]:
    """The machine, in the shape of Qdrant's `app.system`; memory and disk in KiB."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    in_docker = Path("/.dockerenv").exists()
    return {
        "distribution": release.get("ID"),
        "distribution_version": release.get("VERSION_ID"),
        "is_docker": in_docker,
        "container_runtime": "docker" if in_docker else "none",
        "cores": len(os.sched_getaffinity(0)),
        "ram_size": psutil.virtual_memory().total // 1024,
        "disk_size": shutil.disk_usage(folder).total // 1024,
        "cpu_flags": ",".join(_cpu_flags()),
        "cpu_endian": sys.byteorder,
    }


def _cpu_flags() -> Iterator[str]:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return
    known = set(text.split("flags", 1)[-1].split("\n", 1)[0].replace("_", "").split())
    yield from (flag for flag in _CPU_FLAGS if flag in known)
