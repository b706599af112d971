"""The machine and the software, as far as a reader of figures must know them, and what a process has used."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpuscle.evals.bench_parts.records import Settings

LIBRARIES = ("tantivy", "faiss-cpu", "openvino", "numpy", "rank-bm25", "bm25s", "numba", "ir-measures")


def settings_now() -> Settings:
    """Of this process, now."""
    return Settings(
        measured=datetime.now(UTC),
        version=version("corpuscle"),
        commit=_commit(),
        machine=_machine(),
        libraries={name: found for name in LIBRARIES if (found := _version(name))},
        load=round(os.getloadavg()[0], 2),
    )


def memory_mb(field: str, pid: str = "self") -> float:
    """A field of /proc/<pid>/status in MB (10⁶ bytes): VmHWM, VmRSS, RssAnon, RssFile. 0 where the system has no such file."""
    try:
        found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return round(int(found.group(1)) * 1024 / 1e6, 1) if found else 0.0


def available_mb() -> float:
    """Memory that a new process can have without swapping, MB; 0 where the system does not say."""
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


def folder_mb(folder: Path) -> float:
    """What the files below a folder take, MB; hard links count once."""
    sizes = {(s.st_dev, s.st_ino): s.st_size for path in folder.rglob("*") if path.is_file() for s in (path.stat(),)}
    return round(sum(sizes.values()) / 1e6, 1)


def pin_to_one_core() -> None:
    """Confines this process to one core where the system lets it: the last of those it has, as the first serves most interrupts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _machine() -> str:
    try:
        cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
        memory = re.search(r"^MemTotal:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    except OSError:
        cpu = memory = None
    name = cpu.group(1).strip() if cpu else platform.machine()
    size = f", {int(memory.group(1)) / 1024**2:.0f} GiB" if memory else ""
    return f"{os.cpu_count()} cores {name}{size}, Python {platform.python_version()}"


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    try:
        found = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    except OSError:
        return ""
    return found.stdout.strip()
