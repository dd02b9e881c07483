"""The objects of ``yosan/v1`` with names and types: the same keys, frozen, lists as tuples. ``of`` is called ``of_id`` where it
names a program or sum. Keys that a later version adds are not here yet: ``Extraction.to_dict()`` has them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

Values = dict[str, Any]
Phase = Literal["request", "priority", "request_total", "initial", "supplementary", "draft", "settled"]


@dataclass(frozen=True, slots=True)
class View:
    """An object of ``yosan/v1``."""

    views: ClassVar[dict[str, type[View]]] = {}
    """Fields that hold such objects themselves, one or a list."""

    if TYPE_CHECKING:

        def __init__(self, **values: Any) -> None: ...

    @classmethod
    def of(cls, raw: Values) -> Self:
        """Made of what JSON gives."""
        names = (field.name for field in fields(cls))
        return cls(**{name: cls._value(name, raw["of" if name == "of_id" else name]) for name in names})

    @classmethod
    def _value(cls, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(cls._value(name, one) for one in value)
        view = cls.views.get(name)
        return value if view is None or value is None else view.of(value)


@dataclass(frozen=True, slots=True)
class Generator(View):
    """What wrote a result."""

    name: str
    version: str
    lexicon: str
    """Version of the words in force."""


@dataclass(frozen=True, slots=True)
class Source(View):
    """Which bytes were read."""

    name: str
    """File name without its folder."""
    media_type: str
    """``text/plain`` or ``application/pdf``."""
    bytes: int
    blake3: str
    """Hash of the bytes, in hex."""
    pages: int


@dataclass(frozen=True, slots=True)
class Document(View):
    """What kind of document it is."""

    title: str | None
    kind: str
    """``points``, ``main_items``, ``ledger``, …; ``other`` where none fits."""
    fiscal_year: int | None
    """The Gregorian year in which the fiscal year begins."""
    fiscal_year_surface: str | None
    phase: Phase | None


@dataclass(frozen=True, slots=True)
class Evidence(View):
    """A place that was read."""

    role: str
    """What it gives: ``program``, ``amount``, ``ministry``, …"""
    page: int
    """From 1."""
    line: int | None
    """Line in the decoded text, from 1; ``None`` for PDF."""
    span: tuple[int, int] | None
    """First byte and one past the last in the decoded text, in UTF-8; ``None`` for PDF."""
    bbox: tuple[float, float, float, float] | None
    """Left, top, right and bottom in points from the top left of the unrotated page; ``None`` for text."""
    text: str
    """As printed."""


@dataclass(frozen=True, slots=True)
class Amount(View):
    """An amount as the document prints it, in whole yen."""

    yen: int | None
    """``None`` where the figure is not the program's own."""
    yen_max: int | None
    """The upper end of a range."""
    within_yen: int | None
    """The umbrella of a 内数 or the one amount of a joint line: never to be added up."""
    surface: str
    """Number, unit and qualifier words as printed."""
    unit: str
    resolution_yen: int
    """Weight of the last printed digit."""
    qualifiers: tuple[str, ...]
    basis: str
    """What kind of money it is; amounts of different bases are never added up."""


@dataclass(frozen=True, slots=True)
class Comparative(View):
    """A printed amount of another year or variant."""

    views: ClassVar = {"amount": Amount}

    phase: Phase | None
    fiscal_year: int | None
    variant: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Account(View):
    """The pocket of money that an amount belongs to."""

    code: str
    surface: str
    sub_account: str | None
    """The 勘定 inside a special account."""


@dataclass(frozen=True, slots=True)
class Ministry(View):
    """A ministry that a program belongs to, and how that is known; none is guessed."""

    code: str
    name: str
    surface: str
    role: Literal["appropriated", "executing"]
    evidence: str


@dataclass(frozen=True, slots=True)
class Body(View):
    """An executing body (AMED, JST, NEDO, …)."""

    code: str
    name: str
    surface: str


