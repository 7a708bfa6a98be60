"""The way of speech from blocks with a position to sound without gaps, on its own: no commentary interferes."""
import pytest
from playwright.sync_api import expect

# A tone of 300 Hz in blocks of 20 ms, given in bursts of 60 ms and up to 200 ms ahead, as they come over a network. Then one look at what
# came out. Time is that of the sound, which a busy machine holds up.
PLAY_TONE = """async (lossy) => {
  const { sound } = nerdpudding;
  sound.setVolume(1);
  sound.analyser.fftSize = 32768;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const { context } = sound.analyser;
  const began = context.currentTime;
  const until = async (ms) => { while ((context.currentTime - began) * 1000 < ms) await wait(5); };
  for (let block = 0; block < 60; block++) {
    const samples = Int16Array.from({length: 960}, (_, i) => 16000 * Math.sin((block * 960 + i) / 48000 * 2 * Math.PI * 300));
    if (!(lossy && block === 40)) sound.play(1000000 + block * 960, samples);
    if (block % 3 === 2) await until(block * 20 - 200);
  }
  await until(1150);
  const out = new Float32Array(32768);
  sound.analyser.getFloatTimeDomainData(out);
  return Array.from(out);
}"""


def longest_silence(samples):
    longest = run = 0
    for sample in samples:
        run = run + 1 if abs(sample) < 0.002 else 0
        longest = max(longest, run)
    return longest


@pytest.mark.parametrize("path", ["worklet", "scheduled"])
@pytest.mark.parametrize("lossy", [False, True], ids=["whole", "a block is lost"])
def test_speech_has_no_gaps_but_those_that_were_sent(idle_server, browser, open_tab, path, lossy):
    context = browser.new_context()
    if path == "scheduled":
        context.add_init_script("delete BaseAudioContext.prototype.audioWorklet")
    page = open_tab(idle_server.url, context).page
    page.get_by_role("button", name="Turn on sound").click()
    expect(page.get_by_role("button", name="Mute")).to_be_visible()
    assert page.evaluate("nerdpudding.sound.path") == path
    samples = page.evaluate(PLAY_TONE, lossy)
    context.close()

    assert max(map(abs, samples)) > 0.4
    if lossy:
        assert 700 < longest_silence(samples) < 1000, "the lost block is 20 ms of silence, no more and no less"
        return
    assert longest_silence(samples) < 5
    steepest = max(abs(b - a) for a, b in zip(samples, samples[1:]))
    assert steepest < 1.2 * 16000 / 32768 * 2 * 3.1416 * 300 / 48000, "no clicks between the blocks"


PLACE = """async (blocks) => {
  const { SoundClock } = await import('/sound-clock.js');
  const clock = new SoundClock();
  return blocks.map(([position, now]) => clock.place(position, 960, now));
}"""


def test_the_clock(idle_server, open_tab):
    page = open_tab(idle_server.url).page

    def place(*blocks):
        return page.evaluate(PLACE, blocks)

    ahead = 5760  # 120 ms
    # Speech begins a little ahead of now; its blocks lie side by side whenever they come.
    assert place((7000, 100), (7960, 110), (8920, 2900)) == [100 + ahead, 1060 + ahead, 2020 + ahead]
    # A gap in the positions is as long in the sound.
    assert place((0, 0), (960, 0), (3840, 2000)) == [ahead, 960 + ahead, 3840 + ahead]
    # What was heard already is not heard again.
    assert place((0, 0), (960, 0), (960, 1000)) == [ahead, 960 + ahead, None]
    # After silence speech begins anew: drift is gone.
    assert place((0, 0), (48000, 48500)) == [ahead, 48500 + ahead]
    # But never before what is still to be heard.
    held_up = 20000 + ahead // 2
    assert place((0, 0), (960, 20000), (12000, 20000)) == [ahead, held_up, 20000 + ahead]
    assert place((0, 0), (960, 20000), (11600, 15000)) == [ahead, held_up, held_up + 960]
    # A block that was held up is not lost, and those behind it follow it.
    assert place((0, 0), (960, 20000), (1920, 20000)) == [ahead, held_up, held_up + 960]
    # Two seconds are too late.
    assert place((0, 0), (960, 120000)) == [ahead, None]
    # Another run of the server: another time line.
    assert place((500000, 0), (10, 1000)) == [ahead, 1000 + ahead]
