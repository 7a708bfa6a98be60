"""The image and its compose file, with a real engine and a real browser."""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

import messages
from conftest import VERSION
from engine import CACHE, CHECKOUT, run
from page import close_sources, lines, open_sources, until, wait_for_picture, wait_for_pictures, wait_for_sound, wait_for_status

ADDRESS = "http://127.0.0.1:8199"
NETWORKS = {"detector": "COCO", "voice": "Kokoro", "hearing": "Silero"}


def get(path):
    with urllib.request.urlopen(ADDRESS + path, timeout=5) as response:
        return json.load(response)


def listed(engine):
    """Whatever an engine keeps, but for images."""
    return [engine.docker(*words.split()).stdout.split() for words in ("ps -aq", "volume ls -q", "network ls -q")]


def in_the_image(engine, *command):
    return engine.docker("run", "--rm", "--network=none", "--entrypoint=" + command[0], "nerdpudding", *command[1:]).stdout


def test_the_image_is_small_and_says_what_it_is(engine, tell):
    image = json.loads(engine.docker("image", "inspect", "nerdpudding").stdout)[0]
    assert image["Size"] < 480e6
    assert image["Config"]["User"] == "1000:1000"
    labels = image["Config"]["Labels"]
    assert labels["org.opencontainers.image.version"] == VERSION and labels["org.opencontainers.image.licenses"] == "MIT"
    assert f"ARG VERSION={VERSION}\n" in (CHECKOUT / "Dockerfile").read_text()
    for name, author in NETWORKS.items():
        sha256, file = (CHECKOUT / "third_party" / name / "SHA256").read_text().split()
        assert in_the_image(engine, "sha256sum", f"/usr/share/nerdpudding/{file}").split()[0] == sha256
        assert author in in_the_image(engine, "cat", f"/usr/share/doc/nerdpudding/{name}.copyright")
    assert "The detector's" not in in_the_image(engine, "nerdpudding", "check")  # it is found and loads
    tell(f"image: {image['Size'] / 1e6:.0f} MB, built in {engine.build_seconds:.0f} s")


def test_the_show_with_picture_text_and_sound(project, tell):
    before = listed(project.engine)
    began = time.monotonic()
    project.compose("up", "--detach", "--no-build", "--wait", "--wait-timeout=60")
    tell(f"up to healthy: {time.monotonic() - began:.1f} s")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--disable-gpu", "--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(20_000)
        page.goto(ADDRESS)
        wait_for_picture(page)
        wait_for_pictures(page, 5)
        page.locator("#sound-on").click()
        expect(lines(page).first).to_be_visible(timeout=60_000)
        wait_for_sound(page)
        browser.close()
    state = project.folder / "state/state.json"
    assert json.loads(state.read_text()) and (state.stat().st_uid, state.stat().st_gid) == (4321, 4321)
    assert not [path for path in project.folder.rglob("*") if path.parent.name in ("models", "media")]
    began = time.monotonic()
    project.compose("stop")
    tell(f"stop: {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began < 9, "it was killed"
    logs = project.compose("logs", "--no-log-prefix", "app").stdout
    assert "This is the sample" in logs and not re.search(r"\b(warning|error)\b", logs), logs
    project.compose("down")
    assert listed(project.engine) == before


def test_a_room_server_beside_it(project):
    """Compose's own, and a browser on the host whose camera both see; compiled already, which takes its Dockerfile minutes."""
    made = project.folder / "made/out"
    made.mkdir(parents=True)
    shutil.copy(next(CACHE.glob("livekit-*/livekit-server")), made / "server")
    project.engine.docker("buildx", "build", "--tag=nerdpudding-livekit", f"--build-context=build={made.parent}",
                          f"--build-context=certificates={CHECKOUT}/certificates", CHECKOUT / "docker/livekit")  # fmt: skip
    (project.folder / ".env").write_text(
        "LIVEKIT_ENABLED=true\nLIVEKIT_URL=ws://livekit:7880\nLIVEKIT_PUBLIC_URL=ws://localhost:7880\n"
        f"LIVEKIT_API_KEY=key\nLIVEKIT_API_SECRET={'s' * 32}\nINSTRUCTION=Tell me about people, light and movement.\n")
    project.compose("--profile=livekit", "up", "--detach", "--no-build", "--wait", "--wait-timeout=60")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[
            "--disable-gpu", "--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"])
        page = browser.new_page()
        page.set_default_timeout(20_000)
        page.goto(ADDRESS, wait_until="domcontentloaded")
        wait_for_status(page, "status.livekit_connected")
        open_sources(page)
        page.get_by_role("button", name="Browser webcam").click()
        page.get_by_role("button", name="Publish").click()
        expect(page.locator("#webcam-state")).to_have_text(messages.isWatched.format("camera"))
        wait_for_status(page, "status.source_state === 'live'")
        close_sources(page)
        page.locator("#mute").click()  # on
        until(page, "nerdpudding.sound.path === 'room'")
        until(page, "nerdpudding.sound.level() > 0.005", 60)
        browser.close()


