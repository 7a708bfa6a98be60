"""./dev itself, as far as a normal user inside can test it."""
import os
import subprocess
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"


def dev(*words, cwd=None, **environment):
    return subprocess.run([DEV, *words], capture_output=True, text=True, cwd=cwd, env=os.environ | environment)


def test_help_names_every_command():
    result = dev("help")
    assert result.returncode == 0
    for command in ["run", "build", "test", "bench", "exec", "shell", "clean"]:
        assert f"\n  {command} " in result.stdout


@pytest.mark.parametrize(
    "words, complaint",
    [
        (["biuld"], "no command 'biuld'"),
        (["build", "fast"], "no preset 'fast'"),
        (["clean", "everything"], "clean takes nothing or --all"),
        (["exec"], "exec needs a command"),
        (["test", "unti"], "no label unti"),
        (["bench", "nothing"], "no benchmark 'nothing'"),
    ],
)
def test_a_wrong_word_is_one_line(words, complaint):
    result = dev(*words)
    assert result.returncode == 2
    assert complaint in result.stderr and result.stderr.count("\n") == 1 and not result.stdout


def test_exec_keeps_folder_environment_words_and_exit_code(tmp_path):
    script = 'printf "%s\\n" "$PWD" "$COLOUR" "$@"; exit 7'
    result = dev("exec", "sh", "-c", script, "sh", "two words", "$HOME", "", cwd=tmp_path, COLOUR="light blue")
    assert result.returncode == 7
    assert result.stdout.split("\n") == [str(tmp_path), "light blue", "two words", "$HOME", "", ""]


def test_the_program_is_on_the_path():
    assert dev("exec", "sh", "-c", "command -v nerdpudding").stdout.strip() == os.environ["NP_BINARY"]


def test_tests_run_as_a_normal_user_with_a_home_of_his_own():
    assert os.geteuid() != 0
    for name in ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"]:
        assert os.access(os.environ[name], os.W_OK), name
