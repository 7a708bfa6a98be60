"""The cameras: programs in the camera's network that are started, killed, stopped and continued, as a normal user."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import clips, network
from .process import as_user, make_folder, process_family

LOGIN = "viewer:secret"
SHOW_PORT = 8199
START_LIMIT = 15


class Server:
    """One program, or some that live and die together. `moved`: it listens one port higher, behind a relay."""

    port = 8080
    kbits = clips.KBITS
    over_tcp = True
    pushes = False  # it calls the show, again and again
    needs_line = ""  # why it cannot be started while the line is dead
    no_login = ""  # why it cannot be asked to want a password
    opens_within = 20  # seconds
    pause = 0.7  # seconds without a picture that are more than a stumble
    settings = {}  # of the show that watches it
    url = "http://{login}{host}:{port}/"

    def __init__(self, place, moved=False):
        self.place = place
        self.folder = make_folder(place.folder / "camera")
        self.own_port = self.port + moved
        self.process = None

    def command(self, size, login):
        """What runs it, showing the clips of this size."""
        raise NotImplementedError

    def program(self, name, *arguments, login=None):
        ask = ["--login", login] if login else []
        return [sys.executable, self.place.programs / name, "--port", self.own_port, *arguments, *ask]

    def start(self, size="small", login=None):
        """Until it answers."""
        self.process = self.run(self.command(size, login))
        give_up = time.monotonic() + START_LIMIT
        while not self.answers():
            if time.monotonic() > give_up or self.process.poll() is not None:
                raise RuntimeError(f"{type(self).__name__} does not start")
            time.sleep(0.005)

    def run(self, command):
        """In the camera's network."""
        return subprocess.Popen(
            self.place.network.at_camera(as_user(command, self.place.home)), cwd=self.folder, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=self.place.log, stderr=self.place.log)  # fmt: skip

    def answers(self):
        return network.listens(self.process.pid, self.own_port)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def restart(self, size):
        """It is back at once."""
        self.kill()
        self.start(size)

    def stop(self):
        self.signal(signal.SIGSTOP)

    def go_on(self):
        self.signal(signal.SIGCONT)

    def signal(self, number):
        os.killpg(self.process.pid, number)

    def address(self, login=None):
        return self.url.format(login=f"{login}@" if login else "", host=network.CAMERA, port=self.port)


class RtspTcp(Server):
    port = 8554
    url = "rtsp://{login}{host}:{port}/live"
    transport = "tcp"
    clip = "{size}.h264"
    options = []

    @property
    def settings(self):
        return {"RTSP_TRANSPORT": self.transport}

    def command(self, size, login):
        clip = self.place.clips / self.clip.format(size=size)
        how = ["--fps", clips.FPS, "--transport", self.transport, *self.options]
        return self.program("rtsp_server.py", clip, *how, login=login)


class RtspTcpGop10(RtspTcp):
    clip = "gop10.h264"


class RtspTcpShared(RtspTcp):
    """Lets all viewers wait for one whom it cannot reach, until TCP gives him up."""

    options = ["--shared"]


class RtspUdp(RtspTcp):
    transport = "udp"
    over_tcp = False


class RtspVlc(Server):
    port = 8554
    url = "rtsp://{login}{host}:{port}/live"
    over_tcp = False
    no_login = "VLC refuses without a CSeq, and GStreamer understands no such answer"
    settings = {"RTSP_TRANSPORT": "udp"}

    def command(self, size, login):
        output = f"#rtp{{sdp=rtsp://:{self.own_port}/live}}"
        clip = self.place.clips / f"{size}.long.mp4"
        return ["vlc", "-I", "dummy", "--no-audio", "--loop", clip, "--sout", output, "--sout-keep"]


class Mjpeg(Server):
    kbits = 1000
    options = []

    def command(self, size, login):
        clip = self.place.clips / f"{size}.mjpeg"
        return self.program("mjpeg_server.py", clip, "--fps", clips.FPS, *self.options, login=login)


