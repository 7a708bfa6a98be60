// The melody of exclamations and questions. The voice's network was taught with a voice that reads every sentence alike
// (its pitch differs by 3 % at most), so we bend its pitch: a question rises at its end, an exclamation goes higher and
// lower. Pure functions.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace np {

enum class Melody { kStatement, kExclamation, kQuestion };

// By its last sign. A question that begins with "who" or "what" falls like a statement: the word is the question.
Melody melody_of(std::string_view sentence);

// `pitch_hz`: a frame of 12.5 ms each, as Spectra has it.
std::vector<float> bent_pitch(std::span<const float> pitch_hz, Melody melody);

}  // namespace np
