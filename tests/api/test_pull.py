"""`nerdpudding pull` against a hub that behaves as badly as the tests tell it to."""
import os
import pty
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

import messages
from hub import CONTENT, HALF, LANGUAGE, REPOSITORY, VISION, Hub, cut, entry, login_page, sha256, status
from ports import free_port

BINARY = os.environ["NP_BINARY"]


@pytest.fixture
def hub():
    one = Hub()
    yield one
    one.close()


@pytest.fixture
def cdn():
    one = Hub()
    yield one
    one.close()


class Puller:
    def __init__(self, folder, hub):
        self.cwd = folder
        self.to = folder / "model"
        clean = {k: v for k, v in os.environ.items() if not k.startswith("HF_") and not k.lower().endswith("_proxy")}
        self.environment = clean | {"HF_ENDPOINT": hub.url, "HOME": str(folder), "STATE_DIR": "off"}
        self.environment.pop("XDG_DATA_HOME", None)

    def command(self, *arguments):
        return [BINARY, "pull", "minicpm-o-4.5", "--to", str(self.to), *arguments]

    def start(self, *arguments, **environment):
        return subprocess.Popen(self.command(*arguments), cwd=self.cwd, env=self.environment | environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments, command=None, **environment):
        return subprocess.run(command or self.command(*arguments), cwd=self.cwd, env=self.environment | environment,
                              capture_output=True, text=True, timeout=60)

    def parts(self):
        return sorted(self.to.rglob("*.part"))

    def part_of(self, name):
        return self.to / f"{name}.{sha256(CONTENT[name])[:12]}.part"


@pytest.fixture
def pull(tmp_path, hub):
    return Puller(tmp_path, hub)


def is_complete(pull, *names):
    assert pull.parts() == []
    for name in names or (LANGUAGE, VISION):
        assert (pull.to / name).read_bytes() == CONTENT[name], name
    return True


def one_line(done, code=1):
    assert done.returncode == code, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_brings_what_the_model_needs_and_says_how_to_run_it(pull, hub):
    done = pull.run()
    assert done.returncode == 0, done.stderr
    assert is_complete(pull)
    assert messages.kModelPulled.said_in(done.stdout, ..., ..., ..., ..., pull.to)
    assert done.stderr == ""
    assert sorted(p.name for p in pull.to.rglob("*")) == sorted([LANGUAGE, "vision", Path(VISION).name])


def test_what_is_there_is_not_brought_again(pull, hub):
    pull.run()
    hub.asked.clear()
    done = pull.run()
    assert done.returncode == 0
    assert messages.kPulledBefore in done.stdout
    assert [path.split("/")[0] for path, _ in hub.asked] == ["api"]


def test_a_second_quantisation_is_named_in_the_line_to_run(pull):
    pull.run()
    done = pull.run("--quant", "f16")
    assert is_complete(pull, "MiniCPM-o-4_5-F16.gguf", LANGUAGE, VISION)
    assert messages.kModelPulled.said_in(done.stdout, ..., ..., ..., ..., pull.to / "MiniCPM-o-4_5-F16.gguf")


@pytest.mark.parametrize("words", [[], ["--list"], ["minicpm-o-4.5", "--list"]], ids=["alone", "list", "one"])
def test_list_tells_what_there_is_and_what_fits(pull, hub, words):
    hub.listing[1]["lfs"]["size"] = hub.listing[1]["size"] = 10**15
    done = pull.run(command=[BINARY, "pull", *words])
    assert done.returncode == 0, done.stderr
    model, small, large, *others, last = done.stdout.splitlines()
    assert bool(others) == (words != ["minicpm-o-4.5", "--list"])
    for name, why in zip(others[::2], others[1::2]):
        assert messages.kHubDoesNotHave.said_in(why), name
    assert model == "minicpm-o-4.5" and messages.kPullOne.said_in(last + "\n", ... if others else model, ...)
    assert small.split()[:3] == ["Q4_K_M", "4", "MB"] and "(default)" in small
    assert messages.kFitsInMemory in small or messages.kFitsOnGpu.said_in(small)
    assert large.split()[:3] == ["F16", "1000000.0", "GB"] and messages.kFitsNowhere.said_in(large)
    assert not pull.to.exists() and done.stderr == ""


