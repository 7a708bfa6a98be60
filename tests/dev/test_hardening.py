"""The program as users get it is hardened as Debian's own packages are: NP_HARDEN, which the release preset turns on."""
import functools
import os
import platform
import re
import subprocess
from pathlib import Path

import pytest

PROGRAM = Path(os.environ["NP_BINARY"])
# What no header of a file of ours decides: they are glibc's own, and Debian builds glibc without control-flow protection.
OF_GLIBC = {"_start", "_init", "_fini"}
ENDBR64 = bytes.fromhex("f30f1efa")

x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="endbr64 and these notes are x86's")


@functools.cache
def readelf(*words):
    return subprocess.run(["readelf", "-W", *words, PROGRAM], capture_output=True, text=True, check=True).stdout


def imported():
    """Names of functions that it wants of libraries, without their versions."""
    return {m[1] for m in re.finditer(r"FUNC\s+\S+\s+\S+\s+UND (\w+)", readelf("--dyn-syms"))}


def sections():
    """name -> (address, offset, size)"""
    found = re.finditer(r"\] (\S+)\s+\S+\s+([0-9a-f]{16}) ([0-9a-f]+) ([0-9a-f]+)", readelf("--sections"))
    return {m[1]: tuple(int(n, 16) for n in m.groups()[1:]) for m in found}


def test_it_lies_at_an_address_of_chance():
    assert re.search(r"Type:\s+DYN \(Position-Independent Executable", readelf("--file-header"))
    assert re.search(r"FLAGS_1.*\bPIE\b", readelf("--dynamic"))


def test_its_tables_are_read_only_once_it_runs():
    assert "GNU_RELRO" in readelf("--program-headers")
    assert re.search(r"\(FLAGS\).*\bBIND_NOW\b", readelf("--dynamic")), "without it, the table of functions stays writable"


def test_its_stack_holds_no_code_and_is_guarded():
    assert re.search(r"GNU_STACK .* RW +0x", readelf("--program-headers"))
    assert "__stack_chk_fail" in imported()


def test_calls_of_the_c_library_know_how_much_room_there_is():
    assert {"__memcpy_chk", "__read_chk"} & imported()
    assert len([name for name in imported() if re.fullmatch(r"__\w+_chk", name)]) >= 3, imported()


def test_the_standard_library_checks_its_callers():
    assert any("__glibcxx_assert_fail" in name for name in imported())


@x86
def test_calls_and_returns_are_marked():
    assert re.search(r"x86 feature:.*\bIBT\b.*\bSHSTK\b", readelf("--notes"))


@x86
def test_what_can_be_called_from_anywhere_says_so():
    """The linker is told to write that note whatever it links, as glibc's start files have none: so all else is looked at."""
    address, offset, size = sections()[".text"]
    code = PROGRAM.read_bytes()[offset:offset + size]
    symbols = re.finditer(r"([0-9a-f]{16})\s+\d+ FUNC\s+(?:GLOBAL|WEAK)\s+\S+\s+\d+ (\S+)", readelf("--symbols"))
    places = {m[2]: int(m[1], 16) - address for m in symbols}
    unmarked = {name for name, at in places.items() if 0 <= at < size and code[at:at + 4] != ENDBR64}
    assert len(places) > 1000, "a program that is stripped tells nothing"
    assert not unmarked - OF_GLIBC, sorted(unmarked)[:10]
