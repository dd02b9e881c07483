from os import PathLike
from typing import Protocol, final

import pyarrow as pa

__version__: str

class YosanError(Exception):
    """What could not be done, where and why: the root of all errors of this package."""

    code: str
    file: str | None
    line: int | None
    column: int | None
    remedy: str

class DocumentError(YosanError):
    """A document that cannot be read."""

class OptionError(YosanError):
    """A lexicon, registry or corrections file, an encoding or a unit that is refused."""

@final
class Reader:
    def __new__(
        cls,
        *,
        lexicon: tuple[str, str] | None = None,
        registry: tuple[str, bytes] | None = None,
        corrections: tuple[str, str] | None = None,
        encoding: str | None = None,
        password: str | None = None,
        max_bytes: int | None = None,
    ) -> Reader: ...
    def read_path(self, path: str | PathLike[str]) -> str: ...
    def read_bytes(self, name: str, bytes: bytes) -> str: ...
    def read_many(self, documents: pa.Array | pa.ChunkedArray, names: list[str], threads: int) -> _Table: ...

class _Table(Protocol):
    """A table for ``pyarrow.table``."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def empty_table() -> _Table: ...
def table_of(text: str) -> _Table: ...
def expect_result(text: str) -> None: ...
def diff(old: str, new: str) -> str: ...
def amounts(text: str, unit: str | None = None) -> str: ...
