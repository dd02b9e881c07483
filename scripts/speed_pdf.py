#!/usr/bin/env python3
"""Times `yosan text` against pdftotext -bbox-layout, mutool draw -F stext and pypdfium2, whole processes on one core.

    scripts/speed_pdf.py [--binary 'target/release/yosan text'] [--runs 7] [--deck 500] PDF …

Prints the best of the runs of each and the ratio to the fastest peer, a line a file, then the median ratio. With --deck
N a deck of N pages is made from the first file's pages with pypdfium2 and timed too, with the time a page against a
deck of 12. Also prints the peak memory against 3 x file size + 30 MB. Ends with 1 where a file is not faster than the
fastest peer.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

PDFIUM = """
import sys, pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    text = page.get_textpage()
    text.get_text_range()
    for index in range(text.count_chars()):
        text.get_charbox(index)
"""


def run(command):
    """Wall seconds and processor seconds of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime


def best(command, runs):
    results = [run(command) for _ in range(runs)]
    return min(wall for wall, _ in results), min(cpu for _, cpu in results)


def peak_memory(command):
    """Peak memory in bytes, by time(1): a child's own figure would begin with this process's."""
    result = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return int(result.stderr.split()[-1]) * 1024


def deck(source, pages, folder):
    import pypdfium2
    original = pypdfium2.PdfDocument(str(source))
    out = pypdfium2.PdfDocument.new()
    while len(out) < pages:
        out.import_pages(original, list(range(min(len(original), pages - len(out)))))
    path = folder / f"deck-{pages}.pdf"
    out.save(str(path))
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/release/yosan text")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--deck", type=int, default=0)
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall",
                        help="cpu is steadier on a machine that does other things too")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    clock = 0 if options.clock == "wall" else 1
    slow, ratios = False, []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        files = list(options.files)
        if options.deck:
            files += [deck(files[0], 12, folder), deck(files[0], options.deck, folder)]
        peers = {"pdftotext": lambda path: ["pdftotext", "-bbox-layout", path, str(folder / "out")],
                 "mutool": lambda path: ["mutool", "draw", "-q", "-F", "stext", "-o", str(folder / "out"), path],
                 "pypdfium2": lambda path: [sys.executable, "-c", PDFIUM, path]}
        per_page = []
        for path in files:
            command = [*options.binary.split(), str(path)]
            own = best(command, options.runs)[clock]
            peak = peak_memory(command)
            times = {name: best(peer(str(path)), max(3, options.runs // 2))[clock] for name, peer in peers.items()}
            fastest = min(times, key=times.get)
            ratio = own / times[fastest]
            size = path.stat().st_size
            ratios.append(ratio)
            slow |= ratio >= 1
            bound = 3 * size + 30e6
            print(f"{path.name:44} yosan {own * 1000:8.1f} ms  " +
                  "  ".join(f"{name} {seconds * 1000:8.1f}" for name, seconds in times.items()) +
                  f"  ratio {ratio:5.2f}  peak {peak / 1e6:6.1f} MB of {bound / 1e6:6.1f}{' OVER' if peak > bound else ''}")
            if path.name.startswith("deck-"):
                per_page.append(own / int(path.stem.split("-")[1]))
        if per_page:
            print(f"time a page, {options.deck} pages to 12: {per_page[1] / per_page[0]:.2f}")
    print(f"median ratio {statistics.median(ratios):.2f}")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
