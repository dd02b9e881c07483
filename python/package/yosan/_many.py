"""Many documents at once."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from . import _yosan
from ._reader import File, reader

NAME = "document"
"""What a document without a name is called: the same wherever it stands."""


def extract_many(
    documents: pa.Array | pa.ChunkedArray | Iterable[bytes | None],
    *,
    names: pa.Array | pa.ChunkedArray | Iterable[str | None] | None = None,
    lexicon: File = None,
    registry: File = None,
    corrections: File = None,
    password: str | None = None,
    max_bytes: int | None = None,
    threads: int = 0,
) -> pa.Table:
    """Reads many documents, with the GIL released, on ``threads`` threads (0: one a core).

    Gives a row a document, in their order. A row depends on its document alone, so it does not matter in which batches they
    come. A document never raises:

    - ``status``: ``done``, ``empty`` (it was read, and there is nothing in it) or ``failed``,
    - ``cause``: why, as a word that stays the same (``password``, ``damaged``, ``not-a-budget-request``, …),
    - ``error``: why it failed, for people,
    - then the keys of ``yosan/v1``, typed and nested; null where it failed.

    ``names`` has a name for each document, to be found again under ``source``. :func:`programs` makes a row a program of this.
    """
    if not isinstance(documents, (pa.Array, pa.ChunkedArray)):
        documents = pa.array(list(documents), pa.large_binary())
    if names is None:
        called = [NAME] * len(documents)
    else:
        given = names.to_pylist() if isinstance(names, (pa.Array, pa.ChunkedArray)) else names
        called = [NAME if name is None else name for name in given]
    made = reader(lexicon, registry, corrections, password=password, max_bytes=max_bytes)
    return pa.table(made.read_many(documents, called, threads))


def schema() -> pa.Schema:
    """The columns of a table of documents, as :func:`extract_many` gives them."""
    return pa.table(_yosan.empty_table()).schema
