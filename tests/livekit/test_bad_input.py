"""Wrong settings, servers that are none, and people who send nonsense: said clearly, and the show goes on."""
import asyncio
import os
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from websockets.asyncio.server import serve as websocket_server

import messages
from bot import Bot, live, trouble

SAMPLE = os.environ["NP_SAMPLE"]


@pytest.fixture
def show(serve):
    """show(**settings) -> a bot whose show has a file for its source."""
    def one(**settings):
        bot = Bot(serve(INSTRUCTION="", SOURCE=SAMPLE, **settings))
        bot.until_live()
        return bot

    return one


def goes_on(bot):
    assert live(bot.status()) and bot.server.process.poll() is None


def waits(bot, sentence, timeout=20):
    """The room is waited for, and this is the reason."""
    def so(status):
        room = status["livekit"]
        return room["state"] == "waiting" and sentence.said_in(room["reason"])

    bot.until(so, timeout)
    goes_on(bot)


@pytest.mark.parametrize("settings, sentence", [
    ({"LIVEKIT_URL": "ws://no-such-host.invalid:7880"}, messages.kLivekitNameNotKnown),
    ({"LIVEKIT_URL": "ws://127.0.0.1:1"}, messages.kNoLivekitAnswers),
    ({"LIVEKIT_API_KEY": "wrong"}, messages.kLivekitRefusesKey),
    ({"LIVEKIT_API_SECRET": "another secret of 32 characters and more"}, messages.kLivekitRefusesKey),
], ids=["host", "port", "key", "secret"])  # fmt: skip
def test_a_wrong_setting(show, settings, sentence):
    waits(show(**settings), sentence)


def test_a_web_server(show):
    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    waits(show(LIVEKIT_URL=f"ws://127.0.0.1:{server.server_address[1]}"), messages.kLivekitIsWebServer)
    server.shutdown()


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_the_clock_is_wrong(show, tmp_path, seconds):
    waits(show(**trouble(tmp_path, CLOCK=seconds)), messages.kLivekitTokenOutdated)


def test_a_full_room(show, livekit, join):
    livekit.call("CreateRoom", room="", name="test", max_participants=1)
    join("ann")
    bot = show()
    bot.until(lambda s: s["livekit_connected"])
    assert [p["identity"] for p in bot.status()["livekit"]["participants"]] == ["ann"]


async def never_ends(_):
    await asyncio.sleep(1000)


def saying(*words):
    async def talk(connection):
        for message in words:
            await connection.send(message)
        await asyncio.sleep(1000)

    return talk


async def closes(_):
    pass


@pytest.mark.parametrize("talk", [
    saying(os.urandom(500)), saying("{}"), saying(b"\x0a\xff\x01\x0a"), saying(bytes(3 << 20)), never_ends, closes,
], ids=["garbage", "text", "half", "huge", "silent", "closing"])  # fmt: skip
def test_a_websocket_that_is_no_room(show, talk):
    calls = []

    async def answer(connection):
        calls.append(time.monotonic())
        await talk(connection)

    async def run(listener):
        async with websocket_server(answer, sock=listener):
            await asyncio.sleep(1000)

    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=lambda: asyncio.run(run(listener)), daemon=True).start()
    bot = show(LIVEKIT_URL=f"ws://127.0.0.1:{listener.getsockname()[1]}")
    bot.until(lambda s: s["livekit"]["state"] == "waiting" and s["livekit"]["reason"], 20)
    print(bot.status()["livekit"]["reason"])
    memory, called = bot.memory(), len(calls)
    time.sleep(5)
    assert len(calls) - called <= 12, "no back-off"
    assert bot.memory() < memory + 30
    goes_on(bot)


def test_chat_that_is_no_instruction(show, join):
    bot = show()
    bot.until(lambda s: s["livekit_connected"])
    ann = join("ann")
    say = "(text) => room.localParticipant.sendText(text, { topic: 'lk.chat' })"
    ann.evaluate(say, "only the dog")
    bot.until(lambda s: s["instruction"] == "only the dog")
    bot.until(lambda s: s["frames_buffered"] >= 40)  # what is kept of the video fills up first
    memory = bot.memory()
    ann.evaluate("async () => { for (let n = 0; n < 300; ++n) await room.localParticipant.sendText('x'.repeat(100000),"
                 " { topic: 'lk.chat' }); }")  # fmt: skip
    assert bot.status()["instruction"] == "only the dog" and bot.memory() < memory + 50
    ann.evaluate("() => room.localParticipant.sendText('x'.repeat(10e6), { topic: 'lk.chat' })")
    assert bot.status()["instruction"] == "only the dog" and bot.memory() < memory + 50
    for text in ("a\0b", "a\x1b[2Jb", "\ud800"):
        ann.evaluate(say, text)
    ann.evaluate(say, "only the cat")
    bot.until(lambda s: s["instruction"] == "only the cat")
    ann.evaluate("async () => { for (let n = 0; n < 500; ++n) await room.localParticipant.sendText('',"
                 " { topic: 'lk.chat' }); }")  # fmt: skip
    ann.evaluate(say, "only the bird")
    bot.until(lambda s: s["instruction"] == "only the bird")
    goes_on(bot)


@pytest.mark.parametrize("size", [(1, 1), (7680, 4320)], ids=["1x1", "8K"])
def test_a_strange_size(serve, join, size):
    bot = Bot(serve(INSTRUCTION=""))
    bot.until(lambda s: s["livekit_connected"])
    ann = join("ann")
    ann.evaluate("""async ([width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      let n = 0;
      setInterval(() => { context.fillStyle = `hsl(${n += 7} 80% 50%)`; context.fillRect(0, 0, width, height); }, 300);
      await room.localParticipant.publishTrack(canvas.captureStream(3).getVideoTracks()[0], { simulcast: false });
    }""", size)
    bot.start(wait=True)
    status = bot.until(lambda s: live(s) or s["source_reason"], 20)
    print(status["source_state"], status["source_reason"], status["source_width"], status["source_height"])
    time.sleep(4)
    assert bot.status()["livekit_connected"] and bot.memory() < 1500


def test_a_video_that_cannot_be_decoded(serve, join):
    bot = Bot(serve(INSTRUCTION=""))
    bot.until(lambda s: s["livekit_connected"])
    ann = join("ann", camera=True, codec="av1")
    bot.until(lambda s: [t["codec"] for p in s["livekit"]["participants"] for t in p["tracks"]] == ["AV1"])
    code, answer = bot.start()
    assert code == 400 and answer["detail"] == messages.kVideoNotDecoded.format("ann", "AV1"), answer
    assert bot.status()["livekit"]["track"] == ""
    join("bob", camera=True)
    bot.start(wait=True)
    bot.until_live()
    ann.leave()