def test_without_the_hub_the_list_is_of_estimates(pull, hub):
    hub.close()
    done = pull.run(command=[BINARY, "pull"])
    assert done.returncode == 0 and done.stdout == pull.run(command=[BINARY, "models"]).stdout
    assert "about 6.1 GB" in done.stdout
    assert messages.kSizesAreEstimates.pattern(...).fullmatch(done.stderr.strip()), done.stderr
    done = pull.run(command=[BINARY, "pull"], HF_ENDPOINT="http://no-such-hub.invalid")
    assert done.returncode == 0 and "no-such-hub.invalid" in done.stderr


def test_the_list_of_one_model_is_given_by_the_hub_or_not_at_all(pull, hub):
    hub.close()
    done = pull.run(command=[BINARY, "pull", "minicpm-o-4.5", "--list"])
    one_line(done)
    assert done.stdout == ""


def test_unknown_names_are_answered_with_the_known_ones(pull):
    line = one_line(pull.run("--quant", "Q5_0"))
    assert messages.kHubHasNoQuant.said_in(line, "Q5_0", "minicpm-o-4.5", "Q4_K_M, F16")
    line = one_line(pull.run(command=[BINARY, "pull", "gpt-9"]), 2)
    assert messages.kNoSuchModel.said_in(line, "gpt-9", ...) and "minicpm-o-4.5, minicpm-v-4.6, minicpm-v-4.7, smolvlm2-256m" in line


def test_the_folder_without_to(pull, tmp_path):
    command = [BINARY, "pull", "minicpm-o-4.5"]
    assert pull.run(command=command).returncode == 0
    assert (tmp_path / ".local/share/nerdpudding/models/minicpm-o-4.5" / VISION).is_file()
    assert pull.run(command=command, XDG_DATA_HOME=str(tmp_path / "data")).returncode == 0
    assert (tmp_path / "data/nerdpudding/models/minicpm-o-4.5" / VISION).is_file()
    (tmp_path / "models").mkdir()
    done = pull.run(command=command)
    assert messages.kModelPulled.said_in(done.stdout, ..., ..., ..., ..., "models/minicpm-o-4.5")
    assert (tmp_path / "models/minicpm-o-4.5" / VISION).is_file()
    (tmp_path / ".env").write_text("MODELS_DIR=elsewhere\n")
    assert pull.run(command=command).returncode == 0
    assert (tmp_path / "elsewhere/minicpm-o-4.5" / VISION).is_file()
    assert f"{tmp_path}/elsewhere/" in pull.run(command=[BINARY, "models"]).stdout
    assert f"{tmp_path}/models/" in pull.run(command=[BINARY, "models", "--models-dir", "models"]).stdout


# --- Broken off

def test_a_cut_is_continued_where_it_was(pull, hub):
    hub.plan[LANGUAGE] = [cut]
    done = pull.run()
    assert done.returncode == 0, done.stderr
    assert is_complete(pull)
    assert hub.ranges(LANGUAGE) == [None, f"bytes={HALF}-"]
    assert messages.kTryingAgain.said_in(done.stderr, ..., 1)


def test_a_server_that_cannot_continue_begins_anew(pull, hub):
    hub.plan[LANGUAGE] = [cut, lambda request: request.whole(ranges=False)]
    done = pull.run()
    assert done.returncode == 0, done.stderr
    assert is_complete(pull)
    assert messages.kDownloadBeginsAnew.said_in(done.stderr)


def test_one_that_begins_anew_and_cuts_for_ever_is_given_up(pull, hub):
    hub.always[LANGUAGE] = lambda request: request.whole(upto=HALF, ranges=False)
    done = pull.run("--tries", "2")
    assert done.returncode == 1
    assert len(hub.ranges(LANGUAGE)) == 2
    assert messages.kAnswerBrokeOff.said_in(done.stderr.splitlines()[-1])
    assert not (pull.to / LANGUAGE).exists()


def test_one_that_continues_at_the_wrong_place_is_not_believed(pull, hub):
    def wrong_place(request):
        data, start = request.wanted()
        request.answer(206, data[start + 1:], Content_Range=f"bytes {start + 1}-{len(data) - 1}/{len(data)}")

    hub.plan[LANGUAGE] = [cut, wrong_place]
    assert pull.run().returncode == 0
    assert is_complete(pull)


