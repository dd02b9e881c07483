"""The job on an engine against the command: on this machine, on a cluster, from an object store, cut off from the world, and
disturbed. Every disturbed job has to end with the very rows of an undisturbed one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.fs as pafs
import pyarrow.parquet as pq
import pytest
import yosan
from conftest import ROOT, Command, only_said

JOB = ROOT / "examples/daft_job.py"
PATIENCE = 300
"""Seconds until a job that has not ended is a failure."""

Rows = dict[str, dict[str, Any]]


def command_of(source: Path | str, out: Path | str, *more: str) -> list[str]:
    return [sys.executable, str(JOB), str(source), "--out", str(out), *more]


def job(source: Path | str, out: Path | str, *more: str, environment: dict[str, str] | None = None) -> str:
    """Runs the job to its end; some documents of ours fail, so the code is 1. Gives what it said."""
    done = subprocess.run(
        command_of(source, out, *more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=ROOT,
        env=os.environ | (environment or {}),
    )
    assert done.returncode == 1, done.stderr[-3000:]
    return done.stderr


def rows_of(out: Path | str, files: pafs.FileSystem | None = None) -> Rows:
    """What the output says of each document, each of which stands there once."""
    files = files or pafs.LocalFileSystem()
    found: Rows = {}
    for one in files.get_file_info(pafs.FileSelector(str(out))):
        assert one.path.endswith(".parquet"), f"{one.path} was left behind"
        for row in pq.read_table(one.path, filesystem=files).to_pylist():
            assert row["name"] not in found, f"{row['name']} stands twice"
            found[row["name"]] = row
    return found


def expect(out: Path | str, by_batch: Rows, files: pafs.FileSystem | None = None) -> None:
    found = rows_of(out, files)
    assert found.keys() == by_batch.keys()
    for name, row in found.items():
        assert only_said(row) == by_batch[name], name


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A cluster of two workers."""
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
    made.add_node(num_cpus=2)
    yield str(made.address)
    made.shutdown()  # type: ignore[no-untyped-call]


