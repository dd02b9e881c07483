"""Documents to test with, and the command to hold the package against."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Whatever runs here tells nobody of it, and no cluster asks for a token.
os.environ |= {"DO_NOT_TRACK": "1", "RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}


class Command:
    """The command that the same sources give."""

    def __init__(self) -> None:
        given = os.environ.get("YOSAN_BINARY")
        self.path = Path(given).absolute() if given else ROOT / "target/release/yosan"
        if not self.path.is_file():
            raise FileNotFoundError(f"{self.path}: `cargo build --release` makes it; YOSAN_BINARY names another one")

    def run(self, *arguments: str | Path, codes: tuple[int, ...] = (0,), folder: Path = ROOT) -> str:
        done = subprocess.run([self.path, *arguments], capture_output=True, text=True, cwd=folder)
        assert done.returncode in codes, done.stderr
        return done.stdout

    def batch(self, archive: Path, out: Path) -> dict[str, dict[str, Any]]:
        """What a batch says of each document, by name: how it ended, and ``yosan/v1`` where it was read."""
        self.run("batch", archive, "--out", out, "--jobs", "2", codes=(0, 1))
        summary = json.loads((out / "summary.json").read_text())
        rows = {}
        for one in summary["by_document"]:
            row: dict[str, Any] = {"status": one["status"], "cause": one["cause"]}
            result = out / "documents" / f"{one['input']}.json"
            if one["status"] != "failed":
                row |= json.loads(result.read_text())
            rows[one["input"]] = row
        return rows


@pytest.fixture(scope="session")
def command() -> Command:
    return Command()


def make_archive(folder: Path, count: int) -> Path:
    """Texts and PDFs with changed figures, and documents that nobody can read."""
    script = ROOT / "scripts/make_archive.py"
    subprocess.run([sys.executable, script, folder, str(count), "--pdf", "4"], check=True)
    bad = folder / "bad"
    bad.mkdir()
    (bad / "archive.pdf").write_bytes(b"PK\x03\x04" + bytes(64))
    (bad / "empty.txt").write_bytes(b"")
    (bad / "torn.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    return folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand documents."""
    return make_archive(tmp_path_factory.mktemp("archive") / "documents", 1997)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some documents, for jobs that are disturbed."""
    return make_archive(tmp_path_factory.mktemp("small") / "documents", 60)


@pytest.fixture(scope="session")
def by_batch(archive: Path, command: Command, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the command says of the two thousand."""
    return command.batch(archive, tmp_path_factory.mktemp("batch") / "results")


@pytest.fixture(scope="session")
def small_by_batch(small: Path, command: Command, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the command says of the few."""
    return command.batch(small, tmp_path_factory.mktemp("batch") / "results")


def only_said(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a table as a batch tells it: without its place and its message, and without the keys of what was not read."""
    kept = {key: value for key, value in row.items() if key not in ("name", "path", "error")}
    if row["status"] == "failed":
        return {key: kept[key] for key in ("status", "cause")}
    return kept