def test_one_that_refuses_the_rest_is_asked_for_the_whole(pull, hub):
    hub.plan[LANGUAGE] = [cut, status(416)]
    assert pull.run().returncode == 0
    assert is_complete(pull)
    assert hub.ranges(LANGUAGE) == [None, f"bytes={HALF}-", None]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_has_come_is_kept_when_stopped(pull, hub, stop):
    halfway, go_on = threading.Event(), threading.Event()

    def stall(request):
        cut(request)
        halfway.set()
        go_on.wait(30)

    hub.plan[LANGUAGE] = [stall]
    process = pull.start()
    assert halfway.wait(30)
    while not pull.part_of(LANGUAGE).exists() or pull.part_of(LANGUAGE).stat().st_size < HALF:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=10)
    go_on.set()
    if stop != signal.SIGKILL:
        assert process.returncode == 130
        assert len(errors.strip().splitlines()) == 1 and messages.kPullStopped in errors
    assert pull.part_of(LANGUAGE).stat().st_size == HALF
    assert pull.run().returncode == 0
    assert is_complete(pull)
    assert hub.ranges(LANGUAGE) == [None, f"bytes={HALF}-"]


def test_a_stop_ends_the_pause_between_tries(pull, hub):
    hub.always["listing"] = status(429, Retry_After="100")
    process = pull.start()
    assert messages.kTryingAgain.said_in(process.stderr.readline(), ..., 100)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=5)
    assert process.returncode == 130


def test_a_slow_server_is_waited_for(pull, hub):
    def slow(request):
        data, _ = request.wanted()
        request.answer(200, length=len(data))
        for at in range(0, len(data), 500_000):
            time.sleep(0.1)
            request.wfile.write(data[at:at + 500_000])

    hub.plan[LANGUAGE] = [slow]
    assert pull.run().returncode == 0
    assert is_complete(pull)
    assert hub.ranges(LANGUAGE) == [None]


# --- Lies

@pytest.mark.parametrize("length, body", [
    (HALF, slice(HALF)),  # says it is over after the half
    (9_000_000, slice(None)),  # announces more than there is
])
def test_wrong_lengths(pull, hub, length, body):
    def lie(request):
        data, _ = request.wanted()
        request.answer(200, data[body], length=length)

    hub.plan[LANGUAGE] = [lie]
    assert pull.run().returncode == 0
    assert is_complete(pull)


def test_bytes_beyond_the_promised_ones_are_left_out(pull, hub):
    hub.plan[LANGUAGE] = [lambda request: request.answer(200, CONTENT[LANGUAGE] + b"and more")]
    assert pull.run().returncode == 0
    assert is_complete(pull)


def test_wrong_bytes_are_removed(pull, hub):
    wrong = bytearray(CONTENT[LANGUAGE])
    wrong[1_234_567] ^= 1
    hub.content[LANGUAGE] = bytes(wrong)
    line = one_line(pull.run())
    assert messages.kSumDiffers.said_in(line, LANGUAGE)
    assert list(pull.to.glob("*.gguf*")) == []
    hub.content[LANGUAGE] = CONTENT[LANGUAGE]
    assert pull.run().returncode == 0
    assert is_complete(pull)


def test_a_part_that_was_damaged_meanwhile_is_removed(pull, hub):
    pull.to.mkdir()
    pull.part_of(LANGUAGE).write_bytes(b"!" * 1000)
    assert messages.kSumDiffers.said_in(one_line(pull.run()))
    assert pull.parts() == []
    assert pull.run().returncode == 0
    assert is_complete(pull)


def test_a_part_of_another_version_is_dropped(pull, hub):
    pull.to.mkdir()
    (pull.to / f"{LANGUAGE}.0123456789ab.part").write_bytes(b"!" * 1000)
    assert pull.run().returncode == 0
    assert is_complete(pull)
    assert hub.ranges(LANGUAGE) == [None]


def test_a_login_page_is_not_taken_for_a_model(pull, hub):
    hub.plan[LANGUAGE] = [login_page]
    assert messages.kHubSendsWebPage.said_in(one_line(pull.run()), ..., LANGUAGE)
    assert pull.parts() == []
    hub.plan["listing"] = [login_page]
    assert messages.kNoHubListing.said_in(one_line(pull.run()))


