"""One document, and two held against each other."""

from __future__ import annotations

import functools
import html
import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import _yosan
from ._reader import File, reader
from ._views import Check, Corrected, Coverage, Diagnostic, Document, Generator, Request, Source, Total

if TYPE_CHECKING:
    import pandas
    import polars

Given = str | os.PathLike[str] | bytes | bytearray | memoryview

SHOWN = 20
"""Programs that a notebook shows."""


class Extraction:
    """What a document says: ``yosan/v1``, as objects, as a dictionary, and as a table with a row a program."""

    def __init__(self, line: str) -> None:
        self._line = line

    @classmethod
    def from_json(cls, text: str | bytes) -> Extraction:
        """A result that was written before, by ``yosan extract`` or ``yosan batch``.

        Raises :class:`DocumentError` where it is none.
        """
        text = text.decode() if isinstance(text, bytes) else text
        _yosan.expect_result(text)
        return cls(json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")))

    @functools.cached_property
    def _values(self) -> dict[str, Any]:
        return self.to_dict()

    @functools.cached_property
    def generator(self) -> Generator:
        """What wrote this."""
        return Generator.of(self._values["generator"])

    @functools.cached_property
    def source(self) -> Source:
        """Which bytes were read."""
        return Source.of(self._values["source"])

    @functools.cached_property
    def document(self) -> Document:
        """Title, kind, fiscal year and stage."""
        return Document.of(self._values["document"])

    @functools.cached_property
    def requests(self) -> Sequence[Request]:
        """The programs, in the order of the document."""
        return tuple(map(Request.of, self._values["requests"]))

    @functools.cached_property
    def totals(self) -> Sequence[Total]:
        """The sums that the document states."""
        return tuple(map(Total.of, self._values["totals"]))

    @functools.cached_property
    def checks(self) -> Sequence[Check]:
        """Each stated sum held against its parts."""
        return tuple(map(Check.of, self._values["checks"]))

    @functools.cached_property
    def corrections(self) -> Sequence[Corrected]:
        """What a file of corrections changed."""
        return tuple(map(Corrected.of, self._values["corrections"]))

    @functools.cached_property
    def coverage(self) -> Coverage | None:
        """What of the printed figures was accounted for; ``None`` for PDF, and where it was not counted."""
        values = self._values.get("coverage")
        return None if values is None else Coverage.of(values)

    @functools.cached_property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """What was noticed while reading."""
        return tuple(map(Diagnostic.of, self._values["diagnostics"]))

    def to_json(self) -> str:
        """``yosan/v1`` in one line, without a line end: as ``yosan extract --format jsonl`` writes it."""
        return self._line

    def to_dict(self) -> dict[str, Any]:
        """``yosan/v1``, a new dictionary each time."""
        values: dict[str, Any] = json.loads(self._line)
        return values

    def to_arrow(self) -> pa.Table:
        """A row a program, typed and nested: ``source``, ``document``, then the keys of a program."""
        return programs(pa.table(_yosan.table_of(self._line)))

    def to_pandas(self) -> pandas.DataFrame:
        """A row a program; needs pandas. Whole numbers stay whole where some are missing: they are ``Int64`` and the like."""
        import pandas

        nullable = {
            pa.int64(): pandas.Int64Dtype(),
            pa.uint64(): pandas.UInt64Dtype(),
            pa.uint32(): pandas.UInt32Dtype(),
            pa.uint16(): pandas.UInt16Dtype(),
        }
        frame: pandas.DataFrame = self.to_arrow().to_pandas(types_mapper=nullable.get)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A row a program; needs Polars."""
        import polars

        frame = polars.from_arrow(self.to_arrow())
        if not isinstance(frame, polars.DataFrame):
            raise TypeError(f"Polars made {type(frame).__name__} of a table")
        return frame

    def __repr__(self) -> str:
        off = sum(check.verdict == "off" for check in self.checks)
        return (
            f"<yosan.Extraction of {self.source.name}: programs {len(self.requests)}, "
            f"totals {len(self.totals)}, checks {len(self.checks)} ({off} off)>"
        )

    def _repr_html_(self) -> str:
        def row(cells: Sequence[str], tag: str) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

        head = row(("section", "program", "amount", "ministries", "status"), "th")
        rows = (
            row(
                (
                    one.section or "",
                    one.program,
                    one.amount.surface if one.amount else "",
                    "、".join(ministry.name for ministry in one.ministries),
                    one.link.status,
                ),
                "td",
            )
            for one in self.requests[:SHOWN]
        )
        more = len(self.requests) - SHOWN
        rest = f"<p>and {more} more</p>" if more > 0 else ""
        caption = f"<caption>{html.escape(self.document.title or self.source.name)}</caption>"
        return f"<table>{caption}{head}{''.join(rows)}</table>{rest}"


def extract(
    source: Given,
    *,
    name: str | None = None,
    lexicon: File = None,
    registry: File = None,
    corrections: File = None,
    encoding: str | None = None,
    password: str | None = None,
    max_bytes: int | None = None,
) -> Extraction:
    """Reads a document: a path, or the bytes of one, which may be given a ``name``. Text or PDF is told by content.

    ``lexicon``, ``registry`` and ``corrections`` are paths, as the command takes them.

    Raises :class:`DocumentError` where the document cannot be read, and :class:`OptionError` where something else that was given
    is at fault. Both tell ``file``, ``line``, ``column`` and a ``remedy``.
    """
    made = reader(lexicon, registry, corrections, encoding=encoding, password=password, max_bytes=max_bytes)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return Extraction(made.read_bytes(name or "document", bytes(source)))
    return Extraction(made.read_path(source))


def programs(documents: pa.Table) -> pa.Table:
    """A row a program, of a table with a row a document as :func:`extract_many` gives it."""
    documents = documents.combine_chunks()
    requests = documents["requests"].combine_chunks()
    of = requests.value_parent_indices() if isinstance(requests, pa.Array) else pa.array([], pa.int64())
    rows = requests.flatten() if isinstance(requests, pa.Array) else pa.array([], documents.schema.field("requests").type.value_type)
    columns = {name: documents[name].take(of) for name in ("source", "document")}
    fields = [documents.schema.field(name) for name in columns] + list(rows.type)
    return pa.table([*columns.values(), *rows.flatten()], schema=pa.schema(fields))


def diff(old: Given | Extraction, new: Given | Extraction) -> dict[str, Any]:
    """What became of each program from one document to the next: ``yosan-diff/v1``, as ``yosan diff --format json`` writes it."""
    sides = [one if isinstance(one, Extraction) else extract(one) for one in (old, new)]
    compared: dict[str, Any] = json.loads(_yosan.diff(sides[0].to_json(), sides[1].to_json()))
    return compared


def amounts(text: str, *, unit: str | None = None) -> list[dict[str, Any]]:
    """The amounts of money in a text; with a ``unit`` (百万円, 千円, …) bare figures too.

    Each has ``yen``, ``yen_max``, ``qualifiers``, ``surface`` and ``span``: first byte and one past the last, in UTF-8.
    """
    found: list[dict[str, Any]] = json.loads(_yosan.amounts(text, unit))
    return found
