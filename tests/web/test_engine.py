"""The page says who comments: the model, or the watcher while the model is not there."""
import subprocess
from pathlib import Path

from playwright.sync_api import expect

import messages
from page import BINARY, INSTRUCTION, SAMPLE, lines
from server import Server


def test_a_model_that_cannot_be_loaded_and_then_one_that_can(tmp_path, open_tab):
    models = tmp_path / "models"
    models.mkdir()
    server = Server(tmp_path / "log", "--source", SAMPLE, "--instruction", INSTRUCTION, MODEL_PATH=str(models),
                    GPU_DEVICE="cpu", MAX_SLICE_NUMS="1", TTS_MAX_NEW_TOKENS="8", MAX_INP_LENGTH="1024")
    server.start()
    try:
        page = open_tab(server.url).page
        engine = page.locator("#status-engine")
        expect(engine).to_contain_text("nerdpudding pull")
        expect(engine).to_contain_text(messages.meanwhile.format(messages.builtInEyes))
        expect(lines(page).first).to_be_visible(timeout=60_000)

        server.stop()
        subprocess.run([Path(BINARY).parent / "tests" / "tiny_model", models], check=True)
        server.start()
        expect(engine).to_have_text("synthetic")
        expect(page.locator("#engine-note")).to_be_hidden()
    finally:
        server.stop()
