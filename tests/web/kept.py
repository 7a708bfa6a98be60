"""A record that has been filled before the server starts."""
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field

from program import until

NEWEST_AGE_S = 5


@dataclass
class Line:
    id: int
    at: float
    text: str
    source: str


@dataclass
class Kept:
    """Lines, the oldest first."""
    lines: list[Line] = field(default_factory=list)

    @property
    def oldest(self):
        return self.lines[0]

    @property
    def newest(self):
        return self.lines[-1]


def fill_record(server, *, count, days, special=None, sources=("Yard",)) -> Kept:
    """Puts so many lines into the record of a server that does not run yet. They are spread over the days up to this moment;
    `special` has the texts of some, counted from the oldest."""
    path = server.log_file.parent / "state" / "lines.db"
    server.start()
    until(lambda: path.exists() and _is_made(path))
    server.stop()
    end = time.time() - NEWEST_AGE_S
    step = (days - 0.5) * 86400 / count
    kept = Kept()
    with closing(sqlite3.connect(path)) as record, record:
        for number, name in enumerate(sources):
            record.execute("INSERT INTO source(id, name, kind) VALUES(?, ?, 'rtsp')", (number + 1, name))
        for number in range(count):
            at = end - (count - 1 - number) * step
            text = (special or {}).get(number, f"Number {number}: a person goes by.")
            line = Line(int(at * 1_000_000), at, text, sources[number % len(sources)])
            record.execute(
                "INSERT INTO line(id, kind, at, ended_at, latency, source, text) VALUES(?, 0, ?, ?, 700, ?, ?)",
                (line.id, int(at * 1000), int(at * 1000) + 700, number % len(sources) + 1, text))
            kept.lines.append(line)
    return kept


def _is_made(path):
    with closing(sqlite3.connect(path)) as record:
        return record.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'line_goes'").fetchone()[0] == 1
