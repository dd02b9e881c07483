#!/usr/bin/env python3
"""Makes an archive of documents to measure a batch on: copies of the text fixtures with changed figures.

    scripts/make_archive.py FOLDER COUNT [SEED] [--pdf N]

Every copy has figures of its own, so that no two documents have the same bytes. A hundred documents a folder. With --pdf every
Nth document is a PDF, with a font that is not embedded and forty lines a page.
"""
import argparse
import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES = 40


def pdf(text):
    """The lines of a text as a PDF."""
    lines = text.replace("\f", "\n").splitlines() or [""]
    pages = [lines[at:at + LINES] for at in range(0, len(lines), LINES)]
    font = 3 + 2 * len(pages)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), b" ".join(b"%d 0 R" % (3 + 2 * at) for at in range(len(pages)))),
        font: b"<< /Type /Font /Subtype /Type0 /BaseFont /Gothic /Encoding /UniJIS-UTF16-H /DescendantFonts [%d 0 R] >>" % (font + 1),
        font + 1: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Gothic /DW 1000 /FontDescriptor %d 0 R"
                  b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>" % (font + 2),
        font + 2: b"<< /Type /FontDescriptor /FontName /Gothic /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
                  b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
    }
    for at, page in enumerate(pages):
        rows = [b"1 0 0 1 40 %d Tm <%s> Tj" % (800 - 18 * row, line.encode("utf-16-be").hex().encode()) for row, line in enumerate(page)]
        content = b"BT /F1 10 Tf\n" + b"\n".join(rows) + b"\nET"
        objects[3 + 2 * at] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1200 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>"
            % (4 + 2 * at, font))
        objects[4 + 2 * at] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in sorted(objects.items()):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(out)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("count", type=int)
    arguments.add_argument("seed", type=int, nargs="?", default=1)
    arguments.add_argument("--pdf", type=int, metavar="N")
    options = arguments.parse_args()
    dice = random.Random(options.seed)
    texts = []
    for path in sorted((ROOT / "fixtures").glob("*.txt")) + sorted((ROOT / "fixtures" / "text").glob("*.txt")):
        try:
            texts.append((path.stem, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    for number in range(options.count):
        stem, text = texts[number % len(texts)]
        changed = re.sub(r"[1-9](?=[億百千,，])", lambda _: str(dice.randint(1, 9)), text)
        changed = f"{changed}\n整理番号 {number}\n"
        folder = options.folder / f"{number // 100:04}"
        folder.mkdir(parents=True, exist_ok=True)
        if options.pdf and number % options.pdf == 0:
            (folder / f"{number:06}-{stem}.pdf").write_bytes(pdf(changed))
        else:
            (folder / f"{number:06}-{stem}.txt").write_text(changed, encoding="utf-8")


main()
