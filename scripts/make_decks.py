#!/usr/bin/env python3
"""Makes decks of budget requests, in looks that ministries use, with their answers.

    scripts/make_decks.py OUT [--look LOOK]... [--maker office|browser]... [--seed N] [--count N] [--fixtures]

Writes OUT/<look>-<seed>-<maker>.pdf and, beside each, a .gold.tsv. A seed gives the same deck every time. Office decks
are printed by LibreOffice (soffice), browser decks by Chromium. `--look list` names the looks. `--fixtures` makes small decks
and names them <look>-<year>-<maker>, as they stand in fixtures/decks.
"""
import argparse
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

from decks.draw import to_html, to_office
from decks.sheets import SHEETS
from decks.slides import SLIDES, prepare
from decks.words import Gold, Words

LOOKS = {**SLIDES, **SHEETS}
MAKERS = ("office", "browser")
FONTS = {"office": ["IPAPGothic", "Noto Sans CJK JP", "IPAPMincho"], "browser": ["Noto Sans CJK JP", "IPAPGothic", "IPAPMincho"]}


def compose(look, maker, seed, small=False):
    """The deck's pages, its answers, and its font; a small one has one page and a font that embeds in few bytes."""
    rng = random.Random(f"{look} {seed}")
    words = Words(rng)
    words.pages = 1 if small else 2
    prepare(words)
    gold = Gold()
    pages = LOOKS[look](words, gold)
    return pages, gold, "IPAPGothic" if small else FONTS[maker][rng.randrange(3)]


def print_office(sources, out):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", str(out)] + [str(path) for path in sources],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def print_browser(source, target):
    browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--no-pdf-header-footer", "--disable-pdf-tagging", f"--print-to-pdf={target}", source.as_uri()],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def make(out, looks, makers, seeds, small=False):
    """Makes what is not there yet; gives (look, seed, maker, pdf, gold)."""
    out.mkdir(parents=True, exist_ok=True)
    decks, office = [], []
    for look in looks:
        for maker in makers:
            for seed in seeds:
                pages, gold, font = compose(look, maker, seed, small)
                stem = f"{look}-{seed}-{maker}"
                pdf, answers = out / f"{stem}.pdf", out / f"{stem}.gold.tsv"
                source = out / f"{stem}.{'fodp' if maker == 'office' else 'html'}"
                text = to_office(pages, font) if maker == "office" else to_html(pages, font, small)
                decks.append((look, seed, maker, pdf, answers))
                if pdf.exists() and source.exists() and source.read_text(encoding="utf-8") == text:
                    gold.write(answers)
                    continue
                pdf.unlink(missing_ok=True)
                source.write_text(text, encoding="utf-8")
                gold.write(answers)
                if maker == "office":
                    office.append(source)
                else:
                    print_browser(source.resolve(), pdf.resolve())
    for first in range(0, len(office), 40):
        print_office(office[first:first + 40], out)
    return decks


def options(parser):
    parser.add_argument("--look", action="append", help="a look; several times for several; all without it")
    parser.add_argument("--maker", action="append", choices=MAKERS)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=1, help="how many seeds")


def chosen(args):
    looks = args.look or list(LOOKS)
    if looks == ["list"]:
        print("\n".join(LOOKS))
        sys.exit(0)
    unknown = [look for look in looks if look not in LOOKS]
    if unknown:
        sys.exit(f"make_decks: no look {', '.join(unknown)}; there are {', '.join(LOOKS)}")
    return looks, args.maker or list(MAKERS), range(args.seed, args.seed + args.count)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    options(parser)
    parser.add_argument("--fixtures", action="store_true", help="small decks with the names of fixtures")
    args = parser.parse_args()
    decks = make(args.out, *chosen(args), small=args.fixtures)
    for look, seed, maker, pdf, answers in decks:
        if args.fixtures:
            year = 2018 + Words(random.Random(f"{look} {seed}")).year
            for path, ending in ((pdf, "pdf"), (answers, "gold.tsv")):
                path.rename(args.out / f"{look}-{year}-{maker}.{ending}")
            pdf.with_suffix(".fodp" if maker == "office" else ".html").unlink()
        else:
            print(pdf)


if __name__ == "__main__":
    main()
