#!/usr/bin/env python3
"""Whether two extractions (JSON, schema yosan/v1) of one document, such as its text and its slides, agree.

    scripts/agree.py A.json B.json [--show N]

Rows of both are held against each other where section, program, account and the 再掲 flag agree, spaces and widths
aside. `contradictions` counts the rows whose amounts, stated or proved in both, have no figure in common; `candidates`
those where one side is sure of an amount that the other leaves open without it among its candidates. `shared` counts
rows that both are sure of, `equal` those with the same amounts. The last line is JSON; ends with 1 where something
contradicts.
"""
import argparse
import collections
import json
import re
import sys
import unicodedata


def key(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).rstrip(":")


def rows(path):
    with open(path, encoding="utf-8") as file:
        doc = json.load(file)
    sure, left_open = collections.defaultdict(set), collections.defaultdict(set)
    for request in doc["requests"]:
        account = (request["account"] or {}).get("code")
        name = (key(request["section"]), key(request["program"]), account, "relisted" in request["flags"])
        amount = request["amount"] or {}
        yen = amount.get("yen") if amount.get("yen") is not None else amount.get("within_yen")
        if request["link"]["status"] in ("stated", "proved") and yen is not None:
            sure[name].add(yen)
        elif request["link"]["candidates"]:
            left_open[name].update(candidate["yen"] for candidate in request["link"]["candidates"])
    return sure, left_open


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a")
    parser.add_argument("b")
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    (sure_a, open_a), (sure_b, open_b) = rows(options.a), rows(options.b)
    shared = sorted(sure_a.keys() & sure_b.keys(), key=str)
    faults = [f"CONTRADICTION {name}: {sorted(sure_a[name])} against {sorted(sure_b[name])}" for name in shared if not sure_a[name] & sure_b[name]]
    contradictions = len(faults)
    for sure, left_open in ((sure_a, open_b), (sure_b, open_a)):
        for name in sorted(sure.keys() & left_open.keys(), key=str):
            if not sure[name] & left_open[name]:
                faults.append(f"candidates    {name}: {sorted(sure[name])} is none of {sorted(left_open[name])}")
    for line in faults[:options.show]:
        print(line)
    result = {"contradictions": contradictions, "candidates": len(faults) - contradictions, "shared": len(shared),
              "equal": sum(sure_a[name] == sure_b[name] for name in shared)}
    print(json.dumps(result))
    sys.exit(1 if contradictions else 0)


if __name__ == "__main__":
    main()
