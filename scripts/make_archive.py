#!/usr/bin/env python3
"""Makes an archive of documents to measure a batch on: copies of the text fixtures with changed figures.

    scripts/make_archive.py FOLDER COUNT [SEED]

Every copy has figures of its own, so that no two documents have the same bytes. A hundred documents a folder.
"""
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    texts = []
    for path in sorted((ROOT / "fixtures").glob("*.txt")) + sorted((ROOT / "fixtures" / "text").glob("*.txt")):
        try:
            texts.append((path.stem, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    for number in range(count):
        stem, text = texts[number % len(texts)]
        changed = re.sub(r"[1-9](?=[億百千,，])", lambda _: str(dice.randint(1, 9)), text)
        path = folder / f"{number // 100:04}" / f"{number:06}-{stem}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{changed}\n整理番号 {number}\n", encoding="utf-8")


main()
