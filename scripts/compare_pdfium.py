#!/usr/bin/env python3
"""Compares what yosan reads from PDFs with what PDFium reads: characters, places and colours.

    scripts/compare_pdfium.py [--binary target/release/yosan] [--show N] PDF_OR_DIRECTORY …

For each file: Japanese characters (kana, kanji, full-width forms) after NFKC, and all visible characters, as recall and
precision against PDFium by page; then the share of matched glyphs whose centres lie within 2 points of each other, and
whose fill colours agree. Needs pypdfium2. Ends with 1 where a file falls short of 99.9 / 99.5 / 99.
"""
import argparse
import collections
import ctypes
import json
import math
import pathlib
import subprocess
import sys
import unicodedata

import pypdfium2
import pypdfium2.raw as raw

WITHIN = 2.0


def is_japanese(char):
    code = ord(char)
    return (0x3040 <= code < 0x3100 or 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or 0x20000 <= code < 0x40000
            or 0x2E80 <= code < 0x2FE0 or code in (0x3005, 0x3006, 0x3007))


def folded(text):
    """NFKC, with the CJK radicals that NFKC leaves alone folded too, so that both sides are told alike."""
    out = unicodedata.normalize("NFKC", text)
    return "".join(char for char in out.translate(RADICALS) if not char.isspace() and char not in "\u00ad\u0000")


RADICALS = str.maketrans("⺠⻑⻄⻘⻝⻤⻩⻫⻭⻯⻲⾧", "民長西青食鬼黄斉歯竜亀長")


def read_yosan(binary, path):
    run = subprocess.run([*binary, "--boxes", str(path)],
                         capture_output=True, text=True)
    pages = collections.defaultdict(list)
    for line in run.stdout.splitlines():
        glyph = json.loads(line)
        x0, y0, x1, y1 = glyph["bbox"]
        chars = folded(glyph["text"])
        for index, char in enumerate(chars):
            share = (index + 0.5) / len(chars)
            centre = (x0 + (x1 - x0) * share, (y0 + y1) / 2) if x1 - x0 >= y1 - y0 else ((x0 + x1) / 2, (y0 + y1) / 2)
            pages[glyph["page"]].append((char, *centre, glyph["color"], x0))
    return pages, run.stderr


def read_pdfium(path):
    document = pypdfium2.PdfDocument(str(path))
    pages = collections.defaultdict(list)
    for number, page in enumerate(document, 1):
        left, bottom, right, top = page.get_bbox()
        text = page.get_textpage()
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        x, y = ctypes.c_double(), ctypes.c_double()
        box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        for index in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, index) == 1:
                continue
            code = raw.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00 and index + 1 < text.count_chars():
                low = raw.FPDFText_GetUnicode(text, index + 1)
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            elif 0xDC00 <= code < 0xE000:
                continue
            chars = folded(chr(code)) if code else ""
            if not chars:
                continue
            raw.FPDFText_GetLooseCharBox(text, index, box)
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            raw.FPDFText_GetMatrix(text, index, matrix)
            raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
            tight = text.get_charbox(index)
            upright = abs(matrix.b) + abs(matrix.c) < 1e-3 * (abs(matrix.a) + abs(matrix.d))
            loose = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            ink = ((tight[0] + tight[2]) / 2, (tight[1] + tight[3]) / 2)
            centre = (*loose, *ink) if upright else (*ink, *ink)
            color = f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
            size = abs(raw.FPDFText_GetFontSize(text, index)) * math.hypot(matrix.c, matrix.d)
            origin = x.value - left if upright else None
            places = (centre[0] - left, top - centre[1], centre[2] - left, top - centre[3])
            # Off the page or too small to be read.
            if not (-1 <= places[0] <= right - left + 1 and -1 <= places[1] <= top - bottom + 1) or size < 0.3:
                continue
            for char in chars:
                pages[number].append((char, *places, color, size, origin))
    return pages


def match(ours, theirs):
    """Pairs equal characters of a page, the nearest first; gives (pairs, ours left, theirs left)."""
    by_char = collections.defaultdict(list)
    for glyph in ours:
        by_char[glyph[0]].append(glyph)
    pairs, missed = [], []
    for glyph in sorted(theirs, key=lambda g: (g[2], g[1])):
        candidates = by_char[glyph[0]]
        if not candidates:
            missed.append(glyph)
            continue
        best = min(range(len(candidates)), key=lambda i: distance(candidates[i], glyph))
        pairs.append((candidates.pop(best), glyph))
    return pairs, [glyph for left in by_char.values() for glyph in left], missed


