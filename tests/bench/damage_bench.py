#!/usr/bin/env python3
"""Switches a running show to damaged media, 2,000 variants or `--count`: no crash, and memory, threads and descriptors do not grow.

Needs NP_BINARY and NP_SAMPLE, and ffmpeg. On 127.0.0.1; half an hour. `--first` begins at another number.
"""
import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bombs.servers import Liars  # noqa: E402
from bombs.trial import Show  # noqa: E402
from damaged import Damaged, held, rounds  # noqa: E402
from program import until  # noqa: E402

WARM = 150  # variants after which all that is kept once is there
GROWTH_MB, MORE_THREADS, MORE_DESCRIPTORS = 40, 4, 4


def settled(show, like=None):
    """What it holds with the sample running, once what was closed has gone."""
    assert not show.back_to_the_sample()
    if like:
        until(lambda: held(show)[1] <= like[1] + MORE_THREADS and held(show)[2] <= like[2] + MORE_DESCRIPTORS)
    time.sleep(2)
    return held(show)


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--count", type=int, default=2000)
    words.add_argument("--first", type=int, default=0)
    options = words.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        damaged, liars = Damaged(folder), Liars(folder)
        show = Show(folder, OPEN_TIMEOUT="3").begin()
        warm = min(WARM, options.count // 2)
        numbers = range(options.first, options.first + options.count)
        seen = []

        def report(number, outcome):
            seen.append(outcome)
            if number % 50 == 0:
                print(f"      {number}: {held(show)[0]:.0f} MB, {outcome[:90]}", flush=True)

        shown = rounds(show, liars, damaged, numbers[:warm], report)
        first = settled(show)
        shown += rounds(show, liars, damaged, numbers[warm:], report)
        last = settled(show, first)
        liars.close()
        code = show.stop()
    good = code == 0 and last[0] - first[0] <= GROWTH_MB
    for name, a, b in zip(("MB", "threads", "descriptors"), first, last):
        print(f"      {name}: {a:.0f} after {warm} variants, {b:.0f} after {options.count}")
    print(f"{'ok  ' if good else 'MISS'}  {options.count} damaged variants, live: {shown} shown, {options.count - shown} told in a sentence, no crash")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
