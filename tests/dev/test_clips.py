"""The clips that tests watch: tools/fetch-clips, which brings them, and tests/tools/make_scenes.py, which makes some."""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
MAKER = CHECKOUT / "tests/tools/make_scenes.py"
CLIPS = Path(os.environ["NP_CLIPS"])


def fetch(folder, **environment):
    return subprocess.run([sys.executable, CHECKOUT / "tools/fetch-clips", folder], capture_output=True, text=True, env=os.environ | environment)


def make(*arguments, **environment):
    return subprocess.run([MAKER, *map(str, arguments)], capture_output=True, text=True, env=os.environ | environment)


@pytest.fixture
def fetched():
    if not (CLIPS / "kitten.jpg").exists():
        pytest.fail("the clips are not there: `./dev test` fetches them where there is a network")


def test_the_lock_names_each_package_once_by_hash():
    lines = [line for line in (CHECKOUT / "packages/clips.txt").read_text().splitlines() if not line.startswith("#")]
    assert len(lines) == 3
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)


def test_what_cannot_be_fetched_is_one_sentence(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/apt-get").write_text("#!/bin/sh\necho 'E: no network' >&2; exit 100\n")
    (tmp_path / "bin/apt-get").chmod(0o755)
    done = fetch(tmp_path / "clips", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0", PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert done.returncode == 1 and not done.stdout
    assert done.stderr.startswith("fetch-clips: not all clips for the tests could be fetched: ") and done.stderr.count("\n") == 1
    assert not list((tmp_path / "clips").iterdir())


def test_what_is_there_is_not_fetched_again(fetched):
    done = fetch(CLIPS, PATH="/nonexistent")
    assert done.returncode == 0 and not done.stdout + done.stderr


def test_a_scene_has_exact_truth(fetched, tmp_path):
    done = make(tmp_path, "cat-2")
    assert done.returncode == 0, done.stderr
    truth = json.loads((tmp_path / "cat-2.json").read_text())
    assert [(e["what"], e["kind"], e["side"]) for e in truth["events"]] == [("enters", "cat", "right"), ("leaves", "cat", "left")]
    track, = json.loads((tmp_path / "cat-2.tracks.json").read_text())["tracks"]
    assert truth["events"][0]["at"] < track["full_from"] < track["full_to"] < truth["events"][1]["at"]
    assert len(track["boxes"]) == 10 * truth["seconds"]
    # Fully in view it has its whole width, and it goes to the left.
    full = [b for i, b in enumerate(track["boxes"]) if track["full_from"] <= i / 10 <= track["full_to"]]
    assert max(b[2] for b in full) - min(b[2] for b in full) < 0.002
    assert all(a[0] > b[0] for a, b in zip(full, full[1:]))


def test_each_scene_of_the_list_can_be_made(fetched, tmp_path):
    names = make("--list").stdout.split()
    assert len(names) == 26
    done = make(tmp_path, "player-1", "testcard", "frozen", "--seconds", 5)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "frozen.json").read_text()) == {"seconds": 5, "events": [], "people": [0] * 5}


@pytest.mark.parametrize("arguments, words", [([], "name a folder"), (["x", "dragon-1"], "there is no scene dragon-1")])
def test_what_it_cannot_make_is_said(tmp_path, arguments, words):
    done = subprocess.run([MAKER, *arguments], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1 and words in done.stderr and done.stderr.count("\n") == 1


def test_without_the_pictures_it_says_how_to_get_them(tmp_path):
    done = make(tmp_path, "cat-1", NP_CLIPS=str(tmp_path))
    assert done.returncode == 1 and "fetch-clips" in done.stderr and done.stderr.count("\n") == 1
