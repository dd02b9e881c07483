"""The objects of ``yosan/v1`` with names and types: the same keys, frozen, lists as tuples. ``of`` is called ``of_id`` where it
names a program or sum. Keys that a later version adds are not here yet: ``Extraction.to_dict()`` has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar

Values = dict[str, Any]
Phase = Literal["request", "priority", "request_total", "initial", "supplementary", "draft", "settled"]


@dataclass(frozen=True, slots=True)
class Generator:
    """What wrote a result."""

    name: str
    version: str
    lexicon: str
    """Version of the words in force."""

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["name"], raw["version"], raw["lexicon"])


@dataclass(frozen=True, slots=True)
class Source:
    """Which bytes were read."""

    name: str
    """File name without its folder."""
    media_type: str
    """``text/plain`` or ``application/pdf``."""
    bytes: int
    blake3: str
    """Hash of the bytes, in hex."""
    pages: int

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["name"], raw["media_type"], raw["bytes"], raw["blake3"], raw["pages"])


@dataclass(frozen=True, slots=True)
class Document:
    """What kind of document it is."""

    title: str | None
    kind: str
    """``points``, ``main_items``, ``ledger``, …; ``other`` where none fits."""
    fiscal_year: int | None
    """The Gregorian year in which the fiscal year begins."""
    fiscal_year_surface: str | None
    phase: Phase | None

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["title"], raw["kind"], raw["fiscal_year"], raw["fiscal_year_surface"], raw["phase"])


@dataclass(frozen=True, slots=True)
class Evidence:
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

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["role"], raw["page"], raw["line"], _pair(raw["span"]), _box(raw["bbox"]), raw["text"])


@dataclass(frozen=True, slots=True)
class Amount:
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

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(
            raw["yen"],
            raw["yen_max"],
            raw["within_yen"],
            raw["surface"],
            raw["unit"],
            raw["resolution_yen"],
            tuple(raw["qualifiers"]),
            raw["basis"],
        )


@dataclass(frozen=True, slots=True)
class Comparative:
    """A printed amount of another year or variant."""

    phase: Phase | None
    fiscal_year: int | None
    variant: str
    amount: Amount

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["phase"], raw["fiscal_year"], raw["variant"], Amount.of(raw["amount"]))


@dataclass(frozen=True, slots=True)
class Account:
    """The pocket of money that an amount belongs to."""

    code: str
    surface: str
    sub_account: str | None
    """The 勘定 inside a special account."""

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["code"], raw["surface"], raw["sub_account"])


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry that a program belongs to, and how that is known; none is guessed."""

    code: str
    name: str
    surface: str
    role: Literal["appropriated", "executing"]
    evidence: str

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["code"], raw["name"], raw["surface"], raw["role"], raw["evidence"])


@dataclass(frozen=True, slots=True)
class Body:
    """An executing body (AMED, JST, NEDO, …)."""

    code: str
    name: str
    surface: str

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["code"], raw["name"], raw["surface"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that an open tie could have."""

    yen: int
    evidence: Evidence

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["yen"], Evidence.of(raw["evidence"]))


@dataclass(frozen=True, slots=True)
class Link:
    """How an amount is tied to its program."""

    status: Literal["stated", "proved", "inferred", "ambiguous", "none"]
    method: str | None
    candidates: tuple[Candidate, ...]
    """Every value that some admissible reading gives; empty where the tie is sure."""
    why: str

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["status"], raw["method"], tuple(map(Candidate.of, raw["candidates"])), raw["why"])


@dataclass(frozen=True, slots=True)
class Request:
    """A program in a section, with what the document says of it."""

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
    flags: tuple[str, ...]
    counted: bool
    """``False`` for what stands elsewhere already."""
    group: str | None
    """The same in all requests that share one printed amount, which counts once."""
    link: Link
    evidence: tuple[Evidence, ...]

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(
            raw["id"],
            raw["row"],
            raw["section"],
            tuple(raw["section_path"]),
            raw["program"],
            raw["program_surface"],
            _maybe(Amount, raw["amount"]),
            raw["amount_state"],
            _maybe(Amount, raw["previous"]),
            _maybe(Amount, raw["change"]),
            tuple(map(Comparative.of, raw["comparatives"])),
            raw["phase"],
            raw["phase_surface"],
            raw["fiscal_year"],
            _maybe(Account, raw["account"]),
            tuple(map(Ministry.of, raw["ministries"])),
            _maybe(Body, raw["body"]),
            tuple(raw["flags"]),
            raw["counted"],
            raw["group"],
            Link.of(raw["link"]),
            tuple(map(Evidence.of, raw["evidence"])),
        )


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A part of a sum's split."""

    by: Literal["ministry", "account"]
    key: str
    surface: str
    amount: Amount

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["by"], raw["key"], raw["surface"], Amount.of(raw["amount"]))


@dataclass(frozen=True, slots=True)
class Total:
    """A stated sum: of the document, of a section, of a group of programs."""

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

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(
            raw["id"],
            raw["item"],
            raw["section"],
            raw["phase"],
            raw["fiscal_year"],
            _maybe(Account, raw["account"]),
            Amount.of(raw["amount"]),
            tuple(map(Breakdown.of, raw["breakdown"])),
            raw["open_rest"],
            tuple(map(Evidence.of, raw["evidence"])),
        )


@dataclass(frozen=True, slots=True)
class Check:
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

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(
            raw["id"],
            raw["kind"],
            raw["of"],
            raw["label"],
            raw["stated"],
            raw["accumulated"],
            raw["difference"],
            raw["tolerance"],
            raw["verdict"],
            tuple(raw["parts"]),
            raw["suspect"],
        )


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field that a correction changed."""

    of_id: str
    field: str
    original: str | None
    value: str
    by: str
    why: str

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(raw["of"], raw["field"], raw["original"], raw["value"], raw["by"], raw["why"])


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding about the document or its reading."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    page: int | None
    line: int | None
    span: tuple[int, int] | None
    bbox: tuple[float, float, float, float] | None

    @classmethod
    def of(cls, raw: Values) -> Self:
        return cls(
            raw["code"],
            raw["severity"],
            raw["message"],
            raw["page"],
            raw["line"],
            _pair(raw["span"]),
            _box(raw["bbox"]),
        )


_View = TypeVar("_View", Amount, Account, Body)


def _maybe(view: type[_View], raw: Values | None) -> _View | None:
    return None if raw is None else view.of(raw)


def _pair(raw: list[int] | None) -> tuple[int, int] | None:
    return None if raw is None else (raw[0], raw[1])


def _box(raw: list[float] | None) -> tuple[float, float, float, float] | None:
    return None if raw is None else (raw[0], raw[1], raw[2], raw[3])
