"""What tools/run-tests counts."""
import pytest

from test_checks import load

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
