#include "speech/text/sentence_limits.hpp"

#include "base/format.hpp"
#include "speech/messages.hpp"
#include "speech/voice.hpp"

namespace np {

std::optional<Error> over_limit(std::string_view sentence, std::size_t waiting) {
  if (sentence.size() > VoiceSession::kMaxBytes)
    return Error(ErrorKind::kInvalid, np::format(messages::kTextTooLong, VoiceSession::kMaxBytes));
  if (waiting >= VoiceSession::kMaxWaiting)
    return Error(ErrorKind::kUnavailable, np::format(messages::kVoiceIsBehind, VoiceSession::kMaxWaiting));
  return std::nullopt;
}

}  // namespace np
