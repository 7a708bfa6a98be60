// flite's voice "rms", in this process. flite keeps state of its own behind all its voices and is not made for threads:
// one sentence is spoken at a time in the whole process, a second caller waits.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace np::flite {

inline constexpr int kRate = 16000;
inline constexpr const char* kVoice = "rms";

// Blocks; any thread. `ascii` is what speakable() gives, at most a few hundred bytes. `on_samples` gets the sound while
// it is made, in parts of 0.1 s; false from it ends the synthesis. Its exceptions come out here. Throws Error.
void say(const std::string& ascii, const std::function<bool(std::span<const std::int16_t>)>& on_samples);

}  // namespace np::flite
