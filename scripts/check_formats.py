#!/usr/bin/env python3
"""Opens every format with another program's reader and holds what it finds against the JSON.

    scripts/check_formats.py [BINARY] [DOCUMENT…]

Without documents it takes the fixtures. It needs duckdb, pandas, pyarrow, openpyxl and frictionless:
`scripts/formats_python` makes an environment that has them and runs this in it. A line a format; exit status 1 at the first
difference.
"""
import glob
import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb
import frictionless
import openpyxl
import pandas

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/yosan")
DOCUMENTS = sys.argv[2:] or sorted(
    glob.glob(str(ROOT / "fixtures/*.txt"))
    + glob.glob(str(ROOT / "fixtures/text/*.txt"))
    + glob.glob(str(ROOT / "fixtures/decks/*.pdf"))
)


def extract(output):
    run = subprocess.run([BINARY, "extract", *DOCUMENTS, "-o", str(output)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def same(what, found, expected):
    if found != expected:
        raise SystemExit(f"{what}: {found!r}, the JSON says {expected!r}")


def yen(amount):
    return amount["yen"] if amount else None


def total(values):
    return sum(value for value in values if value is not None)


def check_csv(path, documents, requests, totals):
    table = pandas.read_csv(path, dtype={"id": str, "group": str})
    for column in ("yen", "yen_max", "within_yen", "resolution_yen", "fiscal_year", "page"):
        table[column] = table[column].astype("Int64")
    own = table[(table.record == "request") & (table.figure == "amount")]
    same("csv: programs", own.item.tolist(), [r["program"] for r in requests])
    same("csv: sum of yen", int(own.yen.sum()), total(yen(r["amount"]) for r in requests))
    counted = own[own.counted.astype(str) == "True"]
    same("csv: counted", int(counted.yen.sum()), total(yen(r["amount"]) for r in requests if r["counted"]))
    previous = table[table.figure == "previous"]
    same("csv: last year", int(previous.yen.sum()), total(yen(r["previous"]) for r in requests))
    figures = sum(1 + bool(r["previous"]) + bool(r["change"]) + len(r["comparatives"]) for r in requests)
    same("csv: rows", len(table), figures + len(totals))
    same("csv: sums", int(table[table.record == "total"].yen.sum()), total(yen(t["amount"]) for t in totals))
    with open(path, "rb") as file:
        same("csv: byte order mark", file.read(3), b"\xef\xbb\xbf")
    return len(table)


def check_xlsx(path, documents, requests, totals):
    book = openpyxl.load_workbook(path)
    same("xlsx: sheets", book.sheetnames, ["requests", "totals", "checks", "diagnostics", "sources"])

    def column(sheet, name):
        rows = list(book[sheet].iter_rows(values_only=True))
        at = rows[0].index(name)
        return [row[at] for row in rows[1:]]

    same("xlsx: programs", column("requests", "program"), [r["program"] for r in requests])
    same("xlsx: yen", column("requests", "yen"), [yen(r["amount"]) for r in requests])
    for oku, one in zip(column("requests", "億円"), requests):
        same("xlsx: 億円", oku, None if yen(one["amount"]) is None else yen(one["amount"]) / 1e8)
    same("xlsx: last year", column("requests", "previous_yen"), [yen(r["previous"]) for r in requests])
    same("xlsx: counted", column("requests", "counted"), [r["counted"] for r in requests])
    same("xlsx: sums", column("totals", "yen"), [yen(t["amount"]) for t in totals])
    checks = [c for d in documents for c in d["checks"]]
    same("xlsx: verdicts", column("checks", "verdict"), [c["verdict"] for c in checks])
    same("xlsx: findings", len(column("diagnostics", "code")), sum(len(d["diagnostics"]) for d in documents))
    same("xlsx: sources", column("sources", "blake3"), [d["source"]["blake3"] for d in documents])
    for name in book.sheetnames:
        same(f"xlsx: head of {name}", book[name].freeze_panes, "A2")
        assert book[name].auto_filter.ref, f"xlsx: {name} has no filter"
    sheet = book["requests"]
    head = [cell.value for cell in sheet[1]]
    assert "△" in sheet.cell(2, head.index("yen") + 1).number_format
    links = [sheet.cell(row, head.index("place") + 1).hyperlink for row in range(2, sheet.max_row + 1)]
    assert all(links), "xlsx: a row without a link"
    pages = {(link.target, link.location) for link in links if link.target.endswith(".pdf")}
    assert all(location and location.startswith("page=") for _, location in pages)
    for target in {link.target for link in links}:
        assert (path.parent / target).resolve().is_file(), f"xlsx: {target} leads nowhere"
    for row, request in enumerate(requests, 2):
        fill = sheet.cell(row, 1).fill.fgColor.rgb
        is_open = request["link"]["status"] in ("inferred", "ambiguous")
        if request["amount_state"] != "unreadable":
            same("xlsx: colour", fill == "FFFFF2CC", is_open)
    assert not any(cell.data_type == "f" for ws in book for row in ws.iter_rows() for cell in row), "xlsx: a formula"
    return sheet.max_row - 1


def check_parquet(path, documents, requests, totals):
    db = duckdb.connect()
    one = lambda query: db.execute(query.replace("FILE", f"'{path}'")).fetchone()
    same("parquet: rows", one("select count(*) from FILE")[0], len(requests))
    same("parquet: yen", int(one("select sum(amount.yen) from FILE")[0]), total(yen(r["amount"]) for r in requests))
    same("parquet: type", one("select typeof(amount.yen) from FILE")[0], "BIGINT")
    same("parquet: evidence", one("select sum(len(evidence)) from FILE")[0], sum(len(r["evidence"]) for r in requests))
    same(
        "parquet: ministries",
        one("select count(*) from (select unnest(ministries) as m from FILE) where m.code = 'mhlw'")[0],
        sum(m["code"] == "mhlw" for r in requests for m in r["ministries"]),
    )
    compression = one("select distinct compression from parquet_metadata(FILE)")
    same("parquet: compression", compression[0], "ZSTD")
    table = pandas.read_parquet(path)
    same("parquet: pandas", table.program.tolist(), [r["program"] for r in requests])

    def plain(value):
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return None if value is pandas.NA or value != value else value

    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(path).to_pylist()
    sources = [(d["source"], d["document"]) for d in documents for _ in d["requests"]]
    for row, request, (source, document) in zip(rows, requests, sources):
        same("parquet: a row", plain(row), {"source": source, "document": document, **request})
    return len(table)


def check_fdp(path, documents, requests, totals):
    report = frictionless.validate(str(path / "datapackage.json"))
    if not report.valid:
        raise SystemExit(f"fdp: {report.flatten(['title', 'note'])}")
    package = frictionless.Package(str(path / "datapackage.json"))
    rows = package.get_resource("requests").read_rows()
    own = [row for row in rows if row["figure"] == "amount"]
    same("fdp: programs", [row["program"] for row in own], [r["program"] for r in requests])
    same("fdp: values", [row["value"] for row in own], [yen(r["amount"]) for r in requests])
    same("fdp: counted", [row["counted"] for row in own], [r["counted"] for r in requests])
    sums = package.get_resource("totals").read_rows()
    same("fdp: sums", [row["value"] for row in sums], [yen(t["amount"]) for t in totals])
    described = json.loads((path / "datapackage.json").read_text())
    meanings = {field.get("columnType") for field in described["resources"][0]["schema"]["fields"]}
    for meaning in ("value", "date:fiscal-year", "phase:id", "activity:generic:program:label",
                    "administrative-classification:generic:level1:code"):
        assert meaning in meanings, f"fdp: no column is {meaning}"
    return len(rows)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        extract(folder / "all.jsonl")
        documents = [json.loads(line) for line in (folder / "all.jsonl").read_text().splitlines()]
        requests = [request for document in documents for request in document["requests"]]
        totals = [one for document in documents for one in document["totals"]]
        print(f"{len(documents)} documents, {len(requests)} programs, {len(totals)} sums")
        for check, name in ((check_csv, "all.csv"), (check_xlsx, "all.xlsx"),
                            (check_parquet, "all.parquet"), (check_fdp, "all.fdp")):
            extract(folder / name)
            rows = check(folder / name, documents, requests, totals)
            print(f"{name}: {rows} rows, as the JSON says")


main()
