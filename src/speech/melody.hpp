// What an exclamation and a question sound like. The voice's network was taught with a voice that reads every sentence
// alike (its pitch differs by 3 % at most), so its pitch is bent: a question rises at its end, an exclamation goes
// higher and lower. Pure functions.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace np {

enum class Melody { kStatement, kExclamation, kQuestion };

// By its last sign. Who asks with "who" or "what" in front falls as in a statement: the word is the question.
Melody melody_of(std::string_view sentence);

// `pitch_hz`: a frame of 12.5 ms each, as Spectra has it.
std::vector<float> bent_pitch(std::span<const float> pitch_hz, Melody melody);

}  // namespace np
