"""One document: the package against the command."""

from __future__ import annotations

import dataclasses
import json
import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yosan
from conftest import ROOT, Command

SEED = ROOT / "fixtures/r5-iryo-gaisan.txt"
DECK = ROOT / "fixtures/decks/pillars-2027-office.pdf"
YEARS = [ROOT / f"fixtures/years/{name}" for name in ("request-2026.txt", "request-2027.txt")]


@pytest.mark.parametrize("path", [SEED, DECK], ids=["text", "pdf"])
def test_a_document_says_what_the_command_says(path: Path, command: Command) -> None:
    told = json.loads(command.run("extract", path, "--format", "json"))
    for read in (yosan.extract(path), yosan.extract(str(path)), yosan.extract(path.read_bytes(), name=path.name)):
        assert read.to_dict() == told
    assert yosan.extract(memoryview(path.read_bytes())).source.name == "document"
    assert yosan.Extraction.from_json(json.dumps(told)).to_dict() == told
    assert yosan.extract(path).to_json() + "\n" == command.run("extract", path, "--format", "jsonl")


@pytest.mark.parametrize("path", [SEED, DECK], ids=["text", "pdf"])
def test_views_hold_every_key(path: Path) -> None:
    read = yosan.extract(path)

    def plain(view: Any) -> Any:
        if isinstance(view, tuple):
            return [plain(one) for one in view]
        if dataclasses.is_dataclass(view):
            values = {field.name: plain(getattr(view, field.name)) for field in dataclasses.fields(view)}
            return {"of" if name == "of_id" else name: value for name, value in values.items()}
        return view

    keys = ("generator", "source", "document", "requests", "totals", "checks", "corrections", "coverage", "diagnostics")
    assert {key: plain(getattr(read, key)) for key in keys} | {"schema": "yosan/v1"} == read.to_dict()
    assert len(read.requests) > 3


def test_tables_hold_what_the_file_of_the_command_holds(tmp_path: Path, command: Command) -> None:
    for path in (SEED, DECK):
        read = yosan.extract(path)
        command.run("extract", path, "-o", tmp_path / "requests.parquet")
        written = pq.read_table(tmp_path / "requests.parquet")
        table = read.to_arrow()
        assert table.schema.names == written.schema.names
        assert table.to_pylist() == written.to_pylist()
        assert read.to_polars().to_dicts() == table.to_pylist()
        frame = read.to_pandas()
        assert frame["program"].tolist() == [request.program for request in read.requests]
        assert [None if year is None else int(year) for year in frame["fiscal_year"]] == [one.fiscal_year for one in read.requests]
    assert yosan.extract(b"").to_arrow().schema == table.schema


def test_files_beside_a_document_are_used(tmp_path: Path, command: Command) -> None:
    overlay = ROOT / "fixtures/lexicon-2031-new-ministry.toml"
    assert yosan.extract(SEED, lexicon=overlay).generator.lexicon != yosan.extract(SEED).generator.lexicon
    registry = tmp_path / "registry.csv"
    registry.write_text("府省庁,事業名\n文部科学省,先端的バイオ創薬等基盤技術開発事業\n", encoding="utf-8")
    told = json.loads(command.run("extract", SEED, "--registry", registry, "--format", "json"))
    read = yosan.extract(SEED, registry=registry)
    assert read.to_dict() == told
    assert any(ministry.evidence == "registry" for request in read.requests for ministry in request.ministries)
    identity = read.requests[0].id
    corrections = tmp_path / "corrections.jsonl"
    correction = {"id": identity, "field": "amount", "value": "23億円", "by": "me", "why": "asked"}
    corrections.write_text(json.dumps(correction) + "\n")
    told = json.loads(command.run("extract", SEED, "--corrections", corrections, "--format", "json"))
    assert yosan.extract(SEED, corrections=corrections).to_dict() == told
    assert told["corrections"]


def test_errors_say_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(yosan.DocumentError, match="no such file") as missing:
        yosan.extract(tmp_path / "none.pdf")
    assert isinstance(missing.value, yosan.YosanError)
    assert (missing.value.code, missing.value.file) == ("not-found", str(tmp_path / "none.pdf"))
    assert missing.value.remedy
    with pytest.raises(yosan.DocumentError) as large:
        yosan.extract(SEED, max_bytes=1000)
    assert large.value.code == "too-large"
    assert "max_bytes" in large.value.remedy
    assert "--" not in large.value.remedy
    bad = tmp_path / "bad.toml"
    bad.write_text("[[ministry]]\ncode = 3\n", encoding="utf-8")
    with pytest.raises(yosan.OptionError) as refused:
        yosan.extract(SEED, lexicon=bad)
    assert (refused.value.code, refused.value.file, refused.value.line) == ("lexicon", str(bad), 2)
    with pytest.raises(yosan.OptionError, match="utf-9"):
        yosan.extract(SEED, encoding="utf-9")
    with pytest.raises(yosan.OptionError, match="匁"):
        yosan.amounts("12", unit="匁")
    with pytest.raises(yosan.DocumentError, match="no result of yosan"):
        yosan.Extraction.from_json('{"schema": "yosan/v9"}')
    # What crosses from a worker of a cluster arrives whole.
    again = pickle.loads(pickle.dumps(refused.value))
    assert type(again) is yosan.OptionError
    assert (str(again), again.line) == (str(refused.value), 2)


def test_amounts_and_years(command: Command) -> None:
    assert [one["yen"] for one in yosan.amounts("概算要求額は約１，２３４百万円")] == [1_234_000_000]
    assert [one["yen"] for one in yosan.amounts("▲１２", unit="百万円")] == [-12_000_000]
    told = json.loads(command.run("diff", *(path.name for path in YEARS), "--format", "json", folder=YEARS[0].parent))
    assert yosan.diff(*YEARS) == told
    assert yosan.diff(yosan.extract(YEARS[0]), YEARS[1].read_bytes())["changes"]


def test_the_first_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "request.pdf").write_bytes(DECK.read_bytes())
    monkeypatch.chdir(tmp_path)
    code = (ROOT / "python/README.md").read_text().split("```python\n")[1].split("```")[0]
    exec(code, {})
    assert capsys.readouterr().out.count("stated") > 3


def test_a_notebook_shows_a_small_table_and_no_markup_of_a_document() -> None:
    read = yosan.extract("令和５年度 概算要求\n● <script>alert(1)</script>推進事業（厚） 22億円\n".encode())
    shown = read._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert yosan.extract(SEED)._repr_html_().count("<tr>") == 21
    assert "programs 78" in repr(yosan.extract(SEED))


def test_columns_are_those_of_the_contract() -> None:
    contract = json.loads((ROOT / "schema/yosan-v1.schema.json").read_text())
    assert yosan.schema().names == ["status", "cause", "error", *contract["required"]]
    request = yosan.schema().field("requests").type.value_type
    assert [field.name for field in request] == contract["$defs"]["Request"]["required"]
    assert pa.types.is_int64(request.field("amount").type.field("yen").type)
