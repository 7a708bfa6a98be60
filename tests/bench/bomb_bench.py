#!/usr/bin/env python3
"""Throws every bomb of tests/bombs at a show, and says what each costs it: memory, the time until it is told, the show.

Needs NP_BINARY and NP_SAMPLE; ffmpeg and python3-pil. Files come by path and by HTTP, servers by HTTP and RTSP; `--killed` kills
the program with each of them and starts it again. Names given as arguments throw only these. On 127.0.0.1; half an hour.
"""
import argparse
import http.client
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import bombs  # noqa: E402
from bombs.servers import Liars  # noqa: E402
from bombs.trial import Show  # noqa: E402


def is_gone(show):
    """What dies may take a while: the system writes down its memory."""
    try:
        show.process.wait(20)
    except subprocess.TimeoutExpired:
        return False
    return True


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("names", nargs="*")
    words.add_argument("--killed", action="store_true", help="kill and restart with each, too")
    words.add_argument("--watched", action="store_true", help="somebody watches the picture")
    words.add_argument("--keep", type=Path, help="make the files in this folder, and use those that are there")
    options = words.parse_args()
    names = options.names or [*bombs.FILES, *bombs.SERVERS]
    thrown = missed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        liars = Liars(folder)
        show = Show(temporary, watched=options.watched).begin()
        for name in names:
            ways = {"http": liars.address(name)}
            if name in bombs.FILES:
                if not (folder / name).exists():
                    bombs.FILES[name](folder / name)
                ways["file"] = str(folder / name)
            for way, source in ways.items():
                for throw in (show.throw, show.throw_and_kill) if options.killed else (show.throw,):
                    try:
                        outcome = throw(source)
                        wrong = outcome.wrong
                    except (OSError, http.client.HTTPException, AssertionError) as error:
                        outcome = wrong = f"{'the program is gone' if is_gone(show) else 'no answer'}: {error!r:.200}"
                    thrown, missed = thrown + 1, missed + bool(wrong)
                    killed = " killed" if throw == show.throw_and_kill else ""
                    print(f"{'MISS' if wrong else 'ok  '}  {name + ' ' + way + killed:<36} {outcome}", flush=True)
                    if not show.running():
                        show.begin()
            if name in bombs.FILES and not options.keep:
                (folder / name).unlink()
        print(f"{thrown} thrown, {missed} missed")
        liars.close()
        code = show.stop()
    return 1 if missed or code else 0


if __name__ == "__main__":
    sys.exit(main())
