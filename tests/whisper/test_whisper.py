"""What a good recogniser understands of each voice. `./dev test whisper` brings it; it is not in the default run."""
import subprocess

import pytest

from spoken import SENTENCES, in_order, say, words
from tiny_whisper import understood


@pytest.mark.parametrize("voice, least", [("clara", 0.93), ("victor", 0.93), ("june", 0.93), ("otto", 0.93), ("flite", 0.8)])
def test_it_understands(tmp_path, voice, least):
    told = right = 0
    lines = []
    for i, sentence in enumerate(SENTENCES):
        wav, at_16k = tmp_path / f"{i}.wav", tmp_path / f"{i}.16k.wav"
        say(sentence, "-o", wav, "--voice", voice)
        subprocess.run(["sox", wav, "-r", "16000", at_16k, "pad", "0.3", "0.3"], check=True, timeout=60)
        heard = words(understood(at_16k))
        told += len(words(sentence))
        right += in_order(words(sentence), heard)
        lines.append(f"{sentence} -> {' '.join(heard)}")
    print(*lines, f"{voice}: {right} of {told}", sep="\n")
    assert right >= least * told, "\n".join(lines)
