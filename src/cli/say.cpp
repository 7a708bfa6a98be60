#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "app/parts.hpp"
#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/messages.hpp"
#include "speech/speak_to_pcm.hpp"
#include "speech/text/left_out.hpp"
#include "speech/voices.hpp"
#include "speech/wav_file.hpp"

namespace np::command {
namespace {

// A server speaks what it can, and does not tell.
void tell_left_out(const std::string& voice, const std::string& text) {
  if (voice.starts_with(kServerVoice)) return;
  constexpr std::size_t kMostShown = 200;
  std::string words;
  for (const std::string& word : left_out_of_speech(text)) words += (words.empty() ? "" : " ") + word;
  if (!words.empty())
    std::fprintf(stderr, "%s\n", np::format(messages::kLeftOutOfSpeech, utf8::one_line(words, kMostShown)).c_str());
}

}  // namespace

void say(const Settings& settings, const std::string& text, const std::string& out) {
  if (out.empty() && isatty(STDOUT_FILENO)) throw WrongUsage(messages::kNoSoundOnTerminal);
  ManualLoop loop;
  const auto voices = make_voices(loop, settings);
  voices->wait_loaded();
  const PcmChunk sound = speak_to_pcm(*voices, loop, text);
  if (out.empty())
    std::cout << wav_bytes(sound) << std::flush;
  else
    write_wav_file(out, sound);
  tell_left_out(voices->chosen(), text);
}

}  // namespace np::command
