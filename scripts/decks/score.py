"""Holds an extraction (yosan/v1) against a deck's answers.

wrong       amounts and last year's amounts given as stated or proved that the answers contradict or do not have
over        amounts given as stated or proved where a reader can only infer them
tuples      sure amounts right together with their ministries
sure        sure amounts given as stated or proved
ministries  programs whose ministries were given exactly; min_wrong counts those given that are not there
flags       programs whose flags (new, relisted, part_of, joint, in_house) were given exactly
states      programs without an amount told as such: absent, or 事項要求
extra       given rows that stand for no answer
"""
import csv
import json
import re
import unicodedata
from fractions import Fraction

from .words import MINISTRIES

YEN = 100_000_000
FLAGS = {"relisted", "in_house", "joint", "part_of", "new"}
FIGURES = ["wrong", "over", "gold", "named", "gold_sure", "found", "sure", "tuples", "gold_ministries", "ministries", "min_wrong", "flags",
           "gold_none", "states", "gold_previous", "previous", "given", "extra"]


def key(name):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name or "")).replace("・・", "・").rstrip(":")


def yen(text):
    return int(Fraction(text) * YEN) if text else None


def answers(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["kind"] != "program":
                continue
            rows.append(dict(
                section=key(row["project"]), program=key(row["program"]), amount=yen(row["amount_oku"]), previous=yen(row.get("previous_oku")),
                ministries={MINISTRIES[mark][0] for mark in (row["ministries"] or "").split(";") if mark},
                flags={flag for flag in (row["flags"] or "").split(";") if flag}, status=row.get("status") or "stated", state=row.get("state") or ""))
    return rows


def given(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    rows = []
    for request in document["requests"]:
        amount = request.get("amount") or {}
        value = amount.get("yen") if amount.get("yen") is not None else amount.get("within_yen")
        rows.append(dict(
            section=key(request.get("section")), program=key(request["program"]), amount=value, status=request["link"]["status"],
            state=request.get("amount_state"), previous=(request.get("previous") or {}).get("yen"),
            ministries={ministry["name"] for ministry in request.get("ministries") or []}, flags=set(request.get("flags") or []) & FLAGS, used=False))
    return rows


def match(gold, rows, agreeing):
    """The given row that stands for an answer: of equal names the one that agrees most."""
    best, most = None, 0
    for row in rows:
        if row["used"] or row["program"] != gold["program"]:
            continue
        if gold["section"] and not (row["section"] and (gold["section"] in row["section"] or row["section"] in gold["section"])):
            continue
        same = row["amount"] == gold["amount"]
        if agreeing and not same:
            continue
        worth = 1 + 2 * same + (row["flags"] == gold["flags"]) + (row["ministries"] == gold["ministries"])
        if worth > most:
            best, most = row, worth
    if best:
        best["used"] = True
    return best


def score(output, gold_path):
    """The figures, and a line for each fault."""
    gold, rows = answers(gold_path), given(output)
    figures, faults = dict.fromkeys(FIGURES, 0), []
    taken = [match(one, rows, True) for one in gold]
    for one, row in zip(gold, taken):
        row = row or match(one, rows, False)
        hold(one, row, figures, faults)
    for row in rows:
        if not row["used"]:
            sure = row["status"] in ("stated", "proved") and row["amount"] is not None
            figures["wrong"] += sure
            figures["extra"] += 1
            faults.append(f"{'INVENTED' if sure else 'extra'} {row['program']}: {row['amount']} ({row['status']})")
    figures["given"] = len(rows)
    return figures, sorted(faults, key=lambda fault: not fault.split()[0].isupper())


def hold(one, row, figures, faults):
    """Counts one answer against the row given for it."""
    name, sure_gold = one["program"], one["status"] in ("stated", "proved") and one["amount"] is not None
    sure = row is not None and row["status"] in ("stated", "proved") and row["amount"] is not None
    if one["status"] == "optional":
        if sure and row["amount"] != one["amount"]:
            figures["wrong"] += 1
            faults.append(f"WRONG {name}: {row['amount']}, a part of {one['amount']}")
        return
    figures["gold"] += 1
    figures["gold_sure"] += sure_gold
    figures["gold_ministries"] += bool(one["ministries"])
    figures["gold_none"] += one["amount"] is None
    figures["gold_previous"] += one["previous"] is not None
    if row is None:
        faults.append(f"missing {name}")
        return
    figures["named"] += 1
    same = one["amount"] is not None and row["amount"] == one["amount"]
    if sure_gold:
        figures["found"] += same
        figures["sure"] += same and sure
        figures["tuples"] += same and (row["ministries"] == one["ministries"] or not one["ministries"])
        if not same or not sure:
            faults.append(f"amount {name}: {row['amount']} ({row['status']}), is {one['amount']}")
    if sure and not (sure_gold and same):
        kind = "over" if one["status"] == "inferred" and same else "wrong"
        figures[kind] += 1
        faults.append(f"{kind.upper()} {name}: {row['amount']} ({row['status']}), is {one['amount']}")
    if one["amount"] is None:
        good = row["amount"] is None and row["state"] == one["state"]
        figures["states"] += good
        if not good:
            faults.append(f"state {name}: {row['amount']} {row['state']}, is {one['state']}")
    if one["ministries"]:
        good = row["ministries"] == one["ministries"]
        figures["ministries"] += good
        if not good:
            faults.append(f"ministry {name}: {'、'.join(sorted(row['ministries']))}, is {'、'.join(sorted(one['ministries']))}")
    if row["ministries"] - one["ministries"]:
        figures["min_wrong"] += 1
        faults.append(f"MINISTRY {name}: {'、'.join(sorted(row['ministries'] - one['ministries']))}")
    good = row["flags"] == one["flags"]
    figures["flags"] += good
    if not good:
        faults.append(f"flags {name}: {sorted(row['flags'])}, is {sorted(one['flags'])}")
    figures["previous"] += one["previous"] is not None and row["previous"] == one["previous"]
    if row["previous"] is not None and row["previous"] != one["previous"]:
        figures["wrong"] += 1
        faults.append(f"WRONG {name}: last year {row['previous']}, is {one['previous']}")
    elif one["previous"] is not None and row["previous"] is None:
        faults.append(f"previous {name}: not given, is {one['previous']}")
