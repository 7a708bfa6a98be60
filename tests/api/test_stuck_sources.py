"""A hundred sources that do not let themselves be closed, one after the other: what they hold is bounded, and the next one is refused in
a sentence until some have ended."""
import itertools
import shutil
import subprocess
from pathlib import Path

import pytest

import messages
from bombs.trial import Show
from conftest import SAMPLE
from damaged import held
from program import until

ONE_AFTER_THE_OTHER = 100
MORE = {"MB": 250, "threads": 160, "descriptors": 160}


@pytest.fixture
def mark(tmp_path):
    """As long as it is there, nothing closes."""
    return tmp_path / "stuck"


@pytest.fixture
def show(tmp_path, mark):
    library = tmp_path / "stuck.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, Path(__file__).with_name("stuck.c"), "-ldl"], check=True)
    show = Show(tmp_path, LD_PRELOAD=str(library), NP_STUCK=str(mark))
    try:
        yield show.begin()
    finally:
        mark.unlink(missing_ok=True)
        code = show.stop()
    assert code == 0


def test_a_hundred_that_do_not_close(show, mark, tmp_path):
    clip, numbers = shutil.copy(SAMPLE, tmp_path / "clip.avi"), itertools.count()

    def start():
        another = tmp_path / f"{next(numbers)}.avi"
        another.hardlink_to(clip)
        status, said = show.ask("/api/start", {"source": str(another), "replace": True})
        return said["detail"] if status != 200 else ""

    assert not start()
    before = held(show)
    mark.touch()
    refused = [why for _ in range(ONE_AFTER_THE_OTHER) if (why := start())]
    sentences = messages.kTooManyLeftBehind, messages.kStillClosing
    assert refused and all(any(one.said_in(why) for one in sentences) for why in refused), refused
    after = held(show)
    for (what, most), a, b in zip(MORE.items(), before, after):
        print(f"{what}: {a:.0f} before, {b:.0f} after")
        assert b - a <= most, f"{what}: {a} before, {b} after"
    assert show.is_live(), "what runs goes on"

    mark.unlink()
    until(lambda: not start())
    until(lambda: held(show)[1] <= before[1] + 10)
