"""The results as text: a line a cell, the bars, and the table of docs/sources.md."""

from . import matrix
from .fault import FAULTS
from .servers import SERVERS

BEGIN, END = "<!-- recorded by ./dev faults --docs -->", "<!-- until here -->"


def percentile(values, p):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(p / 100 * (len(ordered) - 1)))]


class Summary:
    """Of the runs of one cell."""

    def __init__(self, rows):
        self.rows = rows
        self.fits = rows[0]["ok"] is not None
        self.good = sum(bool(row["ok"]) for row in rows)
        self.stalls = [row["stall_s"] for row in rows if row["stall_s"] is not None]
        self.recoveries = [row["recover_s"] for row in rows if row["recover_s"] is not None]
        self.notes = list(dict.fromkeys(row["note"] for row in rows if row["note"]))

    def all_good(self):
        return self.good == len(self.rows)

    def line(self):
        source, fault = self.rows[0]["source"], self.rows[0]["fault"]
        notes = self.notes[0] + (f" (and {len(self.notes) - 1} more)" if self.notes[1:] else "") if self.notes else ""
        return f"{source:15} {fault:26} {self.share():>6}  {spread(self.stalls)}  {spread(self.recoveries)}  {notes}"

    def share(self):
        return f"{self.good}/{len(self.rows)}"

    def in_short(self):
        """For a table: told after / back after, p95."""
        if not self.fits:
            return "–"
        if not self.all_good():
            return f"**{self.good} of {len(self.rows)}**"
        told = f"{percentile(self.stalls, 95):.1f}" if self.stalls else "·"
        back = f"{percentile(self.recoveries, 95):.1f}" if self.recoveries else "·"
        return "goes on" if told == back == "·" else f"{told} / {back}"

    def missed_bars(self):
        """Only where bars are to be reached."""
        if not self.all_good():
            yield f"{self.good} of {len(self.rows)} runs came back"
        if late := [stall for stall in self.stalls if stall > matrix.TOLD_WITHIN]:
            yield f"told after more than {matrix.TOLD_WITHIN:g} s {len(late)} times, at most {max(late):.1f} s"
        if self.recoveries and percentile(self.recoveries, 95) > matrix.BACK_WITHIN:
            yield f"back after {percentile(self.recoveries, 95):.1f} s (p95), not {matrix.BACK_WITHIN:g} s"


def progress(row):
    times = [
        f"{word} {row[key]:.2f}" for word, key in [("told", "stall_s"), ("back", "recover_s")] if row[key] is not None
    ]
    name = f"{row['source']}/{row['fault']}"
    return f"{'ok  ' if row['ok'] else 'FAIL'} {name:42} {' '.join(times):22} {row['note']}".rstrip()


def spread(values):
    return f"{percentile(values, 50):5.2f} {percentile(values, 95):5.2f}" if values else f"{'–':>5} {'–':>5}"


def summaries(rows):
    """By source and fault, in the matrix's order."""
    found = {}
    for row in rows:
        found.setdefault((row["source"], row["fault"]), []).append(row)
    return {(s, f): Summary(found[s, f]) for s in SERVERS for f in FAULTS if (s, f) in found}


def text(rows):
    lines = [f"{'source':15} {'fault':26} {'ok':>6}  {'told p50 p95':11} {'back p50 p95':>12}  note"]
    found = summaries(rows)
    lines += [summary.line() for summary in found.values() if summary.fits]
    lines += ["", *not_measured(found), ""]
    for key in [key for key in found if key in matrix.MUST_REACH]:
        missed = "; ".join(found[key].missed_bars())
        lines.append(f"{'MISS' if missed else 'ok  '}  {'/'.join(key)}" + (f": {missed}" if missed else ""))
    ran = [row for row in rows if row["ok"] is not None]
    cells = [summary for summary in found.values() if summary.fits]
    if latencies := [row["api_max_ms"] for row in ran if "api_max_ms" in row]:
        p99 = max(row["api_p99_ms"] for row in ran if "api_p99_ms" in row)
        lines.append(f"The API meanwhile: p99 at most {p99:.0f} ms, the slowest answer {max(latencies):.0f} ms.")
    lines.append(f"{sum(cell.all_good() for cell in cells)} of {len(cells)} cells good, "
                 f"{sum(bool(row['ok']) for row in ran)} of {len(ran)} runs.")  # fmt: skip
    return "\n".join(lines)


def not_measured(found):
    """Every other cell by name, with the reason."""
    faults = {}
    for (source, fault), summary in found.items():
        if not summary.fits:
            faults.setdefault((source, summary.notes[0]), []).append(fault)
    return [f"–     {source}: {', '.join(names)}: {reason}" for (source, reason), names in faults.items()]


def all_reached(rows):
    found = summaries(rows)
    bars = all(not list(found[key].missed_bars()) for key in found if key in matrix.MUST_REACH)
    return bars and all(summary.all_good() for summary in found.values() if summary.fits)


def markdown(rows):
    found = summaries(rows)
    sources = [source for source in SERVERS if any(key[0] == source for key in found)]
    faults = [fault for fault in FAULTS if any(key[1] == fault for key in found)]
    lines = ["| |" + "".join(f" `{source}` |" for source in sources), "|---|" + "---|" * len(sources)]
    for fault in faults:
        cells = [found[source, fault].in_short() if (source, fault) in found else "" for source in sources]
        lines.append(f"| `{fault}` |" + "".join(f" {cell} |" for cell in cells))
    return "\n".join(lines)


def write_docs(path, rows):
    before, rest = path.read_text().split(BEGIN)
    _, after = rest.split(END)
    path.write_text(f"{before}{BEGIN}\n{markdown(rows)}\n{END}{after}")
