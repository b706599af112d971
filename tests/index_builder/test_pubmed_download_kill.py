"""Killing a download at random moments: it always goes on behind the last byte on the disk, and ends with every file whole."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_download import fetch_pubmed
from tests.index_builder.faulty_server import FaultySite, Handler, serving

KILLS = 25
FILES = 12
FILE_BYTES = 16_000_000
_FETCH_PROGRAM = """
import sys
from pathlib import Path
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_download import fetch_pubmed
fetch_pubmed(Path(sys.argv[1]), sys.argv[2], ("baseline",), (), False, NoProgress())
"""


def _send_slowly(handler: Handler, content: bytes) -> None:
    """The part asked for in pieces, so that a kill finds it half sent."""
    begin = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
    headers = {"ETag": '"same"'} | ({"Content-Range": f"bytes {begin}-{len(content) - 1}/{len(content)}"} if begin else {})
    handler.reply(206 if begin else 200, b"", headers, len(content) - begin)
    try:
        for place in range(begin, len(content), 1 << 16):
            handler.wfile.write(content[place : place + (1 << 16)])
            time.sleep(0.005)
    except OSError:
        handler.close_connection = True


def _sizes(folder: Path) -> dict[str, int]:
    return {path.name.removesuffix(".part"): path.stat().st_size for path in folder.glob(".partial/*.xml.gz.part")}


@pytest.mark.slow
def test_killed_downloads_lose_nothing(tmp_path: Path) -> None:
    rng = random.Random(20261120)
    site = FaultySite()
    contents = {f"/pubmed/baseline/pubmed26n{number:04}.xml.gz": rng.randbytes(FILE_BYTES) for number in range(1, FILES + 1)}
    for path, content in contents.items():
        site.put(path, content)
        site.faults[path] = [_send_slowly] * (KILLS + 1)
    out = tmp_path / "pubmed"
    resumed = asked_again = 0
    with serving(site) as url:
        for _ in range(KILLS):
            before, first = _sizes(out), len(site.requests)
            process = subprocess.Popen([sys.executable, "-c", _FETCH_PROGRAM, str(out), url])
            goal = sum(before.values()) + rng.randrange(1, 8_000_000)
            while process.poll() is None and sum(_sizes(out).values()) < goal:
                time.sleep(0.001)
            process.kill()
            process.wait()
            for request in site.requests[first:]:
                held = before.pop(request.path.rsplit("/", 1)[1], 0) if request.path in contents else 0
                if held:
                    resumed += 1
                    asked_again += held - int(request.range.removeprefix("bytes=").removesuffix("-") or 0)
        fetch_pubmed(out, url, ("baseline",), (), False, NoProgress())
    assert {path: (out / path.rsplit("/", 1)[1]).read_bytes() == content for path, content in contents.items()} == dict.fromkeys(
        contents, True
    )
    assert resumed >= KILLS // 2
    assert asked_again == 0