def make(clip, *encoder):
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=duration=1:size=320x240:rate=10", "-pix_fmt", "yuv420p",
         "-c:v", *encoder, clip], check=True)  # fmt: skip


def until_it_listens(port):
    deadline = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline, f"nothing listens on {port}"
            time.sleep(0.1)


CLIPS = {
    "a.mp4": ["libx264"], "b.mkv": ["libx265"], "c.webm": ["libvpx"], "d.webm": ["libvpx-vp9"], "e.avi": ["mpeg4"],
    "f.mkv": ["libsvtav1"], "g.ts": ["mpeg2video"], "h.avi": ["mjpeg", "-strict", "-1"], "i.flv": ["flv"], "j.mpg": ["mpeg1video", "-r", "25"],
    "k.ogv": ["libtheora"], "l.mov": ["prores"],
}  # fmt: skip


def test_it_plays_what_cameras_and_files_hold(project):
    """Each as far as a picture and its rate."""
    for name, encoder in CLIPS.items():
        make(project.folder / "media" / name, *encoder)
    make(project.folder / "media/live.m3u8", "libx264", "-g", "5", "-hls_time", "0.5", "-hls_list_size", "0")
    camera = project.folder / "camera.h264"
    subprocess.run(["ffmpeg", "-v", "error", "-i", project.folder / "media/a.mp4", "-c", "copy", "-bsf:v",
                    "h264_mp4toannexb,h264_metadata=aud=insert", camera], check=True)  # fmt: skip
    rtsp = [sys.executable, CHECKOUT / "tests/faults/programs/rtsp_server.py", camera, "--fps", "10"]
    servers = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (
            [sys.executable, "-m", "http.server", "8000", "--directory", project.folder / "media"],
            [*rtsp, "--port", "8554", "--transport", "tcp"],
            [*rtsp, "--port", "8555", "--transport", "udp"],
        )
    ]
    try:
        for port in (8000, 8554, 8555):
            until_it_listens(port)
        host = json.loads(project.engine.docker("network", "inspect", "bridge").stdout)[0]["IPAM"]["Config"][0]["Gateway"]
        sources = [f"/app/media/{name}" for name in CLIPS]
        sources += [f"http://{host}:8000/{name}" for name in ("a.mp4", "live.m3u8")]
        sources += [f"rtsp://{host}:{port}/live" for port in (8554, 8555)]
        script = 'for f; do nerdpudding probe "$f" || echo "cannot play $f"; done'
        done = project.engine.docker(
            "run", "--rm", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--volume",
            f"{project.folder}/media:/app/media:ro", "--entrypoint=bash", "nerdpudding", "-c", script, "bash", *sources,
            timeout=120)  # fmt: skip
    finally:
        for server in servers:
            server.kill()
            server.wait()
    assert "cannot play" not in done.stdout and done.stdout.count("320x240") == len(sources), done.stdout


