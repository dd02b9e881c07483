#!/usr/bin/env python3
"""Holds one extraction (JSON, schema yosan/v1) against the rows of a ledger and prints wrong, found and rows.

    scripts/score_rows.py OUTPUT.json ROWS.json [--show N]

ROWS.json maps a row's name to its figures and its parts: numbers are figures (a key that begins with 前 is last year's),
an object or a list of objects under any other key holds the rows of the next level, and texts are remarks. A row may come
out as a request or as a total. Its level path are the names of the rows above it: of a request its section_path, of a
total the totals that hold it as a part, by the document's checks, else its section. A 計 with a section stands for that
section's own row.

    found   rows given with that name, that path and both figures (last year's where the rows have one)
    wrong   given rows whose name and path are a row's and whose figures contradict it, or whose name is a row's and
            whose path is no row's
    detail  given rows below the deepest row of ROWS.json: not judged
    extra   given rows whose name is no row's: not judged, for a name can be misprinted in the file's fonts

The last line is JSON. Ends with 0.
"""
import argparse
import collections
import json
import re
import unicodedata

SUMS = {"計", "合計", "小計", "総計"}


def key(name):
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name or ""))
    return re.sub(r"^\d+(?=\D)", "", text)


def gold_rows(node, path=()):
    """Rows as (path with the own name, own figure, last year's), each with whether it has parts."""
    for name, row in node.items():
        own = last = None
        children = []
        for word, value in row.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                if word.startswith("前"):
                    last = int(value)
                else:
                    own = int(value) if own is None else own
            elif isinstance(value, dict):
                children.append(value)
            elif isinstance(value, list):
                children.extend(part for part in value if isinstance(part, dict))
        here = (*path, key(name))
        yield here, own, last, not children
        for child in children:
            yield from gold_rows(child, here)


def yen(amount):
    return None if not amount else amount["yen"]


def given_rows(doc):
    """Rows of an extraction as [path, own yen, last year's yen, is a total]."""
    totals = {total["id"]: total for total in doc["totals"]}
    parent = {}
    for check in doc["checks"]:
        if check["kind"] == "sum" and check["of"] in totals:
            for part in check["parts"]:
                if part != check["of"]:
                    parent.setdefault(part, check["of"])

    def path_of(total):
        """A 計 gives the name of its section, which is also the name of the total above it."""
        names, seen = [], set()
        while total and total["id"] not in seen:
            seen.add(total["id"])
            above = totals.get(parent.get(total["id"]))
            name = key(total["item"])
            if name not in SUMS:
                names.insert(0, name)
            elif total.get("section") and not (above and key(above["item"]) == key(total["section"])):
                names.insert(0, key(total["section"]))
            if above is None and total.get("section") and name not in SUMS:
                names.insert(0, key(total["section"]))
            total = above
        return tuple(names)

    rows, by_path = [], {}
    for request in doc["requests"]:
        path = (*map(key, request["section_path"]), key(request["program"]))
        if request["link"]["status"] in ("stated", "proved"):
            rows.append([path, yen(request["amount"]), yen(request["previous"])])
    for total in doc["totals"]:
        if total["phase"] == "initial":
            continue
        row = [path_of(total), yen(total["amount"]), None]
        rows.append(row)
        by_path.setdefault(row[0], row)
    for total in doc["totals"]:
        if total["phase"] == "initial":
            path = path_of(total)
            found = by_path.get(path) or next((row for known, row in by_path.items() if known[-1:] == path[-1:] and row[2] is None), None)
            if found and found[2] is None:
                found[2] = yen(total["amount"])
    return rows


def same_name(given, name, printed):
    """Equal, where a character that stands in no name of the rows is one that the file's fonts misprint: it can be any."""
    return len(given) == len(name) and all(a == b or a not in printed for a, b in zip(given, name))


def ends_alike(path, other, printed):
    """Whether one path is the end of the other: a total at the top of a page does not know what is above it."""
    least = min(len(path), len(other))
    return least > 0 and all(same_name(a, b, printed) for a, b in zip(path[-least:], other[-least:]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("rows")
    parser.add_argument("--unit", type=int, default=1000, help="yen of one in ROWS.json")
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    with open(options.rows, encoding="utf-8") as file:
        gold = list(gold_rows(json.load(file)))
    with open(options.output, encoding="utf-8") as file:
        given = given_rows(json.load(file))
    printed = {character for path, *_ in gold for character in path[-1]}
    leaves = {path for path, _, _, leaf in gold if leaf}
    found, figures = set(), collections.Counter()
    faults = []
    scale = lambda value: None if value is None else value * options.unit
    for path, own, last in given:
        if not path:
            continue
        deeper = (path[:depth] for depth in range(2, len(path)))
        if any(len(above) == len(leaf) and ends_alike(above, leaf, printed) for above in deeper for leaf in leaves):
            figures["detail"] += 1
            continue
        candidates = [number for number, row in enumerate(gold) if same_name(path[-1], row[0][-1], printed)]
        if not candidates:
            figures["extra"] += 1
            faults.append(f"extra    {'/'.join(path)} {own}")
            continue
        placed = [number for number in candidates if ends_alike(path, gold[number][0], printed)]
        right = [number for number in placed if scale(gold[number][1]) == own and last in (None, scale(gold[number][2]))]
        if right:
            full = [number for number in right if gold[number][2] is None or last is not None]
            found.update(full[:1])
        else:
            figures["wrong"] += 1
            faults.append(f"WRONG    {'/'.join(path)}: given {own} ({last}), gold "
                          f"{[(scale(gold[number][1]), scale(gold[number][2])) for number in placed] or 'has it elsewhere'}")
    for number, (path, own, last, _leaf) in enumerate(gold):
        if number not in found:
            faults.append(f"missing  {'/'.join(path)} {own} ({last})")
    faults.sort(key=lambda line: ["WRONG", "missing", "extra"].index(line.split()[0]))
    for line in faults[:options.show]:
        print(line)
    result = {"wrong": figures["wrong"], "found": len(found), "rows": len(gold), "detail": figures["detail"], "extra": figures["extra"]}
    print(f"wrong {result['wrong']}; found {len(found)}/{len(gold)} ({100 * len(found) / max(1, len(gold)):.1f} %); "
          f"detail {result['detail']}; extra {result['extra']}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
