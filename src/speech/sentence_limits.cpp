#include "speech/sentence_limits.hpp"

#include "base/format.hpp"
#include "speech/voice.hpp"

namespace np {

std::optional<Error> over_limit(std::string_view sentence, std::size_t waiting) {
  if (sentence.size() > VoiceSession::kMaxBytes)
    return Error(ErrorKind::kInvalid, np::format("The text is too long to be spoken at once; give at most {} bytes.",
                                                 VoiceSession::kMaxBytes));
  if (waiting >= VoiceSession::kMaxWaiting)
    return Error(ErrorKind::kUnavailable,
                 np::format("The voice is {} sentences behind; this one is left out.", VoiceSession::kMaxWaiting));
  return std::nullopt;
}

}  // namespace np