def processes(holding: str) -> list[int]:
    """Processes of the job whose command line holds this."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if holding in line:
                found.append(int(entry.name))
    return found


def lose_a_process(source: Path, out: Path, victim: str, *more: str) -> None:
    """Runs the job to its end, and kills a process of it once something is written that is not finished."""
    running = subprocess.Popen(command_of(source, out, "--part", "50", *more), stderr=subprocess.PIPE, text=True, cwd=ROOT)
    deadline = time.monotonic() + PATIENCE
    while not (found := processes(victim)) or not any((out / "_unfinished").glob("*.parquet")):
        assert running.poll() is None, f"the job was over before it was disturbed: {running.communicate()[1][-3000:]}"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.kill(found[-1], signal.SIGKILL)
    said = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == 1, said[-3000:]


def test_on_this_machine(archive: Path, by_batch: Rows, tmp_path: Path) -> None:
    job(archive, tmp_path / "out")
    expect(tmp_path / "out", by_batch)
    assert "2000 of them are done" in job(archive, tmp_path / "out")
    expect(tmp_path / "out", by_batch)


def test_the_pipeline_that_is_documented_runs(tmp_path: Path) -> None:
    code = (ROOT / "docs/scale.md").read_text().split("```python\n")[1].split("```")[0]
    assert "requests/**/*.pdf" in code
    (tmp_path / "pipeline.py").write_text(code.replace("requests/**/*.pdf", str(ROOT / "fixtures/decks/pillars-*-browser.pdf")))
    done = subprocess.run([sys.executable, tmp_path / "pipeline.py"], capture_output=True, text=True, timeout=PATIENCE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    programs = [request.program for request in yosan.extract(ROOT / "fixtures/decks/pillars-2027-browser.pdf").requests]
    assert all(program in done.stdout for program in programs[:8])


def test_on_a_cluster_of_two_workers(archive: Path, by_batch: Rows, tmp_path: Path, cluster: str) -> None:
    job(archive, tmp_path / "out", "--ray", cluster)
    expect(tmp_path / "out", by_batch)


def test_a_worker_of_the_cluster_is_killed(archive: Path, by_batch: Rows, tmp_path: Path, cluster: str) -> None:
    lose_a_process(archive, tmp_path / "out", "ray::RaySwordfishActor", "--ray", cluster)
    expect(tmp_path / "out", by_batch)


def test_a_process_that_reads_is_killed(archive: Path, by_batch: Rows, tmp_path: Path) -> None:
    lose_a_process(archive, tmp_path / "out", "daft.execution.udf_worker")
    expect(tmp_path / "out", by_batch)


def test_a_job_that_was_killed_goes_on(archive: Path, by_batch: Rows, tmp_path: Path) -> None:
    out = tmp_path / "out"
    running = subprocess.Popen(command_of(archive, out, "--part", "50", "--round", "500"), stderr=subprocess.PIPE, text=True, cwd=ROOT)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not any(out.glob("*.parquet")):
        time.sleep(0.005)
    running.kill()
    running.communicate()
    held = {path.name for path in out.glob("*.parquet")}
    assert held
    said = job(archive, out)
    assert "2000 documents, 0 of them are done" not in said
    expect(out, by_batch)
    assert held <= {path.name for path in out.glob("*.parquet")}


def test_a_document_that_takes_its_process_down_is_a_row(small: Path, small_by_batch: Rows, tmp_path: Path) -> None:
    # No document is known that does: one that says so stands for it.
    poison = tmp_path / "site"
    poison.mkdir()
    (poison / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if 'daft.execution.udf_worker' in ' '.join(sys.orig_argv):\n"
        "    import yosan\n"
        "    honest = yosan.extract_many\n"
        "    def extract_many(documents, **more):\n"
        "        if any(b'POISON' in (one or b'') for one in documents.to_pylist()):\n"
        "            os.kill(os.getpid(), 9)\n"
        "        return honest(documents, **more)\n"
        "    yosan.extract_many = extract_many\n"
    )
    (small / "bad/poison.txt").write_bytes(b"POISON")
    try:
        job(small, tmp_path / "out", environment={"PYTHONPATH": str(poison)})
    finally:
        (small / "bad/poison.txt").unlink()
    found = rows_of(tmp_path / "out")
    crashed = found.pop("bad/poison.txt")
    assert (crashed["status"], crashed["cause"]) == ("failed", "crash")
    assert {name: only_said(row) for name, row in found.items()} == small_by_batch


def test_failed_documents_are_read_again_when_that_is_asked_for(small: Path, small_by_batch: Rows, tmp_path: Path) -> None:
    out = tmp_path / "out"
    job(small, out, "--max-bytes", "2000")
    large = [name for name, row in rows_of(out).items() if row["cause"] == "too-large"]
    assert large
    assert "--max-bytes" in rows_of(out)[large[0]]["error"]
    job(small, out)
    assert rows_of(out)[large[0]]["status"] == "failed"
    job(small, out, "--retry-failed")
    expect(out, small_by_batch)


def test_names_may_hold_anything_and_mistakes_are_told(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "a b[1]#x%20y"
    (folder / "令和８年度").mkdir(parents=True)
    (folder / "令和８年度/概算要求 (1)*?.TXT").write_bytes((ROOT / "fixtures/r5-iryo-gaisan.txt").read_bytes())
    overlay = "fixtures/lexicon-2031-new-ministry.toml"
    wanted = command_of(folder, folder / "out", "--lexicon", overlay)
    done = subprocess.run(wanted, capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split() == ["done", "1"]
    [row] = rows_of(folder / "out").values()
    assert row["name"] == "令和８年度/概算要求 (1)*?.TXT"
    told = json.loads(command.run("extract", folder / row["name"], "--lexicon", overlay, "--format", "json"))
    assert (row["requests"], row["generator"]) == (told["requests"], told["generator"])
    empty = tmp_path / "empty"
    empty.mkdir()
    bad = tmp_path / "bad.toml"
    bad.write_text("[[ministry]]\ncode = 3\n")
    for wrong, told in (
        (command_of(empty, tmp_path / "out"), "there is no document"),
        (command_of(tmp_path / "none", tmp_path / "out"), "there is no document"),
        (command_of("nowhere://bucket", tmp_path / "out"), "such as s3://bucket"),
        (command_of(folder, tmp_path / "out", "--lexicon", str(bad)), "bad.toml:2"),
        (command_of(folder, tmp_path / "out", "--lexicon", str(tmp_path / "none.toml")), "none.toml"),
    ):
        done = subprocess.run(wrong, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 2, done.stderr[-3000:]
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_from_an_object_store_into_it(small: Path, small_by_batch: Rows, tmp_path: Path) -> None:
    server = subprocess.Popen(
        [Path(sys.executable).parent / "moto_server", "-H", "127.0.0.1", "-p", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        said = iter(server.stderr)
        endpoint = next(line.split()[-1].strip() for line in said if "Running on http" in line)
        access = {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": endpoint,
        }
        files = pafs.S3FileSystem(
            access_key="key",
            secret_key="secret",
            region="us-east-1",
            endpoint_override=endpoint,
            allow_bucket_creation=True,
        )
        files.create_dir("bucket")
        pafs.copy_files(str(small), "bucket/documents", destination_filesystem=files)
        job("s3://bucket/documents", "s3://bucket/results", environment=access)
        expect("bucket/results", small_by_batch, files)
        assert "63 of them are done" in job("s3://bucket/documents", "s3://bucket/results", environment=access)
    finally:
        server.kill()
        server.communicate()


def test_cut_off_from_the_world(small: Path, small_by_batch: Rows, tmp_path: Path) -> None:
    # A network of its own that has the loopback alone, and that one up: flag IFF_UP by SIOCSIFFLAGS.
    up = (
        "import fcntl, socket, struct, subprocess, sys;"
        "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 1));"
        "names = [name for _, name in socket.if_nameindex()];"
        "assert names == ['lo'], names;"
        "sys.exit(subprocess.run(sys.argv[1:]).returncode)"
    )
    for number, more in enumerate(([], ["--ray"])):
        out = tmp_path / f"out-{number}"
        done = subprocess.run(
            ["unshare", "--net", "--map-root-user", sys.executable, "-c", up, *command_of(small, out, *more)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            cwd=ROOT,
        )
        assert done.returncode == 1, done.stderr[-3000:]
        expect(out, small_by_batch)