class MjpegQuirky(Mjpeg):
    options = ["--quirky"]


class MjpegFfmpeg(Server):
    """Takes one viewer, and starts anew when he has gone."""

    kbits = Mjpeg.kbits
    no_login = "its server cannot ask for a password"

    def command(self, size, login):
        clip = self.place.clips / f"{size}.mjpeg"
        serve = (
            f"ffmpeg -v error -re -stream_loop -1 -framerate {clips.FPS} -f mjpeg -i {shlex.quote(str(clip))}"
            f" -c copy -f mpjpeg -listen 1 http://0.0.0.0:{self.own_port}/"
        )
        return ["sh", "-c", f"while :; do {serve}; sleep 0.1; done"]


class HttpFile(Server):
    url = "http://{login}{host}:{port}/clip.mp4"

    def command(self, size, login):
        (self.folder / "clip.mp4").unlink(missing_ok=True)
        (self.folder / "clip.mp4").symlink_to(self.place.clips / f"{size}.long.mp4")
        return self.program("file_server.py", self.folder, login=login)


class Hls(Server):
    pause = 2.2  # its pictures come by the second
    url = "http://{login}{host}:{port}/live.m3u8"

    def command(self, size, login):
        cut = (
            f"ffmpeg -v error -re -stream_loop -1 -i {shlex.quote(str(self.place.clips / f'{size}.mp4'))} -c copy"
            " -f hls -hls_time 1 -hls_list_size 6 -hls_flags delete_segments+omit_endlist live.m3u8"
        )
        serve = shlex.join(map(str, self.program("file_server.py", self.folder, login=login)))
        return ["sh", "-c", f"rm -f live*; {cut} & exec {serve}"]

    def answers(self):
        return (self.folder / "live.m3u8").exists() and super().answers()


class Rtmp(Server):
    """Sends to the show, as OBS does: where it is refused or cut off, it calls again. The password is its stream key."""

    port = 1935
    pushes = True
    form = "flv"
    url = "rtmp://0.0.0.0:{port}/live/{login}"

    def target(self, login):
        return f"rtmp://{network.SHOW}:{self.port}/live/{login or 'key'}"

    def command(self, size, login):
        clip = shlex.quote(str(self.place.clips / f"{size}.mp4"))
        send = f"ffmpeg -v error -re -stream_loop -1 -i {clip} -c copy -f {self.form} {shlex.quote(self.target(login))}"
        return ["sh", "-c", f"while :; do {send}; sleep 0.1; done"]

    def garbage(self):
        """What sends random bytes to the same port."""
        send = f"import os, socket\nwhile True:\n c = socket.create_connection(('{network.SHOW}', {self.port}), 2)\n"
        send += " try:\n  while True: c.sendall(os.urandom(4096))\n except OSError: c.close()\n"
        return [sys.executable, "-c", send]

    def answers(self):
        return True

    def address(self, login=None):
        return self.url.format(login=login or "key", port=self.port)


class Srt(Rtmp):
    """The same by SRT. The password is its passphrase."""

    port = 9000
    over_tcp = False
    form = "mpegts"
    url = "srt://:{port}?passphrase={login}"

    def target(self, login):
        return f"srt://{network.SHOW}:{self.port}?passphrase={self.passphrase(login)}"

    @staticmethod
    def passphrase(login):
        return (login or "key").replace(":", "-") + "-passphrase"

    def garbage(self):
        send = f"import os, socket, time\nc = socket.socket(type=socket.SOCK_DGRAM)\nwhile True:\n time.sleep(0.01)\n"
        send += f" try: c.sendto(os.urandom(1316), ('{network.SHOW}', {self.port}))\n except OSError: pass\n"
        return [sys.executable, "-c", send]

    def address(self, login=None):
        return self.url.format(login=self.passphrase(login), port=self.port)


