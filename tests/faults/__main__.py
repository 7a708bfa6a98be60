"""Breaks sources and measures how they come back: every kind of source meets every fault, each run in networks of its
own, with servers that are not ours. Takes some 15 minutes. Exit status 1 where a source did not come back or a bar is
missed."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from . import clips, matrix, soak, table, viewers
from .process import as_user, make_folder

CHECKOUT = Path(__file__).resolve().parents[2]
DOCS = CHECKOUT / "docs/sources.md"
JOBS_A_CORE = 3
RUN_LIMIT = 150


class Worlds:
    """Modules of this package, each run in a network, process and mount namespace of its own: when it ends, or we do,
    all that it started ends too. `package` is a copy, so that it may be edited meanwhile."""

    def __init__(self, package):
        self._environment = os.environ | {"PYTHONPATH": str(package.parent)}
        self._running = set()
        self._lock = threading.Lock()
        self._closed = False

    def run(self, module, spec, limit, stdout=subprocess.PIPE):
        """Its output; None when it was ended."""
        command = ["setpriv", "--pdeathsig=KILL", "unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc",
                   sys.executable, "-m", f"faults.{module}", json.dumps(spec)]  # fmt: skip
        with self._lock:
            if self._closed:
                return None
            process = subprocess.Popen(
                command,
                env=self._environment,
                stdout=stdout,
                stdin=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
            self._running.add(process)
        try:
            output, _ = process.communicate(timeout=limit)
            return output
        except subprocess.TimeoutExpired:
            return None
        finally:
            process.kill()
            process.communicate()
            with self._lock:
                self._running.discard(process)

    def end(self):
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()


def make_workspace(folder):
    """What the runs share, where a normal user may read it."""
    folder.chmod(0o755)
    shutil.copy(os.environ["NP_BINARY"], folder / "nerdpudding")
    shutil.copytree(Path(__file__).parent, folder / "faults")
    for shared in ["program.py", "ports.py"]:
        shutil.copy(CHECKOUT / "tests" / shared, folder)
    home = make_folder(folder / "home")
    make_folder(folder / "clips")
    clips.make(folder / "clips")
    for path in (folder / "clips").iterdir():
        path.chmod(0o644)
    subprocess.run(as_user(["gst-inspect-1.0", "--exists", "rtspsrc"], home), check=True)  # it learns the plugins


def measure(worlds, workspace, logs, cell, run, outage_s):
    name = f"{cell.source}-{cell.fault}-{run}"
    spec = {"workspace": str(workspace), "folder": str(make_folder(workspace / "runs" / name)), "log": str(logs / name),
            "source": cell.source, "fault": cell.fault, "outage_s": outage_s}  # fmt: skip
    output = worlds.run("cell", spec, RUN_LIMIT)
    shutil.rmtree(spec["folder"])
    row = {"source": cell.source, "fault": cell.fault, "run": run, "ok": False, "stall_s": None, "recover_s": None}
    return row | (json.loads(output) if output else {"note": "the run did not end in time"})


def measure_all(worlds, workspace, logs, cells, runs, outage, jobs):
    """The rows, in the matrix's order; says how it goes meanwhile."""
    rows = [
        {"source": cell.source, "fault": cell.fault, "run": 0, "ok": None, "stall_s": None, "recover_s": None,
         "note": cell.reason} for cell in cells if cell.reason
    ]  # fmt: skip
    outages = {cell: matrix.outages(runs, outage) for cell in cells}
    tasks = [(cell, run, outages[cell][run]) for run in range(runs) for cell in cells if not cell.reason]
    with ThreadPoolExecutor(jobs) as pool:
        try:
            measured = [pool.submit(measure, worlds, workspace, logs, *task) for task in tasks]
            for done, future in enumerate(as_completed(measured), 1):
                rows.append(future.result())
                print(f"{done:4}/{len(tasks)} {table.progress(rows[-1])}", flush=True)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            worlds.end()
    order = {(cell.source, cell.fault): i for i, cell in enumerate(cells)}
    return sorted(rows, key=lambda row: (order[row["source"], row["fault"]], row["run"]))


def two_numbers(text):
    first, last = text.split("-")
    return float(first), float(last)


def parse():
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=3, help="of every cell (3); with 10 and more the outages last 5 to 40 s"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="SOURCE[/FAULT]", help="may be given again; * works"
    )
    parser.add_argument("--outage", type=two_numbers, metavar="FROM-TO", help="how long faults last, seconds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    parser.add_argument("--docs", action="store_true", help="write the table of docs/sources.md")
    parser.add_argument("--logs", type=Path, metavar="FOLDER", help="keep what the programs of every run wrote")
    parser.add_argument(
        "--jobs", type=int, default=JOBS_A_CORE * os.cpu_count(), help="runs side by side (%(default)s)"
    )
    parser.add_argument("--list", action="store_true", help="name the cells and end")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="instead: one show and faults without end")
    parser.add_argument("--source", choices=soak.SOURCES, default=soak.SOURCES[0], help="of the soak (%(default)s)")
    parser.add_argument("--viewers", action="store_true", help="instead: one viewer's line is bad, or he sleeps")
    return parser.parse_args()


def main():
    options = parse()
    cells = matrix.cells(options.only)
    if not cells:
        raise SystemExit(f"faults: no cell is called {' '.join(options.only)}: see --list")
    if options.list:
        for cell in cells:
            print(f"{cell.name:44}{cell.reason}".rstrip())
        return 0
    if os.geteuid() != 0:
        raise SystemExit("faults: networks of their own need root: sudo ./dev faults")
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    with tempfile.TemporaryDirectory(dir="/run", prefix="faults-") as folder:
        workspace = Path(folder)
        worlds = Worlds(workspace / "faults")
        try:
            make_workspace(workspace)
            if options.soak:
                return soak.run(worlds, workspace, options.soak, options.source, options.json)
            if options.viewers:
                return viewers.run(worlds, workspace, options.runs, options.json)
            logs = options.logs or workspace / "logs"
            logs.mkdir(parents=True, exist_ok=True)
            rows = measure_all(worlds, workspace, logs.resolve(), cells, options.runs, options.outage, options.jobs)
        except KeyboardInterrupt:
            print("faults: stopped", file=sys.stderr)
            return 130
        finally:
            worlds.end()
    print("\n" + table.text(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    if options.docs:
        table.write_docs(DOCS, rows)
    return 0 if table.all_reached(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