@dataclass(frozen=True, slots=True)
class Candidate(View):
    """A value that an open tie could have."""

    views: ClassVar = {"evidence": Evidence}

    yen: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Link(View):
    """How an amount is tied to its program."""

    views: ClassVar = {"candidates": Candidate}

    status: Literal["stated", "proved", "inferred", "ambiguous", "none"]
    method: str | None
    code: str
    """The rule that decided, or what forbids that the amount is stated."""
    candidates: tuple[Candidate, ...]
    """Every value that some admissible reading gives; empty where the tie is sure."""
    why: str


@dataclass(frozen=True, slots=True)
class Request(View):
    """A program in a section, with what the document says of it."""

    views: ClassVar = {
        "amount": Amount,
        "previous": Amount,
        "change": Amount,
        "comparatives": Comparative,
        "account": Account,
        "ministries": Ministry,
        "body": Body,
        "link": Link,
        "evidence": Evidence,
    }

    id: str
    """Stays the same when an amount is corrected or a page moves."""
    row: str
    """Changes when anything in this row changes."""
    section: str | None
    section_path: tuple[str, ...]
    program: str
    program_surface: str
    amount: Amount | None
    amount_state: Literal["printed", "nil", "unspecified", "absent", "unreadable"]
    previous: Amount | None
    """Last year's figure."""
    change: Amount | None
    comparatives: tuple[Comparative, ...]
    phase: Phase | None
    phase_surface: str | None
    fiscal_year: int | None
    account: Account | None
    ministries: tuple[Ministry, ...]
    body: Body | None
    department: str | None
    """The office in charge, as printed."""
    flags: tuple[str, ...]
    counted: bool
    """``False`` for what stands elsewhere already."""
    group: str | None
    """The same in all requests that share one printed amount, which counts once."""
    link: Link
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Breakdown(View):
    """A part of a sum's split."""

    views: ClassVar = {"amount": Amount}

    by: Literal["ministry", "account"]
    key: str
    surface: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Total(View):
    """A stated sum: of the document, of a section, of a group of programs."""

    views: ClassVar = {"account": Account, "amount": Amount, "breakdown": Breakdown, "evidence": Evidence}

    id: str
    item: str
    section: str | None
    phase: Phase | None
    fiscal_year: int | None
    account: Account | None
    amount: Amount
    breakdown: tuple[Breakdown, ...]
    open_rest: bool
    """The split ends in 等: parts are missing."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Check(View):
    """A stated figure held against what its parts make; all figures in yen."""

    id: str
    kind: str
    of_id: str
    """The sum or program that states the figure."""
    label: str
    stated: int
    accumulated: int | None
    """``None`` where a part is open."""
    difference: int | None
    """Accumulated − stated."""
    tolerance: int
    """How far off rounding may be."""
    verdict: Literal["holds", "off", "open"]
    parts: tuple[str, ...]
    suspect: str | None
    """The part whose change alone would mend a sum that is off, where exactly one would."""


@dataclass(frozen=True, slots=True)
class Corrected(View):
    """A field that a correction changed."""

    of_id: str
    field: str
    original: str | None
    value: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Unexplained(View):
    """A printed figure that was not understood."""

    page: int
    """From 1."""
    line: int | None
    span: tuple[int, int] | None
    """Bytes of the source."""
    text: str
    """As printed."""
    why: str


@dataclass(frozen=True, slots=True)
class Coverage(View):
    """What of the printed figures of a text was accounted for."""

    views: ClassVar = {"unexplained": Unexplained}

    figures: int
    explained: int
    """Those that have one role."""
    unexplained: tuple[Unexplained, ...]
    """The others, with their places: the first thousand."""


@dataclass(frozen=True, slots=True)
class Diagnostic(View):
    """A finding about the document or its reading."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    page: int | None
    line: int | None
    span: tuple[int, int] | None
    bbox: tuple[float, float, float, float] | None
