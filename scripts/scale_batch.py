#!/usr/bin/env python3
"""Measures a batch by the number of its documents and of its threads.

    scripts/scale_batch.py [--binary BINARY] [--counts 100,1000,10000] [--repeat N]

Each line is a run: documents, threads, seconds of the clock, milliseconds of processor a document, and the most memory that
the run and its processes held together at one time, by their proportional set sizes. The last lines say how much faster two
threads are than one, and what a document costs at the largest count against the smallest. Runs alternate, the best of N
counts.
"""
import argparse
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def children(pid):
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    found = []
    for task in tasks:
        try:
            with open(f"/proc/{pid}/task/{task}/children") as file:
                found += [int(child) for child in file.read().split()]
        except OSError:
            pass
    return found


def memory(pid):
    total = 0
    for one in [pid, *children(pid)]:
        try:
            with open(f"/proc/{one}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            pass
    return total


def run(binary, archive, out, threads):
    # What was written is taken away at the very end: taking it away keeps the file system busy for a while.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(
        [binary, "batch", archive, "--out", out, "--jobs", str(threads)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    stop = threading.Event()

    def watch():
        nonlocal most
        while not stop.wait(0.2):
            most = max(most, memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    taken = time.monotonic() - begun
    stop.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert code == 0, f"exit code {code}"
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return taken, cpu, most / 1024


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--binary", default=str(ROOT / "target/release/yosan"))
    arguments.add_argument("--counts", default="100,1000,10000")
    arguments.add_argument("--repeat", type=int, default=2)
    options = arguments.parse_args()
    counts = [int(count) for count in options.counts.split(",")]
    best = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            archive = f"{folder}/{count}"
            subprocess.run([sys.executable, str(ROOT / "scripts/make_archive.py"), archive, str(count)], check=True)
            for repeat in range(options.repeat):
                for threads in (1, 2):
                    result = run(options.binary, archive, f"{archive}-{threads}-{repeat}", threads)
                    key = (count, threads)
                    best[key] = min(best.get(key, result), result)
            for threads in (1, 2):
                taken, cpu, most = best[count, threads]
                print(f"{count:6} documents  {threads} threads  {taken:7.2f} s  {1000 * cpu / count:6.2f} ms each  {most:5.0f} MB", flush=True)
    last = counts[-1]
    print(f"two threads against one at {last}: {best[last, 1][0] / best[last, 2][0]:.2f} x")
    for threads in (1, 2):
        cost = lambda count: best[count, threads][1] / count
        print(f"a document's cost at {last} against {counts[0]}, {threads} threads: {cost(last) / cost(counts[0]):.2f}")


main()
