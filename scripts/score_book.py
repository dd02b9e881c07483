#!/usr/bin/env python3
"""Figures of one extraction (JSON, schema yosan/v1) of a long book of tables.

    scripts/score_book.py OUTPUT.json [BOOK.pdf] [--show N]

    pages         of the book
    ruled         pages with a ruled table: lines across and down that cross, drawn in the file (needs BOOK.pdf and
                  pypdfium2; boxes without a line and white ones count for nothing)
    told          of them those that gave a row (a request, a total, their last year's) or a diagnostic
    silent        of them those that gave neither: must be 0
    sums          checks of kind sum, by verdict: holds, off, open
    steps         the same for sums of 款: `steps` says how many 款 the book's titles name (15款 国庫支出金), each once,
                  `steps_checked` how many of those were held against parts that were found, `steps_hold` how many hold

The last line is JSON. Ends with 0.
"""
import argparse
import collections
import ctypes
import json
import re
import unicodedata


def told_pages(doc):
    rows, named = set(), set()
    for row in doc["requests"] + doc["totals"]:
        rows.update(evidence["page"] for evidence in row["evidence"])
    for diagnostic in doc["diagnostics"]:
        if diagnostic.get("page"):
            named.add(diagnostic["page"])
    return rows, named


def ruled_pages(path):
    """Pages on which at least two lines across and two down cross each other, and words."""
    import pypdfium2
    import pypdfium2.raw as raw
    for number, page in enumerate(pypdfium2.PdfDocument(path), 1):
        across, down = [], []
        for item in page.get_objects(max_depth=4):
            if item.type != raw.FPDF_PAGEOBJ_PATH:
                continue
            left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
            width, height = right - left, top - bottom
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(item, fill, stroke)
            if height <= 2.5 and width >= 20:
                across.append((left, right, (top + bottom) / 2))
            elif width <= 2.5 and height >= 8:
                down.append((bottom, top, (left + right) / 2))
            elif stroke.value and width >= 8 and height >= 8:
                across += [(left, right, top), (left, right, bottom)]
                down += [(bottom, top, left), (bottom, top, right)]
        ys = {round(y / 3) for left, right, y in across
              if sum(left - 2 <= x <= right + 2 and low - 2 <= y <= high + 2 for low, high, x in down) >= 3}
        if len(ys) >= 2 and page.get_textpage().count_chars() > 0:
            yield number


def key(text):
    return re.sub(r"\s+", "", text)


def titles(path):
    """款 by their titles, 15款 国庫支出金 on a line of its own: {(number, name): pages}."""
    import pypdfium2
    found = collections.defaultdict(set)
    for number, page in enumerate(pypdfium2.PdfDocument(path), 1):
        for line in page.get_textpage().get_text_range().splitlines():
            line = unicodedata.normalize("NFKC", line).strip()
            match = re.fullmatch(r"(\d{1,3})\s*款\s+([^\s項\d]+)(\s+[\d,]+千円)?", line)
            if match:
                found[int(match[1]), key(match[2])].add(number)
    return found


def of_steps(doc, found):
    """By 款: the verdicts of the sums of its total, first those on the pages of its title."""
    verdicts = collections.defaultdict(list)
    for check in doc["checks"]:
        if check["kind"] == "sum" and check["parts"]:
            verdicts[check["of"]].append(check["verdict"])
    out = {}
    for (number, name), pages in found.items():
        own = [total for total in doc["totals"] if total["phase"] != "initial" and key(total["item"]) == name
               and any(evidence["page"] in pages for evidence in total["evidence"])]
        out[number, name] = [verdict for total in own for verdict in verdicts[total["id"]]]
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("book", nargs="?")
    parser.add_argument("--show", type=int, default=10)
    options = parser.parse_args()
    with open(options.output, encoding="utf-8") as file:
        doc = json.load(file)
    rows, named = told_pages(doc)
    result = {"pages": doc["source"]["pages"], "pages_with_rows": len(rows), "pages_named": len(named - rows)}
    if options.book:
        ruled = set(ruled_pages(options.book))
        silent = sorted(ruled - rows - named)
        result |= {"ruled": len(ruled), "told": len(ruled & (rows | named)), "silent": len(silent)}
        if silent:
            print("silent pages:", *silent[:options.show])
    verdicts = collections.Counter(check["verdict"] for check in doc["checks"] if check["kind"] == "sum")
    result |= {"sums_hold": verdicts["holds"], "sums_off": verdicts["off"], "sums_open": verdicts["open"]}
    stated = of_steps(doc, titles(options.book)) if options.book else {}
    checked = {name: verdict for name, verdict in stated.items() if verdict}
    result |= {"steps": len(stated), "steps_checked": len(checked),
               "steps_hold": sum(all(one == "holds" for one in verdict) for verdict in checked.values())}
    pages = {total["id"]: total["evidence"][0]["page"] for total in doc["totals"]}
    off = [check for check in doc["checks"] if check["kind"] == "sum" and check["verdict"] == "off"]
    for check in off[:options.show]:
        print(f"off  page {pages.get(check['of'])}: {check.get('label') or check['of']}: stated {check['stated']:,}, made {check['accumulated']:,}")
    for (number, name), verdict in stated.items():
        if not verdict:
            print(f"unchecked  {number}款 {name}")
    share = 100 * verdicts["holds"] / max(1, verdicts["holds"] + verdicts["off"])
    print(f"sums that hold {share:.1f} %; 款 {result['steps']}, checked {result['steps_checked']}, hold {result['steps_hold']}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
