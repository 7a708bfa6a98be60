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
while name == os.environ.get("WAITS") and not pathlib.Path(report).parents[1].joinpath(os.environ["FOR"]).exists():
    time.sleep(0.02)
failing = os.environ.get("STILL" if report.endswith("again.xml") else "FAILING", "").split()
cases = [f'<testcase name="{case}"><failure/></testcase>' for case in failing]
if report.endswith("again.xml"):
    cases += [f'<testcase name="{case}"/>' for case in os.environ["FAILING"].split() if case not in failing]
pathlib.Path(report).write_text('<testsuite><testcase name="a"/>' + "".join(cases) + '</testsuite>')
print(name, "ends", flush=True)
sys.exit(bool(failing))
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
    # The first that waits does so for the first that computes.
    process, done = run_tests(WAITS="container/pytest.xml", FOR="asan/ctest-unit|network.xml")
    shown = process.communicate()[0]
    assert process.returncode == 0 and shown.endswith("\n13 passed, 0 failed\n")
    begun = [line.split() for line in done() if not line.startswith("build")]
    waiting = [
        "container/pytest.xml", "media/ctest-media.xml", "api/pytest.xml", "web/pytest.xml", "livekit/pytest.xml",
        "package/pytest.xml", "tools/pytest.xml", "asan/ctest-media.xml"]
    computing = [
        "asan/ctest-unit|network.xml", "fuzz/ctest-fuzz.xml", "tsan/ctest-unit.xml",
        "media/ctest-accuracy|network.xml", "unit/ctest-unit.xml"]
    assert sorted(name for _, name in begun) == sorted(waiting + computing)
    for nice, name in begun:
        if name in waiting:
            assert int(nice) == os.nice(0), "whoever runs it"
        assert f"{name} begins\n{name} ends\n" in shown, "each run's output is in one piece"


@pytest.mark.parametrize("first, last", [("media/ctest-media.xml", "package/pytest.xml"), ("media/ctest-accuracy|network.xml", "unit/ctest-unit.xml")])
def test_the_row_that_is_through_helps_the_other_from_its_end(run_tests, first, last):
    """The first of one row goes on until all the rest is done, which the other row does alone."""
    process, done = run_tests("media", "unit", "tools", "package", WAITS=first, FOR=last)
    assert process.communicate(timeout=60)[0].endswith("\n5 passed, 0 failed\n")
    begun = [line.split()[1] for line in done() if not line.startswith("build")]
    rest = ["tools/pytest.xml", "package/pytest.xml"] if first == "media/ctest-media.xml" else ["unit/ctest-unit.xml"]
    assert [name for name in begun if name in rest] == rest
    # Beside others those that compute are the last in the queue for the processor; whoever helps is not.
    nice = {line.split()[1]: int(line.split()[0]) for line in done() if not line.startswith("build")}
    assert nice["media/ctest-accuracy|network.xml"] == min(19, os.nice(0) + 19)
    assert [nice[name] for name in rest] == [os.nice(0)] * len(rest)


@pytest.mark.parametrize(
    "label, failing, still, passed, failed",
    [
        ("web", "b", "", 2, 0), ("web", "b c", "c", 2, 1), ("web", "b c d e f g", "", 1, 6), ("tsan", "b", "", 1, 1),
        ("unit", "b", "", 1, 1)],
)
def test_a_few_that_failed_beside_others_run_once_more_alone(run_tests, label, failing, still, passed, failed):
    process, done = run_tests(label, FAILING=failing, STILL=still)
    shown = process.communicate()[0]
    assert shown.endswith(f"\n{passed} passed, {failed} failed\n") and process.returncode == bool(failed)
    assert ("again: " in shown) == (failed == 0)
    assert [line.split()[1] for line in done()].count("web/again.xml") == (label == "web" and failed < 6)


def ctest_reports(reports, inner, again):
    """Of an executable that fails, with the verdict of its case, or without a report; and of a second run."""
    (reports / "again").mkdir(parents=True)
    (reports / "ctest-media.xml").write_text(CTEST.format(status="fail", inner=FAILURE))
    if inner is not None:
        (reports / "unit_base.xml").write_text(GTEST.format(two=inner))
    if again is not None:
        (reports / "again.xml").write_text(CTEST.format(status="run", inner=""))
        (reports / "again" / "unit_base.xml").write_text(GTEST.format(two=again))


@pytest.mark.parametrize(
    "inner, again, failed, tried",
    [
        (FAILURE, "", 0, True),
        (FAILURE, FAILURE, 1, True),
        # A sanitizer's report at its end, or its death, is no matter of time.
        ("", "", 1, False),
        (None, "", 1, False),
    ],
)  # fmt: skip
def test_what_plays_clips_runs_once_more_unless_it_died(tmp_path, monkeypatch, inner, again, failed, tried):
    runner = load("run-tests")
    monkeypatch.setattr(runner, "BUILDS", tmp_path)
    reports = tmp_path / "reports" / "asan"
    ctest_reports(reports, inner, None)
    asked = []

    def ctest(one, reports, *where, again=False):
        asked.append(again)
        shutil.rmtree(reports)
        ctest_reports(reports, inner, again_is)
        return not again_is

    again_is = again
    monkeypatch.setattr(runner, "ctest", ctest)
    one = runner.Run("asan", ["asan"], "media", 3)
    assert runner.try_again(one) == (failed == 0)
    assert runner.count(reports)["failed"] == failed and asked == [True] * tried


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