def distance(ours, theirs):
    # PDFium gives a cell and the ink; a cell's height depends on what each takes for ascent, so the nearer counts.
    best = min(math.hypot(ours[1] - theirs[1], ours[2] - theirs[2]),
               math.hypot(ours[1] - theirs[3], ours[2] - theirs[4]))
    if theirs[7] is not None:
        # Ink need not lie in the middle of its cell, and for a font that is not in the file box and ink are those of a
        # stand-in; the origin is the PDF's own.
        across = min(abs(ours[2] - theirs[2]), abs(ours[2] - theirs[4]))
        best = min(best, math.hypot(ours[4] - theirs[7], across))
    return best


def undoubled(glyphs):
    """Without second drawings of one glyph in one place, which PDFium keeps in part."""
    seen, out = collections.defaultdict(list), []
    for glyph in glyphs:
        if any(abs(glyph[1] - x) < 0.12 * glyph[6] and abs(glyph[2] - y) < 0.12 * glyph[6] for x, y in seen[glyph[0]]):
            continue
        seen[glyph[0]].append((glyph[1], glyph[2]))
        out.append(glyph)
    return out


def against_poppler(ours, path):
    """Recall and precision of Japanese characters, counted over the whole file, as a second witness."""
    run = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True)
    theirs = collections.Counter(filter(is_japanese, folded(run.stdout)))
    mine = collections.Counter(glyph[0] for page in ours.values() for glyph in page if is_japanese(glyph[0]))
    both = sum((theirs & mine).values())
    return percent(both, sum(theirs.values())), percent(both, sum(mine.values()))


def percent(part, whole):
    return 100.0 if whole == 0 else 100.0 * part / whole


def compare(binary, path, show):
    ours, stderr = read_yosan(binary, path)
    theirs = read_pdfium(path)
    counts = collections.Counter()
    for page in set(ours) | set(theirs):
        # A page with very many glyphs of one kind makes the nearest pair dear; it is still exact.
        pairs, extra, missed = match(ours[page], undoubled(theirs[page]))
        for kind, test in [("ja", is_japanese), ("all", lambda char: char != "\ufffd")]:
            counts[kind, "pairs"] += sum(test(pair[0][0]) for pair in pairs)
            counts[kind, "extra"] += sum(test(glyph[0]) for glyph in extra)
            counts[kind, "missed"] += sum(test(glyph[0]) for glyph in missed)
        counts["near"] += sum(distance(*pair) <= WITHIN for pair in pairs)
        counts["pairs"] += len(pairs)
        counts["color"] += sum(pair[0][3] == pair[1][5] for pair in pairs)
        for name, some in [("only yosan", extra), ("only PDFium", missed),
                           ("far", [p for p in pairs if distance(*p) > WITHIN]),
                           ("colour", [p for p in pairs if p[0][3] != p[1][5]])]:
            for item in some[:show]:
                print(f"    page {page} {name}: {item}")
    figures = []
    for kind in ("ja", "all"):
        pairs, extra, missed = (counts[kind, name] for name in ("pairs", "extra", "missed"))
        figures += [percent(pairs, pairs + missed), percent(pairs, pairs + extra)]
    figures += [percent(counts["near"], counts["pairs"]), percent(counts["color"], counts["pairs"])]
    characters = figures[0] >= 99.9 and figures[1] >= 99.5
    good = characters and figures[4] >= 99
    print(f"{'ok ' if good else 'LOW'} {path.name:48} ja {figures[0]:6.2f}/{figures[1]:6.2f} of {counts['ja', 'pairs'] + counts['ja', 'missed']:6} "
          f"all {figures[2]:6.2f}/{figures[3]:6.2f} near {figures[4]:6.2f} colour {figures[5]:6.2f}")
    if not characters:
        recall, precision = against_poppler(ours, path)
        print(f"    against Poppler: ja {recall:6.2f}/{precision:6.2f}")
    if show:
        print("    " + stderr.strip().replace("\n", "\n    "))
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/release/yosan text", help="command that prints glyphs")
    parser.add_argument("--show", type=int, default=0, help="differences to show a page")
    parser.add_argument("inputs", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    files = []
    for path in options.inputs:
        files += sorted(path.glob("**/*.pdf")) if path.is_dir() else [path]
    good = True
    for path in files:
        try:
            good &= compare(options.binary.split(), path, options.show)
        except pypdfium2.PdfiumError as error:
            print(f"--- {path.name:48} PDFium does not open it: {error}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
