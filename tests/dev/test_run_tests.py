"""What tools/run-tests counts, and in which order it runs what."""
import os
import shutil
import signal
import subprocess
import time

import pytest

from test_checks import CHECKOUT, load

GTEST = """<testsuites><testsuite name="A">
<testcase name="one" status="run" result="completed"/>
<testcase name="two" status="run" result="completed">{two}</testcase>
<testcase name="off" status="notrun" result="suppressed"/>
<testcase name="left" status="run" result="skipped"><skipped message="no camera"/></testcase>
</testsuite></testsuites>"""
CTEST = '<testsuite><testcase name="unit_base" status="{status}">{inner}</testcase></testsuite>'
FAILURE = '<failure message="no"/>'


@pytest.mark.parametrize(
    "reports, expected",
    [
        ({}, (0, 0, 0)),
        ({"ctest-unit": CTEST.format(status="run", inner=""), "unit_base": GTEST.format(two="")}, (2, 0, 2)),
        ({"ctest-unit": CTEST.format(status="fail", inner=FAILURE), "unit_base": GTEST.format(two=FAILURE)}, (1, 1, 2)),
        # All cases passed, then the executable failed: a sanitizer's report at exit, say.
        ({"ctest-unit": CTEST.format(status="fail", inner=FAILURE), "unit_base": GTEST.format(two="")}, (2, 1, 2)),
        # It died before it could write a report.
        ({"ctest-unit": CTEST.format(status="fail", inner=FAILURE)}, (0, 1, 0)),
        ({"pytest": '<testsuite><testcase name="a"/><testcase name="b"><error/></testcase></testsuite>'}, (1, 1, 0)),
    ],
)  # fmt: skip
def test_cases_by_verdict(tmp_path, reports, expected):
    for name, text in reports.items():
        (tmp_path / f"{name}.xml").write_text('<?xml version="1.0" encoding="UTF-8"?>\n' + text)
    total = load("run-tests").count(tmp_path)
    assert (total["passed"], total["failed"], total["skipped"]) == expected


def test_bytes_that_are_no_xml(tmp_path):
    (tmp_path / "ctest-unit.xml").write_text(CTEST.format(status="run", inner="<system-out>\x1b[32m</system-out>"))
    (tmp_path / "unit_base.xml").write_bytes(GTEST.format(two="").replace("one", "B=?").encode().replace(b"?", b"\xff"))
    assert load("run-tests").count(tmp_path)["passed"] == 2


def test_half_a_report_of_an_executable_that_died(tmp_path):
    (tmp_path / "ctest-unit.xml").write_text(CTEST.format(status="fail", inner=FAILURE))
    (tmp_path / "unit_base.xml").write_text(GTEST[:100])
    assert load("run-tests").count(tmp_path)["failed"] == 1


DEV = """#!/usr/bin/env python3
import os, pathlib, sys, time
def log(*words):
    with open(os.environ["LOG"], "a") as file:
        print(*words, file=file)
if sys.argv[1] == "build":
    log("build", *sys.argv[2:])
    sys.exit(sys.argv[2] == os.environ.get("BROKEN"))
*_, report = [word for word in sys.argv if word.endswith(".xml")]
name = "/".join(report.split("/")[-2:])
print(name, "begins", flush=True)
log(os.nice(0), name)
time.sleep(float(os.environ["LASTING"]))
pathlib.Path(report).write_text('<testsuite><testcase name="a"/></testsuite>')
print(name, "ends", flush=True)
"""


@pytest.fixture
def run_tests(tmp_path):
    """run_tests(labels..., settings) -> the process, and what its ./dev, which only sleeps, has done so far."""
    (tmp_path / "tools").mkdir()
    shutil.copy(CHECKOUT / "tools" / "run-tests", tmp_path / "tools")
    (tmp_path / "dev").write_text(DEV)
    (tmp_path / "dev").chmod(0o755)
    log = tmp_path / "log"
    log.touch()

    def start(*labels, **settings):
        settings = {"NP_BUILD_ROOT": str(tmp_path / "build"), "LOG": str(log), "LASTING": "0.5"} | settings
        process = subprocess.Popen(
            [tmp_path / "tools" / "run-tests", *labels], env=os.environ | settings, stdout=subprocess.PIPE, text=True)
        return process, lambda: log.read_text().splitlines()

    return start


def test_what_computes_runs_beside_what_waits(run_tests):
    process, done = run_tests()
    shown = process.communicate()[0]
    assert process.returncode == 0 and shown.endswith("\n12 passed, 0 failed\n")
    begun = [line.split() for line in done() if not line.startswith("build")]
    waiting = [
        "tools/pytest.xml", "media/ctest-media.xml", "api/pytest.xml", "web/pytest.xml", "livekit/pytest.xml",
        "package/pytest.xml", "container/pytest.xml", "asan/ctest-media.xml"]
    computing = [
        "asan/ctest-unit|accuracy.xml", "tsan/ctest-unit.xml", "media/ctest-accuracy.xml", "unit/ctest-unit.xml"]
    assert [name for _, name in begun if name in waiting] == waiting
    assert [name for _, name in begun if name in computing] == computing
    assert {name for _, name in begun[:2]} == {waiting[0], computing[0]}, "side by side"
    for nice, name in begun:
        assert int(nice) == (19 if name in computing else os.nice(0))
        assert f"{name} begins\n{name} ends\n" in shown, "each run's output is in one piece"


@pytest.mark.parametrize("label", ["unit", "tsan", "api", "web"])
def test_a_label_alone_has_the_processor(run_tests, label):
    process, done = run_tests(label)
    assert process.communicate()[0].endswith("\n1 passed, 0 failed\n")
    assert done()[1].startswith(f"{os.nice(0)} ")


def test_a_build_that_fails_is_a_failure_of_its_labels(run_tests):
    process, done = run_tests("tsan", "api", "asan", BROKEN="asan")
    shown = process.communicate()[0]
    assert process.returncode == 1 and shown.endswith("\n2 passed, 1 failed\n")
    assert [line.split()[-2:] for line in shown.splitlines() if line.startswith("asan ")] == [["see", "above"]]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_both(run_tests, sign):
    process, done = run_tests("api", "web", "unit", "tsan", LASTING="60")
    deadline = time.monotonic() + 20
    while len(done()) < 4:  # a build and a run each
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(sign)
    shown = process.communicate(timeout=10)[0]  # that is also when nobody writes to it any more
    assert process.returncode == 130 and "passed" not in shown
    assert len(done()) == 4
