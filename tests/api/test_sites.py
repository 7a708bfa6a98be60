"""Pages of sites: yt-dlp and streamlink are programs of this test's own, which say what the real ones say."""
import http.server
import json
import os
import stat
import threading
import time

import pytest

import messages
from faults import clips
from program import until

PAGE = b"<!doctype html><title>A video</title><p>Play"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A page and its video, at a name with a dot, as sites have."""
    folder = tmp_path_factory.mktemp("site")
    clips.make(folder)

    class Answer(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=folder)

        def do_GET(self):
            if not self.path.startswith("/watch"):
                self.path = "/" + self.path.split("/")[-1]
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"videos.localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture
def finder(tmp_path, site):
    """Puts a program of that name on the PATH; gives the settings of a server that sees it. What it is called with stands in
    `calls`."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(name, script):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho \"$0 $*\" >>{tmp_path}/calls\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return {"PATH": f"{folder}:{os.environ['PATH']}", "OPEN_TIMEOUT": "15"}

    put.calls = tmp_path / "calls"
    return put


def says(site, clip="small.long.mp4", life=None):
    """A yt-dlp whose address holds for so many seconds."""
    expiry = f"expire/$(($(date +%s) + {life}))/" if life else ""
    return f'echo "{{\\"id\\":\\"x\\",\\"url\\":\\"http://{site}/{expiry}{clip}\\"}}"'


def start(server, site, **more):
    return server.post("/api/start", {"source": f"http://{site}/watch?v=1", **more})


@pytest.mark.parametrize("name", ["yt-dlp", "streamlink"])
def test_a_page_is_watched(serve, site, finder, name):
    server = serve(**finder(name, says(site)))
    answer = start(server, site)
    assert answer.status_code == 200, answer.text
    status = server.status()
    assert (status["source_state"], status["source_kind"]) == ("live", "http")
    assert status["source"] == f"http://{site}/watch?…"
    assert until(lambda: clips.is_clean(server.get("/api/frame").content))
    assert f"http://{site}/watch?v=1" in finder.calls.read_text()


def test_the_address_is_found_again_before_it_expires(serve, site, finder):
    """The picture stays: no other state is ever told."""
    server = serve(**finder("yt-dlp", says(site, life=10)))
    answer = start(server, site)
    assert answer.status_code == 200, answer.text
    ages = []
    while finder.calls.read_text().count("\n") < 3:
        status = server.status()
        assert status["source_state"] == "live"
        ages.append(status["picture_age_s"])
        time.sleep(0.1)
    assert max(ages) < 5, "the pictures of the old address come until those of the new one do"
    assert server.status()["source_restarts"] == 0


def why_not(serve, site, **settings):
    answer = start(serve(**settings), site)
    assert answer.status_code == 400, answer.text
    return answer.json()["detail"]


def test_neither_is_installed(serve, site, tmp_path):
    (tmp_path / "empty").mkdir()
    why = why_not(serve, site, PATH=f"{tmp_path}/empty")
    assert messages.kFinderMissing.said_in(why)


@pytest.mark.parametrize("script, sentence", [
    ("sleep 1000", messages.kFinderTooSlow),
    ("echo nonsense", messages.kFinderNonsense),
    ("echo '{\"url\":\"file:///etc/passwd\"}'", messages.kFinderNonsense),
    ("yes", messages.kFinderNonsense),
    ("echo 'yt-dlp: error: no such option: --use-extractors' >&2; exit 2", messages.kFinderTooOld),
    ("echo 'ERROR: [youtube] x: Video unavailable' >&2; exit 1", messages.kFinderComplains),
    ("echo 'ERROR: Unsupported URL: http://x' >&2; exit 1", messages.kIsWebPage),
])
def test_what_is_wrong_has_a_sentence(serve, site, finder, script, sentence):
    why = why_not(serve, site, **finder("yt-dlp", script) | ({"OPEN_TIMEOUT": "1"} if "sleep" in script else {}))
    assert sentence.said_in(why), why


def test_what_a_program_says_is_one_line_of_text(serve, site, finder):
    why = why_not(serve, site, **finder("streamlink", r"""printf '{"error":"gone \\u001b[2J\\u202e na\\u00efve"}'; exit 1"""))
    assert messages.kFinderComplains.said_in(why), why
    assert "na\u00efve" in why and why.isprintable(), repr(why)


def test_the_second_program_helps_out(serve, site, finder):
    finder("yt-dlp", "exit 1")
    server = serve(**finder("streamlink", says(site)))
    assert start(server, site).status_code == 200


def test_a_hanging_one_is_gone_with_the_source(serve, site, finder, tmp_path):
    server = serve(**finder("yt-dlp", f"echo $$ >{tmp_path}/pid; sleep 1000"))
    thread = threading.Thread(target=start, args=(server, site))
    thread.start()
    pid = int(until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip()))
    server.post("/api/stop")
    until(lambda: not os.path.exists(f"/proc/{pid}"))
    thread.join()


def test_a_site_leads_to_no_machine_but_its_own(serve, site, finder):
    """What the program says is followed under the same rules as a redirect; here the site itself is on this machine."""
    said = json.dumps({"url": f"http://{site}/watch?v=2"}).replace('"', '\\"')
    why = why_not(serve, site, **finder("yt-dlp", f'echo "{said}"'))
    assert messages.kIsWebPage.said_in(why)
