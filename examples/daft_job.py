"""Reads every document of a folder or an object store into Parquet, by Daft: on this machine, or with --ray on a cluster.

    python examples/daft_job.py requests-2026/ --out results-2026
    python examples/daft_job.py s3://bucket/requests-2026 --out s3://bucket/results-2026 --ray ray://head:10001

The output is a folder of Parquet files with a row a document: ``name`` (its path below the input), ``path``, ``status`` (done,
empty, failed), ``cause``, ``error``, and what ``yosan.extract_many`` says of it. Give the same command again to go on after any
break: documents that the output holds are not read again. One job at a time writes to an output.

How it keeps its word that nothing is lost and nothing stands twice: documents are done in rounds. The processes that read them
write the files of a round under ``OUT/_unfinished``, which readers of Parquet pass over, and tell Daft their names. When all
documents of the round are told of, the files that hold them are moved to their places, and each move is whole or not at all. A
worker that dies takes at most its own files of the round with it: they are made again elsewhere, and what it left is told of by
nobody. What a job that was broken off left unfinished is taken away by the next one.

The exit code is 0, or 1 where documents failed, 2 where the command is at fault, and 3 where the job broke off.

A document that cannot be read is a row with its status. One that takes the process down with it is found by halving the round
that it was in, and is a row with the cause ``crash``.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

# Neither Daft nor Ray has to tell anyone of this job.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

import daft
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs as pafs
import pyarrow.parquet as pq
import yosan
from daft import DataType, Expression, Series, lit
from daft.functions import download, when
from daft.io import IOConfig, S3Config

log = logging.getLogger("daft_job")

ENDINGS = (".pdf", ".txt", ".text")
UNFINISHED = "_unfinished"
KEY = pa.schema([("name", pa.string()), ("path", pa.string())])
ROW = pa.schema([*KEY, *yosan.schema()])


@dataclass(frozen=True)
class Document:
    """A document to be read."""

    name: str
    path: str
    size: int


@dataclass(frozen=True)
class Reading:
    """How documents are read: files are paths that every worker can open."""

    lexicon: str | None
    registry: str | None
    corrections: str | None
    max_bytes: int


@dataclass(frozen=True)
class Plan:
    """How the work is cut."""

    round: int
    """Documents a round: what a job that is broken off has to do again, at most."""
    part: int
    """Documents a Parquet file, which one process reads and holds at one time."""
    processors: int
    """Processors of the cluster; 0 on one machine."""
    retries: int
    """How often a round that failed is begun again."""


class JobError(Exception):
    """What the one who gave the command has to mend."""


# ---------------------------------------------------------------- what goes in


@dataclass(frozen=True)
class Place:
    """A folder or file, here or in an object store."""

    files: pafs.FileSystem
    path: str
    scheme: str
    """What makes an address of a path."""

    @classmethod
    def of(cls, given: str) -> Place:
        scheme, parted, rest = given.partition("://")
        if not parted:
            return cls(pafs.LocalFileSystem(), str(Path(given).resolve()), "file://")
        try:
            # A key may hold what an address may not: only the bucket is read as one.
            files, _ = pafs.FileSystem.from_uri(f"{scheme}://{rest.split('/')[0]}")
        except (ValueError, OSError) as error:
            raise JobError(f"{given}: {error}; give a folder, or an address such as s3://bucket/prefix") from error
        return cls(files, rest.rstrip("/"), f"{scheme}://")

    def documents(self) -> list[Document]:
        """Every document below it, by name."""
        [here] = self.files.get_file_info([self.path])
        if here.is_file:
            found, root = [here], self.path.rpartition("/")[0]
        else:
            found, root = self.files.get_file_info(pafs.FileSelector(self.path, recursive=True, allow_not_found=True)), self.path
        documents = [
            Document(one.path.removeprefix(f"{root}/"), self.scheme + one.path, one.size or 0)
            for one in found
            if one.is_file and one.path.lower().endswith(ENDINGS)
        ]
        if not documents:
            raise JobError(f"{self.scheme}{self.path}: there is no document; documents end in {', '.join(ENDINGS)}")
        return sorted(documents, key=lambda document: document.name)


# ---------------------------------------------------------------- what is done with it


def reader(reading: Reading, place: str, part: int) -> Callable[..., Expression]:
    """Bytes of documents to a file of the round: gives ``part``, its name, and ``status`` for each document. In a process of its
    own, so that a crash is only its own."""
    told = DataType.struct({"part": DataType.string(), "status": DataType.string()})

    @daft.func.batch(return_dtype=told, unnest=True, use_process=True, batch_size=part)
    def read(names: Series, paths: Series, sizes: Series, contents: Series) -> pa.Array:
        table = yosan.extract_many(
            contents.to_arrow(),
            names=names.to_arrow(),
            lexicon=reading.lexicon,
            registry=reading.registry,
            corrections=reading.corrections,
            max_bytes=reading.max_bytes,
        )
        table = why_there_is_none(table, sizes.to_arrow(), reading.max_bytes)
        keys = [column.to_arrow().cast(pa.string()) for column in (names, paths)]
        name = f"part-{uuid.uuid4().hex}.parquet"
        Output(place).stage(pa.table([*keys, *table.columns], schema=ROW), name)
        return pa.array([{"part": name, "status": status} for status in table["status"].to_pylist()])

    return cast("Callable[..., Expression]", read)


def why_there_is_none(table: pa.Table, sizes: pa.Array, limit: int) -> pa.Table:
    """Says of documents that were not fetched why they were not."""
    none = pc.fill_null(pc.equal(table["cause"], "no-document"), False)
    large = pc.greater(sizes, limit)
    cause = pc.if_else(large, "too-large", "unreadable")
    error = pc.if_else(large, f"larger than the limit of {limit} bytes; raise the limit with --max-bytes", "it could not be fetched")
    for name, told in (("cause", cause), ("error", error)):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), pc.if_else(none, told, table[name]))
    return table


def crashed(document: Document) -> pa.Table:
    """The row of a document that takes the process that reads it down."""
    told = "the process that read it ended; please report it"
    row = dict.fromkeys(ROW.names) | {
        "name": document.name,
        "path": document.path,
        "status": "failed",
        "cause": "crash",
        "error": told,
    }
    return pa.Table.from_pylist([row], schema=ROW)


# ---------------------------------------------------------------- what comes out


class Output:
    """A folder of Parquet files, here or in an object store."""

    def __init__(self, given: str) -> None:
        place = Place.of(given)
        self.files, self.root = place.files, place.path
        self.files.create_dir(self.root, recursive=True)

    def parts(self) -> list[str]:
        """The paths of its files."""
        found = self.files.get_file_info(pafs.FileSelector(self.root))
        return [one.path for one in found if one.is_file and one.path.endswith(".parquet")]

    def statuses(self) -> dict[str, str]:
        """How each document ended that stands there."""
        parts = self.parts()
        if not parts:
            return {}
        columns = pq.read_table(parts, columns=["name", "status"], filesystem=self.files)
        return dict(zip(columns["name"].to_pylist(), columns["status"].to_pylist(), strict=True))

    def sweep(self) -> None:
        """Takes away what a job that was broken off left unfinished."""
        with contextlib.suppress(FileNotFoundError):
            self.files.delete_dir(f"{self.root}/{UNFINISHED}")

    def forget_failed(self) -> None:
        """Takes the rows of failed documents away, so that they are read again."""
        for path in self.parts():
            table = pq.read_table(path, schema=ROW, filesystem=self.files)
            kept = table.filter(pc.not_equal(table["status"], "failed"))
            if len(kept) < len(table):
                self.put(kept, path.rsplit("/", 1)[1])

    def put(self, table: pa.Table, name: str) -> None:
        """Writes a file as a whole."""
        self.stage(table, name)
        self.place([name])

    def stage(self, table: pa.Table, name: str) -> None:
        """Writes a file of the round."""
        self.files.create_dir(f"{self.root}/{UNFINISHED}", recursive=True)
        with self.files.open_output_stream(f"{self.root}/{UNFINISHED}/{name}") as out:
            pq.write_table(table, out, compression="zstd")

    def place(self, names: Iterable[str]) -> None:
        """Gives files of the round their places."""
        for name in names:
            self.files.move(f"{self.root}/{UNFINISHED}/{name}", f"{self.root}/{name}")


# ---------------------------------------------------------------- the job


class Job:
    """Documents, round by round."""

    def __init__(self, place: str, plan: Plan, reading: Reading, io: IOConfig) -> None:
        self.plan, self.io = plan, io
        self.limit = reading.max_bytes
        self.read = reader(reading, place, plan.part)
        self.output = Output(place)
        self.ended: dict[str, str] = {}
        """How each document ended, by its name."""

    def run(self, todo: Sequence[Document]) -> None:
        """Reads them all."""
        begun = time.monotonic()
        for at in range(0, len(todo), self.plan.round):
            self.round(todo[at : at + self.plan.round])
            log.info("%d of %d documents, %.0f s", min(at + self.plan.round, len(todo)), len(todo), time.monotonic() - begun)

    def round(self, documents: Sequence[Document]) -> None:
        """Reads some until they all stand in the output."""
        for attempt in range(self.plan.retries + 1):
            try:
                self.attempt(documents)
            except Exception as error:
                if "UDF process closed the connection" in str(error):
                    self.halve(documents)
                    return
                if attempt == self.plan.retries:
                    raise
                log.warning("a round failed and is begun again: %s", error)
                time.sleep(min(2**attempt, 30))
                # Some of its files may have their places already.
                self.ended |= self.output.statuses()
                documents = [document for document in documents if document.name not in self.ended]
            else:
                return

    def halve(self, documents: Sequence[Document]) -> None:
        """Finds the document that takes the process down."""
        if len(documents) == 1:
            self.probe()
            [document] = documents
            log.warning("%s: the process that read it ended", document.path)
            self.output.put(crashed(document), f"part-{uuid.uuid4().hex}.parquet")
            self.ended[document.name] = "failed"
            return
        middle = len(documents) // 2
        self.round(documents[:middle])
        self.round(documents[middle:])

    def probe(self) -> None:
        """Fails where processes end whatever they read: then no document is to blame."""
        nothing = {"name": ["probe"], "path": [""], "size": [0], "content": [b""]}
        self.told(daft.from_pydict(nothing))

    def attempt(self, documents: Sequence[Document]) -> None:
        if not documents:
            return
        frame = daft.from_pydict(
            {
                "name": [document.name for document in documents],
                "path": [document.path for document in documents],
                "size": [document.size for document in documents],
            }
        )
        if self.plan.processors:
            files = -(-len(documents) // self.plan.part)
            frame = frame.into_partitions(max(files, min(self.plan.processors, len(documents))))
        fetched = when(frame["size"] <= lit(self.limit), frame["path"])
        told = self.told(frame.with_column("content", download(fetched, on_error="null", io_config=self.io)))
        if sorted(told["name"]) != sorted(document.name for document in documents):
            raise RuntimeError(f"{len(told['name'])} of {len(documents)} documents came back")
        self.output.place(sorted(set(told["part"])))
        self.ended.update(zip(told["name"], told["status"], strict=True))

    def told(self, frame: daft.DataFrame) -> dict[str, list[str]]:
        """What is told of each document: ``name``, ``part`` and ``status``."""
        read = self.read(frame["name"], frame["path"], frame["size"], frame["content"])
        told: dict[str, list[str]] = frame.select("name", read).to_pydict()
        return told


def start(ray_address: str | None) -> int:
    """Where Daft runs: on this machine, or on a cluster; gives the processors of the cluster."""
    if ray_address is None:
        daft.set_runner_native()
        return 0
    import ray

    # A cluster is joined; without an address one is begun here, for as long as the job runs.
    if ray_address:
        ray.init(ray_address, log_to_driver=False)
    else:
        ray.init("local", num_cpus=max(4, os.cpu_count() or 1), include_dashboard=False, log_to_driver=False)
    daft.set_runner_ray(noop_if_initialized=True)
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
    return int(resources.get("CPU", 1))


def store() -> IOConfig:
    """How object stores are reached: by the usual variables ``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL``, ``AWS_REGION``, …"""
    given = os.environ.get
    s3 = S3Config(
        key_id=given("AWS_ACCESS_KEY_ID"),
        access_key=given("AWS_SECRET_ACCESS_KEY"),
        session_token=given("AWS_SESSION_TOKEN"),
        region_name=given("AWS_REGION", given("AWS_DEFAULT_REGION")),
        endpoint_url=given("AWS_ENDPOINT_URL"),
        num_tries=8,
        retry_mode="adaptive",
    )
    return IOConfig(s3=s3)


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("source", metavar="INPUT", help="a folder or s3://bucket/prefix: every .pdf, .txt and .text below it")
    parser.add_argument("--out", required=True, metavar="OUT", help="a folder or s3://bucket/prefix for the Parquet files")
    parser.add_argument("--ray", nargs="?", const="", metavar="ADDRESS", help="run on this Ray cluster, or on one that is begun here")
    parser.add_argument("--round", type=positive, default=50_000, metavar="N", help="documents that a broken job does again [%(default)s]")
    parser.add_argument("--part", type=positive, default=500, metavar="N", help="documents a Parquet file [%(default)s]")
    parser.add_argument("--retries", type=int, default=3, metavar="N", help="how often a round that failed is begun again [%(default)s]")
    parser.add_argument("--retry-failed", action="store_true", help="read documents again that failed before")
    parser.add_argument("--max-bytes", type=positive, default=256 * 1024 * 1024, metavar="N", help="larger documents fail [%(default)s]")
    for name in ("lexicon", "registry", "corrections"):
        parser.add_argument(f"--{name}", metavar="FILE", help="as the command takes it; every worker has to see it")
    return parser.parse_args(given)


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def main(given: Sequence[str] | None = None) -> int:
    """Gives the exit code: 0 done, 1 documents failed."""
    options = arguments(given)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    # Workers stand in folders of their own.
    files = [file and os.path.abspath(file) for file in (options.lexicon, options.registry, options.corrections)]
    lexicon, registry, corrections = files
    reading = Reading(lexicon, registry, corrections, options.max_bytes)
    # A file that is refused is told of now, not by each worker.
    yosan.extract_many([], lexicon=reading.lexicon, registry=reading.registry, corrections=reading.corrections)
    found = Place.of(options.source).documents()
    output = Output(options.out)
    output.sweep()
    if options.retry_failed:
        output.forget_failed()
    ended = output.statuses()
    todo = [document for document in found if document.name not in ended]
    log.info("%d documents, %d of them are done", len(found), len(found) - len(todo))
    if todo:
        plan = Plan(options.round, options.part, start(options.ray), options.retries)
        job = Job(options.out, plan, reading, store())
        job.run(todo)
        ended |= job.ended
    output.sweep()
    counts = Counter(ended.values())
    print("  ".join(f"{status} {count}" for status, count in sorted(counts.items())))
    if counts["failed"]:
        log.warning("failed documents are rows of %s whose cause and error say why; --retry-failed reads them again", options.out)
        return 1
    return 0


if __name__ == "__main__":
    try:
        code = main()
    except (JobError, yosan.YosanError, FileNotFoundError) as error:
        print(f"error: {error}", file=sys.stderr)
        code = 2
    except Exception:
        log.exception("the job broke off; give the same command again to go on")
        code = 3
    sys.exit(code)