@pytest.mark.parametrize("listing", [
    b"", b"{}", b"[", b'{"error":"Repository not found"}', pytest.param(b"[" + b" " * 9_000_000, id="endless")])
def test_a_listing_that_is_none(pull, hub, listing):
    hub.plan["listing"] = [lambda request: request.answer(200, listing, "application/json")]
    assert "127.0.0.1" in one_line(pull.run())


def test_a_hub_that_vouches_for_nothing_is_not_used(pull, hub):
    for file in hub.listing:
        file.pop("lfs", None)
    assert messages.kHubTellsNoSum.said_in(one_line(pull.run()))


# --- Refusals

@pytest.mark.parametrize("code, token, sentence", [
    (401, "", messages.kHubWantsToken),
    (401, "hf_s3cret", messages.kHubRefusesToken),
    (403, "hf_s3cret", messages.kHubWantsTermsAccepted),
    (404, "", messages.kHubDoesNotHave),
    (418, "", messages.kHubStatus),
])
@pytest.mark.parametrize("where", ["listing", LANGUAGE])
def test_a_refusal_is_one_sentence_at_once(pull, hub, where, code, token, sentence):
    hub.plan[where] = [status(code)]
    line = one_line(pull.run(HF_TOKEN=token))
    assert sentence.said_in(line) and "s3cret" not in line
    assert pull.parts() == []


@pytest.mark.parametrize("where", ["listing", LANGUAGE])
@pytest.mark.parametrize("code", [429, 500, 503])
def test_trouble_that_passes_is_waited_for(pull, hub, where, code):
    hub.plan[where] = [status(code)]
    done = pull.run()
    assert done.returncode == 0, done.stderr
    assert messages.kTryingAgain.said_in(done.stderr, ..., 1)
    assert is_complete(pull)


def test_trouble_that_stays_is_told(pull, hub):
    hub.always[LANGUAGE] = status(503)
    done = pull.run("--tries", "2")
    assert done.returncode == 1
    assert messages.kHubHasFault.said_in(done.stderr.splitlines()[-1], ..., 503)


def test_as_long_as_the_server_wants_but_not_for_hours(pull, hub):
    hub.plan["listing"] = [status(429, Retry_After="2")]
    assert messages.kTryingAgain.said_in(pull.run().stderr, ..., 2)
    hub.plan["listing"] = [status(429, Retry_After="7200")]
    assert messages.kHubWantsPause.said_in(one_line(pull.run()), ..., messages.kForSeconds.format(7200))


def test_a_hub_that_is_not_there(pull):
    port = free_port()
    line = one_line(pull.run(HF_ENDPOINT=f"http://127.0.0.1:{port}"))
    assert messages.kPeerRefusesConnection.said_in(line, f"127.0.0.1:{port}")
    assert messages.kNoHubAddress in one_line(pull.run(HF_ENDPOINT="huggingface"))


# --- The token

def test_the_token_is_for_the_hub_alone(pull, hub, cdn):
    for name in (LANGUAGE, VISION):
        hub.always[name] = lambda request, name=name: request.answer(302, b"there", Location=f"{cdn.url}/{name}")
    done = pull.run(HF_TOKEN="hf_s3cret")
    assert done.returncode == 0, done.stderr
    assert is_complete(pull)
    assert len(hub.asked) == 3 and len(cdn.asked) == 2
    assert {headers.get("Authorization") for _, headers in hub.asked} == {"Bearer hf_s3cret"}
    assert not any("s3cret" in str(headers) for _, headers in cdn.asked)
    assert "s3cret" not in done.stdout + done.stderr


def test_the_range_follows_a_redirect(pull, hub, cdn):
    hub.always[LANGUAGE] = lambda request: request.answer(302, Location=f"{cdn.url}/{LANGUAGE}")
    cdn.plan[LANGUAGE] = [cut]
    assert pull.run().returncode == 0
    assert is_complete(pull)
    assert cdn.ranges(LANGUAGE) == [None, f"bytes={HALF}-"]


def test_a_stored_token_is_used(pull, hub, tmp_path):
    (tmp_path / ".cache/huggingface").mkdir(parents=True)
    (tmp_path / ".cache/huggingface/token").write_text("hf_stored\n")
    pull.run("--list")
    assert hub.asked[-1][1]["Authorization"] == "Bearer hf_stored"


