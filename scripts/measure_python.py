#!/usr/bin/env python3
"""Measures the Python package; run it by a Python that has the package, and what the measure needs.

    scripts/measure_python.py pdfplumber FILE…      yosan.extract against pdfplumber's extract_text (pip install pdfplumber)
    scripts/measure_python.py engine ARCHIVE        the job on Daft against `yosan batch`, a document (pip install daft)
    scripts/measure_python.py pages FILE…           what a page costs `yosan batch`, is fetched and is kept of it
    scripts/measure_python.py memory                extract_many, again and again

`pages` reads --times copies of the files. `engine` takes the best of --repeat runs of each, in turns. What starting costs is measured on an archive of one document and
told apart, since it is paid once however many documents there are. With --ray the job begins a cluster for itself.
"""
import argparse
import gc
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def timed(run, *arguments):
    begun = time.perf_counter()
    run(*arguments)
    return time.perf_counter() - begun


def against_pdfplumber(options):
    import pdfplumber
    import yosan

    def words(path):
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                page.close()

    total = [0.0, 0.0]
    for path in options.files:
        ours = min(timed(yosan.extract, path) for _ in range(options.repeat))
        theirs = timed(words, path)
        total = [total[0] + ours, total[1] + theirs]
        print(f"{path.name:40} yosan {ours:8.3f} s  pdfplumber {theirs:8.2f} s  {theirs / ours:6.0f} x", flush=True)
    print(f"all: {total[1] / total[0]:.0f} x")


def against_batch(options):
    python, binary = sys.executable, str(options.binary)

    def run(command):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stderr

    def batch(archive, out):
        run([binary, "batch", str(archive), "--out", out])

    def job(archive, out):
        run([python, str(ROOT / "examples/daft_job.py"), str(archive), "--out", out, *(["--ray"] if options.ray else [])])

    count = sum(path.is_file() for path in options.archive.rglob("*"))
    best = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        one = folder / "one"
        one.mkdir()
        shutil.copy(ROOT / "fixtures/r5-iryo-gaisan.txt", one)
        for repeat in range(options.repeat):
            for name, what in (("batch", batch), ("job", job)):
                for archive in (one, options.archive):
                    taken = timed(what, archive, str(folder / f"{name}-{repeat}-{archive.name}"))
                    key = (name, archive is one)
                    best[key] = min(best.get(key, taken), taken)
    for name in ("batch", "job"):
        start, all_of_it = best[name, True], best[name, False]
        print(f"{name:6} {all_of_it:7.2f} s, of which {start:.2f} s to start; {1000 * all_of_it / count:.3f} ms a document, {1000 * (all_of_it - start) / (count - 1):.3f} ms without the start")
    whole = best["job", False] / best["batch", False]
    without = (best["job", False] - best["job", True]) / (best["batch", False] - best["batch", True])
    print(f"{count} documents: {whole:.2f} x, {without:.2f} x without the start")


def pages(options):
    import pyarrow.parquet as pq
    import yosan

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for number in range(options.times):
            copies = folder / "archive" / str(number)
            copies.mkdir(parents=True)
            for path in options.files:
                shutil.copy(path, copies)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = timed(lambda: subprocess.run([options.binary, "batch", folder / "archive", "--out", folder / "out"], check=True, capture_output=True))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        documents = [path.read_bytes() for path in options.files]
        table = yosan.extract_many(documents)
        read = sum(source["pages"] for source in table["source"].to_pylist())
        pq.write_table(table, folder / "results.parquet", compression="zstd")
        kept = (folder / "results.parquet").stat().st_size
    count = read * options.times
    print(f"{count} pages: {1000 * cpu / count:.2f} ms of a core each, {count / taken:.0f} a second on {os.cpu_count()} cores; "
          f"{sum(map(len, documents)) / read / 1000:.1f} kB fetched and {kept / read / 1000:.1f} kB kept of each")


def memory(options):
    import pyarrow as pa
    import yosan

    text = "令和５年度 概算要求\n● 推進事業（厚） 22億円\n".encode()
    documents = pa.array([text] * options.documents, pa.binary())
    for call in range(1, options.calls + 1):
        yosan.extract_many(documents)
        if call in (1, 10) or call % 20 == 0:
            gc.collect()
            pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
            print(f"after {call:3} calls of {options.documents} documents: {pages * os.sysconf('SC_PAGESIZE') / 1e6:.0f} MB", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    measures = arguments.add_subparsers(required=True)
    one = measures.add_parser("pdfplumber")
    one.add_argument("files", nargs="+", type=pathlib.Path)
    one.add_argument("--repeat", type=int, default=3)
    one.set_defaults(run=against_pdfplumber)
    one = measures.add_parser("engine")
    one.add_argument("archive", type=pathlib.Path)
    one.add_argument("--binary", type=pathlib.Path, default=ROOT / "target/release/yosan")
    one.add_argument("--repeat", type=int, default=3)
    one.add_argument("--ray", action="store_true")
    one.set_defaults(run=against_batch)
    one = measures.add_parser("pages")
    one.add_argument("files", nargs="+", type=pathlib.Path)
    one.add_argument("--times", type=int, default=40)
    one.add_argument("--binary", type=pathlib.Path, default=ROOT / "target/release/yosan")
    one.set_defaults(run=pages)
    one = measures.add_parser("memory")
    one.add_argument("--documents", type=int, default=10_000)
    one.add_argument("--calls", type=int, default=100)
    one.set_defaults(run=memory)
    options = arguments.parse_args()
    options.run(options)


main()