@pytest.mark.parametrize("setting", ["CAPTURE_FPS=fast", "PRESET=eagle", "ENGINE_URL=here", "TLS_CERT=/nowhere.pem"])
def test_a_wrong_setting_stops_with_the_line_that_it_has_natively(project, tmp_path, setting):
    (project.folder / ".env").write_text(setting + "\n")
    inside = project.serve(check=False)
    name, value = setting.split("=")
    natively = run(os.environ["NP_BINARY"], "serve", cwd="/", check=False, env={**os.environ, name: value})
    assert inside.returncode == natively.returncode != 0
    assert natively.stdout.strip() in inside.stdout


def test_a_prototypes_env(project):
    (project.folder / ".env").write_text(
        "SERVER_HOST=0.0.0.0\nSERVER_PORT=8300\nMODEL_PATH=models/awq\nCUDA_VISIBLE_DEVICES=0\nREF_AUDIO_PATH=ref.wav\n")
    project.compose("up", "--detach", "--no-build", "--wait", "--wait-timeout=60")
    logs = project.compose("logs", "--no-log-prefix", "app").stdout
    assert len(messages.kNoModelThere.pattern().findall(logs)) == 1, logs
    with urllib.request.urlopen("http://127.0.0.1:8300/api/status", timeout=5) as response:
        assert response.status == 200


def one_line_about(done, *words):
    assert done.returncode
    found = [line for line in done.stdout.splitlines() if all(word in line for word in words)]
    assert len(found) == 1, done.stdout


def test_no_models_folder(project):
    (project.folder / "models").rmdir()
    one_line_about(project.serve(check=False), str(project.folder / "models"), "does not exist")


def test_an_unreadable_models_folder(project):
    os.chown(project.folder / "models", 0, 0)
    (project.folder / "models").chmod(0o700)
    (project.folder / ".env").write_text("MODEL_PATH=/app/models/model.gguf\n")
    done = project.compose("run", "--rm", "--no-TTY", "app", "check", check=False)
    assert done.stdout.count(messages.kModelNotReadable) == 1, done.stdout


def test_a_port_that_is_taken(project):
    with socket.create_server(("127.0.0.1", 8199)):
        one_line_about(project.compose("up", "--detach", "--no-build", check=False), "8199", "address already in use")


@pytest.mark.parametrize("service, complaint", [("app-nvidia", "could not select device driver"), ("app-dri", "/dev/dri")])
def test_a_gpu_that_is_not_there(project, service, complaint):
    if service == "app-dri" and Path("/dev/dri").exists():
        pytest.skip("there is one")
    # The engine refuses before anything of the image runs, so the small one does.
    project.engine.docker("tag", "nerdpudding", "nerdpudding:gpu")
    one_line_about(project.compose("run", "--rm", service, check=False), complaint)
    project.engine.docker("rmi", "nerdpudding:gpu")


def test_pull_may_write_models_and_its_files_are_the_users(project):
    done = project.compose("run", "--rm", "--no-TTY", "--entrypoint=bash", "pull", "-c", "echo x >/app/models/x; echo x >/app/y || true")
    assert "Read-only file system" in done.stdout
    assert (project.folder / "models/x").stat().st_uid == 4321


def test_in_the_hosts_network(project):
    """Without a bridge in between, and where there is no camera."""
    shutil.copy(CHECKOUT / "docker-compose.host.yml", project.folder)
    (project.folder / ".env").write_text("SERVER_PORT=8301\n")
    files = ["--file", project.folder / "docker-compose.yml", "--file", project.folder / "docker-compose.host.yml"]
    project.compose(*files, "up", "--detach", "--no-build", "--wait", "--wait-timeout=60")
    with urllib.request.urlopen("http://127.0.0.1:8301/api/status", timeout=5) as response:
        assert json.load(response)["source_state"] in ("connecting", "live")
    project.compose(*files, "down")
