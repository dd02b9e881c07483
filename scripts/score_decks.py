#!/usr/bin/env python3
"""Makes fresh decks, reads them with the release binary, and prints what is right and wrong by look and maker.

    scripts/score_decks.py [--look LOOK]... [--maker office|browser]... [--seed N] [--count N] [--show N]
                           [--binary PATH] [--decks FOLDER]

The columns are told in scripts/decks/score.py. Exit 1 where an amount is wrong or the figures miss their aim:
tuples ≥ 98 %, sure ≥ 97 %.
"""
import argparse
import pathlib
import subprocess
import sys
from collections import defaultdict

from decks.score import FIGURES, score
from make_decks import chosen, make, options

HEAD = f"{'look':<12}{'maker':<9}{'wrong':>6}{'over':>5}{'tuples':>12}{'sure':>12}{'ministries':>12}{'(wrong)':>8}{'flags':>12}{'states':>10}{'previous':>12}{'extra':>6}"


def line(look, maker, figures):
    def part(of, all_of):
        return f"{figures[of]}/{figures[all_of]}"
    return (f"{look:<12}{maker:<9}{figures['wrong']:>6}{figures['over']:>5}{part('tuples', 'gold_sure'):>12}{part('sure', 'gold_sure'):>12}"
            f"{part('ministries', 'gold_ministries'):>12}{figures['min_wrong']:>8}{part('flags', 'gold'):>12}{part('states', 'gold_none'):>10}"
            f"{part('previous', 'gold_previous'):>12}{figures['extra']:>6}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options(parser)
    parser.add_argument("--show", type=int, default=0, help="faults to show of each deck")
    parser.add_argument("--binary", default="target/release/yosan")
    parser.add_argument("--decks", type=pathlib.Path, default=pathlib.Path("target/decks"))
    args = parser.parse_args()
    table, total = defaultdict(lambda: dict.fromkeys(FIGURES, 0)), dict.fromkeys(FIGURES, 0)
    for look, seed, maker, pdf, gold in make(args.decks, *chosen(args)):
        output = pdf.with_suffix(".json")
        subprocess.run([args.binary, "extract", str(pdf), "-o", str(output)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        figures, faults = score(output, gold)
        for name in FIGURES:
            table[look, maker][name] += figures[name]
            total[name] += figures[name]
        if args.show and faults:
            print(f"{pdf.stem}")
            for fault in faults[: args.show]:
                print(f"    {fault}")
    print(HEAD)
    for (look, maker), figures in table.items():
        print(line(look, maker, figures))
    print(line("all", "", total))
    aims = total["wrong"] == 0 and total["min_wrong"] == 0 and total["tuples"] >= 0.98 * total["gold_sure"] and total["sure"] >= 0.97 * total["gold_sure"]
    sys.exit(0 if aims else 1)


if __name__ == "__main__":
    main()