# --- The disk

def test_a_disk_too_small_is_told_before_anything_is_written(pull, hub):
    hub.listing[0]["lfs"]["size"] = 10**15
    line = one_line(pull.run())
    assert messages.kNoRoomForModel.said_in(line, "1000000.0 GB")
    assert not pull.to.exists()


def test_a_place_that_is_no_folder(pull):
    pull.to.write_text("a file")
    line = one_line(pull.run())
    assert messages.kIsNoFolder.said_in(line, pull.to)


def test_a_file_of_another_size_is_brought_again(pull, hub):
    pull.run()
    (pull.to / LANGUAGE).write_bytes(b"short")
    done = pull.run()
    assert done.returncode == 0 and messages.kDownloadedAgain.said_in(done.stderr, LANGUAGE)
    assert is_complete(pull)


def test_verify_finds_damage(pull, hub):
    pull.run()
    with open(pull.to / LANGUAGE, "r+b") as file:
        file.seek(77)
        file.write(b"damage")
    assert messages.kPulledBefore in pull.run().stdout
    done = pull.run("--verify")
    assert done.returncode == 0 and messages.kDamagedDownloadedAgain.said_in(done.stderr, LANGUAGE)
    assert is_complete(pull)
    assert messages.kPulledBefore in pull.run("--verify").stdout


def test_two_at_once_do_not_write_the_same_file(pull, hub):
    halfway, go_on = threading.Event(), threading.Event()

    def wait_halfway(request):
        data, _ = request.wanted()
        request.answer(200, data[:HALF], length=len(data))
        halfway.set()
        go_on.wait(30)
        request.wfile.write(data[HALF:])

    hub.plan[LANGUAGE] = [wait_halfway]
    first = pull.start()
    assert halfway.wait(30)
    assert messages.kAnotherPull.said_in(one_line(pull.run()))
    go_on.set()
    first.communicate(timeout=30)
    assert first.returncode == 0
    assert is_complete(pull)


# --- A terminal

def test_a_terminal_shows_a_bar(pull):
    try:
        leader, follower = pty.openpty()
    except OSError:
        pytest.skip("this system has no terminals to give")
    done = subprocess.run(pull.command(), cwd=pull.cwd, env=pull.environment, stdout=subprocess.PIPE, stderr=follower,
                          timeout=60)
    os.close(follower)
    shown = b""
    while True:
        try:
            some = os.read(leader, 65536)
        except OSError:
            break
        if not some:
            break
        shown += some
    os.close(leader)
    assert done.returncode == 0
    lines = shown.split(b"\r")
    assert any(LANGUAGE.encode() in line and b"100 %" in line for line in lines), shown
    assert shown.endswith(b"\r\x1b[K")


def test_a_repository_of_the_hub_is_taken_by_its_name(pull, hub):
    """MiniCPM's own vision part has no "mmproj" in its name: one that has is put beside it."""
    hub.content["mmproj-model-f16.gguf"] = hub.content[VISION]
    hub.listing.append(entry("mmproj-model-f16.gguf", hub.content[VISION]))
    done = pull.run(command=[BINARY, "pull", REPOSITORY, "--to", str(pull.to)])
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in pull.to.iterdir()) == [LANGUAGE, "mmproj-model-f16.gguf"]
    assert messages.kModelPulled.said_in(done.stdout, ..., ..., ..., ..., pull.to)


def test_a_repository_that_has_no_model_is_told(pull, hub):
    why = one_line(pull.run(command=[BINARY, "pull", "somebody/else", "--to", str(pull.to)]))
    assert messages.kHubDoesNotHave.said_in(why, ..., "somebody/else")


def test_models_lists_what_is_here_and_what_fits(pull, hub):
    def models():
        done = pull.run(command=[BINARY, "models"])
        assert done.returncode == 0, done.stderr
        return done.stdout

    before = models()
    assert messages.kNoModelHere in before and "  minicpm-o-4.5" in before and hub.asked == []
    pull.run(command=[BINARY, "pull", "minicpm-o-4.5"])
    after = models()
    row = next(line for line in after.splitlines() if "minicpm-o-4.5" in line)
    assert row.startswith("*") and "  4 MB" in row and messages.kAbout not in row
    assert messages.kStartWithModel.said_in(after, ...) and LANGUAGE in after