class Whip(Rtmp):
    """The same by WHIP: ffmpeg, which sends each packet once and repeats those that it is asked for."""

    port = SHOW_PORT
    over_tcp = False
    form = "whip"
    no_login = "its password is the show's own token"
    settings = {"SERVER_HOST": "0.0.0.0", "API_TOKEN": "off", "SOURCES": "webcam", "ALLOWED_HOSTS": network.SHOW}

    def target(self, login):
        return f"http://{network.SHOW}:{self.port}/api/whip"

    def garbage(self):
        """Offers that are none."""
        send = f"import http.client, os, time\nwhile True:\n c = http.client.HTTPConnection('{network.SHOW}', {self.port}, 2)\n"
        send += " try: c.request('POST', '/api/whip', os.urandom(4096), {'Content-Type': 'application/sdp'}); c.getresponse()\n"
        send += " except (OSError, http.client.HTTPException): pass\n c.close()\n time.sleep(0.05)\n"
        return [sys.executable, "-c", send]

    def address(self, login=None):
        return "whip"


class WhipPage(Whip):
    """The same by the show's own page in Chromium. It starts with a click on Publish; `restarted` is a reload of the page."""

    needs_line = "the page comes over the line"
    opens_within = 60  # Chromium alone has taken 15 on two cores where four of them started

    @property
    def _ready(self):
        return self.folder / "ready"

    def command(self, size, login):
        url = f"http://{network.SHOW}:{self.port}"
        return [Path(os.environ["NP_PYTHON"]) / "bin/python", self.place.programs / "whip_page.py", url,
                self.place.clips / f"{size}.mjpeg", self._ready]  # fmt: skip

    def start(self, size="small", login=None):
        self._ready.unlink(missing_ok=True)
        self._show_is_there = self.process is not None  # the first time it starts after the camera
        super().start(size, login)

    def answers(self):
        return not self._show_is_there or self._ready.exists()

    def restart(self, size):
        if size != "small":
            return super().restart(size)
        os.kill(self.process.pid, signal.SIGUSR1)

    def signal(self, number):
        """Chromium is in a group of its own."""
        for pid in process_family(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


class File(Server):
    """No server at all: a file beside the show."""

    over_tcp = False

    def start(self, size="small", login=None):
        (self.folder / "clip.mp4").write_bytes((self.place.clips / f"{size}.mp4").read_bytes())

    def address(self, login=None):
        return str(self.folder / "clip.mp4")


SERVERS = {
    "rtsp-tcp": RtspTcp,
    "rtsp-udp": RtspUdp,
    "rtsp-vlc": RtspVlc,
    "rtsp-tcp-shared": RtspTcpShared,
    "rtsp-tcp-gop10": RtspTcpGop10,
    "mjpeg": Mjpeg,
    "mjpeg-quirky": MjpegQuirky,
    "mjpeg-ffmpeg": MjpegFfmpeg,
    "http-file": HttpFile,
    "hls": Hls,
    "rtmp": Rtmp,
    "srt": Srt,
    "whip": Whip,
    "whip-page": WhipPage,
    "file": File,
}


class Relay:
    """programs/relay.py in the camera's network: in front of the server, or with `alone` in its place."""

    def __init__(self, server, alone=False, does="pass"):
        place = server.place
        command = [sys.executable, place.programs / "relay.py", "--port", server.port, "--does", does]
        if not alone:
            command += ["--upstream", server.own_port]
        self.process = subprocess.Popen(
            place.network.at_camera(as_user(command, place.home)), stdin=subprocess.PIPE, text=True, stdout=place.log,
            stderr=place.log)  # fmt: skip
        while not network.listens(self.process.pid, server.port):
            if self.process.poll() is not None:
                raise RuntimeError("the relay does not start")
            time.sleep(0.005)

    def turn(self, does):
        self.process.stdin.write(f"{does}\n")
        self.process.stdin.flush()

    def kill(self):
        self.process.kill()
        self.process.wait()
