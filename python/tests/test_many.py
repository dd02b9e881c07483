"""Many documents at once."""

from __future__ import annotations

import gc
import os
import threading
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yosan
from conftest import ROOT, only_said

SEED = (ROOT / "fixtures/r5-iryo-gaisan.txt").read_bytes()
JUNK = b"PK\x03\x04" + bytes(64)


def read_all(archive: Path) -> tuple[list[str], list[bytes]]:
    paths = sorted(path for path in archive.rglob("*") if path.is_file())
    return [path.relative_to(archive).as_posix() for path in paths], [path.read_bytes() for path in paths]


def test_many_say_what_a_batch_says_and_in_their_order(archive: Path, by_batch: dict[str, dict[str, Any]]) -> None:
    names, documents = read_all(archive)
    assert len(names) == len(by_batch) == 2000
    table = yosan.extract_many(documents, names=names)
    for name, row in zip(names, table.to_pylist(), strict=True):
        assert only_said(row) == by_batch[name], name
    assert {"done", "empty", "failed"} == set(table["status"].to_pylist())
    programs = yosan.programs(table)
    assert len(programs) == sum(len(row["requests"]) for row in by_batch.values() if "requests" in row)
    named = [(row["source"], one["program"]) for row in table.to_pylist() for one in row["requests"] or []]
    assert [(one["source"], one["program"]) for one in programs.select(["source", "program"]).to_pylist()] == named


def test_it_does_not_matter_in_which_batches_they_come(archive: Path) -> None:
    _, documents = read_all(archive)
    documents = documents[::40]
    whole = yosan.extract_many(documents).to_pylist()
    array = pa.array(documents, pa.large_binary())
    for size in (1, 7, 64):
        parts = [yosan.extract_many(array.slice(at, size)) for at in range(0, len(array), size)]
        assert pa.concat_tables(parts).to_pylist() == whole
    assert yosan.extract_many(pa.chunked_array([array[:3], array[3:3], array[3:]])).to_pylist() == whole
    assert yosan.extract_many(array, threads=1).to_pylist() == whole


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary_view()], ids=str)
def test_every_array_of_bytes_is_taken(kind: pa.DataType) -> None:
    table = yosan.extract_many(pa.array([SEED, None, JUNK], kind))
    assert table["status"].to_pylist() == ["done", "failed", "failed"]
    assert table["cause"].to_pylist() == [None, "no-document", "not-a-document"]
    assert table["error"][0].as_py() is None
    assert "ZIP" in table["error"][2].as_py()
    assert table["requests"][1].as_py() is None


def test_what_is_no_array_of_bytes_is_refused_as_a_whole() -> None:
    with pytest.raises(TypeError, match="bytes"):
        yosan.extract_many(pa.array([1, 2]))
    with pytest.raises(ValueError, match="1 names for 2 documents"):
        yosan.extract_many([SEED, SEED], names=["a"])
    assert yosan.extract_many([]).schema == yosan.schema()
    assert yosan.programs(yosan.extract_many([])).num_rows == 0
    assert yosan.programs(yosan.extract_many([JUNK, None])).num_rows == 0
    names = yosan.extract_many([SEED, SEED], names=pa.array(["a/b.txt", None]))["source"].to_pylist()
    assert [source["name"] for source in names] == ["b.txt", "document"]


def test_other_threads_go_on_meanwhile() -> None:
    ticks, done = 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    other = threading.Thread(target=tick)
    other.start()
    before = ticks
    yosan.extract_many([SEED] * 200, threads=1)
    after = ticks
    done.set()
    other.join()
    assert after - before > 10


def test_a_forked_process_can_read_too() -> None:
    yosan.extract_many([SEED] * 4)
    child = os.fork()
    if child == 0:
        os._exit(0 if yosan.extract_many([SEED] * 4).num_rows == 4 else 1)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            assert os.waitstatus_to_exitcode(status) == 0
            return
        time.sleep(0.05)
    os.kill(child, 9)
    pytest.fail("the forked process hangs")


def test_memory_stays_as_it_is() -> None:
    documents = pa.array(["令和５年度 概算要求\n● 推進事業（厚） 22億円\n".encode()] * 1000, pa.binary())

    def resident() -> int:
        gc.collect()
        pa.default_memory_pool().release_unused()
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")

    for _ in range(20):
        yosan.extract_many(documents)
    before = resident()
    for _ in range(60):
        yosan.extract_many(documents)
    assert resident() - before < 8_000_000
