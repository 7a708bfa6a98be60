"""tools/check-includes, tools/check-docs and tools/format: the tree passes, and what they are there for is found."""
import importlib.machinery
import importlib.util
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def load(tool):
    """A tool as a module; their names have no .py."""
    loader = importlib.machinery.SourceFileLoader(tool.replace("-", "_"), str(CHECKOUT / "tools" / tool))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("tool", [["check-includes"], ["check-docs"], ["format", "--check"]])
def test_the_tree_passes(tool):
    result = subprocess.run([CHECKOUT / "tools" / tool[0], *tool[1:]], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def source_tree(folder):
    for name in ["base/error.hpp", "livekit/room.hpp", "engine/engine.hpp", "engine/watcher/watcher_engine.hpp", "http/server/server.hpp",
                 "webrtc/feed.hpp"]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


@pytest.mark.parametrize(
    "name, include, complaint",
    [
        ("base/a.cpp", "http/server/server.hpp", "base may include nothing"),
        ("commentary/a.hpp", "engine/watcher/watcher_engine.hpp", "commentary may include"),
        ("http/a.cpp", "engine/engine.hpp", "http may include"),
        ("source/a.cpp", "error.hpp", "not a path from src/"),
        ("helpers/a.cpp", "base/error.hpp", "not in the table"),
        ("commentary/a.cpp", "engine/engine.hpp", None),
        ("http/a.cpp", "http/server/server.hpp", None),
        ("app/a.cpp", "engine/watcher/watcher_engine.hpp", None),
        ("http/a.cpp", "livekit/room.hpp", "http may include"),
        ("cli/a.cpp", "livekit/room.hpp", "for app alone"),
        ("app/a.cpp", "livekit/room.hpp", None),
        ("source/a.cpp", "webrtc/feed.hpp", None),
        ("main.cpp", "http/server/server.hpp", None),
    ],
)
def test_who_may_include_whom(tmp_path, name, include, complaint):
    src = source_tree(tmp_path)
    (src / name).parent.mkdir(exist_ok=True)
    (src / name).write_text(f'#include <vector>\n#  include "{include}"\n')
    found = list(load("check-includes").complaints(src))
    if complaint:
        assert len(found) == 1 and complaint in found[0] and name in found[0]
    else:
        assert not found


def test_how_files_are_laid_out(tmp_path):
    (tmp_path / ".clang-format").write_text((CHECKOUT / ".clang-format").read_text())
    (tmp_path / "src/base").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "src/base/right.hpp").write_text("#pragma once\n\nint right();\n")
    (tmp_path / "tests/wrong.cpp").write_text("int  wrong( ) {return 1;}\n")
    found = list(load("format").complaints(tmp_path))
    assert len(found) == 1 and found[0].startswith("tests/wrong.cpp ")


def test_settings_in_documents():
    docs = load("check-docs")
    table = "text `NOT_THIS`\n| setting | default |\n|---|---|\n| `ONE` (`--one`), `TWO` | `NOR_THIS` |\n"
    assert docs.settings_of_table(table) == {"ONE", "TWO"}
    assert docs.settings_of_example("# Words first.\n#ONE=1\nTWO=\n# THREE=x\n") == {"ONE", "TWO", "THREE"}


def test_routes_in_a_document():
    text = "| `GET /` | page |\n| `GET`, `POST /api/presets` `{}` |\n### `POST /api/start`\n`GET /a?b=c`, POST /no"
    assert load("check-docs").routes_of_document(text) == {
        "GET /", "GET /api/presets", "POST /api/presets", "POST /api/start", "GET /a",
    }  # fmt: skip


def test_a_difference_is_said_both_ways():
    assert list(load("check-docs").compare("doc.md", "setting", {"A", "OLD"}, {"A", "NEW"})) == [
        "doc.md lacks the setting NEW",
        "doc.md names the setting OLD, which does not exist",
    ]


def test_prose_that_is_too_wide():
    wide = "word " * 30
    text = f"{wide}\n| {wide} |\n    {wide}\n```\n{wide}\n```\n- `{wide}`\n`{wide}`:\n{'é' * 120}\n{'é' * 121}\n"
    assert list(load("check-docs").long_lines(text)) == [1, 7, 10]


def test_the_table_agrees_with_what_is_linked_and_described(tmp_path):
    check = load("check-includes")
    for name in ("CMakeLists.txt", "ARCHITECTURE.md"):
        (tmp_path / name).write_text((CHECKOUT / name).read_text())
    assert not list(check.disagreements(tmp_path))
    links = (tmp_path / "CMakeLists.txt").read_text()
    (tmp_path / "CMakeLists.txt").write_text(links.replace("np_module(video    USES base", "np_module(video    USES base net"))
    rows = (tmp_path / "ARCHITECTURE.md").read_text()
    (tmp_path / "ARCHITECTURE.md").write_text(rows.replace("| `audio/` |", "| `sound/` |"))
    found = list(check.disagreements(tmp_path))
    assert len(found) == 2 and "np_module(video)" in found[0] and "audio" in found[1]
