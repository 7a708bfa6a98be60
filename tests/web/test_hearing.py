"""The page says that the voice waits for pauses of the programme."""
from playwright.sync_api import expect

from noise_clip import make_noise_clip
from server import Server


def test_who_speaks_in_pauses_only(tmp_path, open_tab):
    server = Server(tmp_path / "log", "--source", make_noise_clip(tmp_path / "noise.mkv"), "--instruction", "Tell me what moves.", TALK="gaps")
    server.start()
    try:
        voice = open_tab(server.url).page.locator("#status-voice")
        expect(voice).to_contain_text("in pauses only", timeout=30_000)
    finally:
        server.stop()


def test_a_network_that_is_missing(tmp_path, open_tab):
    server = Server(tmp_path / "log", TALK="gaps", HEARING_MODEL=str(tmp_path / "none.onnx"))
    server.start()
    try:
        voice = open_tab(server.url).page.locator("#status-voice")
        expect(voice).to_contain_text("hears nothing")
        expect(voice).to_have_attribute("data-good", "wait")
    finally:
        server.stop()
