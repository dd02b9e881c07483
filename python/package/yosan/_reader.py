"""The files that bear on how a document is read, and readers made of them."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from ._yosan import Reader

File = str | os.PathLike[str] | None


def reader(
    lexicon: File = None,
    registry: File = None,
    corrections: File = None,
    *,
    encoding: str | None = None,
    password: str | None = None,
    max_bytes: int | None = None,
) -> Reader:
    """A reader with the contents of these files: the same contents give the same reader."""
    return _made(
        None if lexicon is None else (os.fspath(lexicon), _text(lexicon)),
        None if registry is None else (os.fspath(registry), Path(registry).read_bytes()),
        None if corrections is None else (os.fspath(corrections), _text(corrections)),
        encoding,
        password,
        max_bytes,
    )


def _text(file: str | os.PathLike[str]) -> str:
    return Path(file).read_bytes().decode("utf-8-sig")


@functools.lru_cache(maxsize=8)
def _made(
    lexicon: tuple[str, str] | None,
    registry: tuple[str, bytes] | None,
    corrections: tuple[str, str] | None,
    encoding: str | None,
    password: str | None,
    max_bytes: int | None,
) -> Reader:
    return Reader(
        lexicon=lexicon,
        registry=registry,
        corrections=corrections,
        encoding=encoding,
        password=password,
        max_bytes=max_bytes,
    )
