#include "engine/prompt.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "engine/messages.hpp"

namespace np {

std::string after_frames(const CommentRequest& request) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!text.empty()) text += "\n\n";
    text += part;
  };
  if (!request.last_line.empty()) add(np::format(messages::kDoNotRepeat, request.last_line));
  if (request.gone > Duration::zero()) add(np::format(messages::kAfterABreak, std::max(1.0, to_seconds(request.gone))));
  if (!request.facts.empty()) add(np::format(messages::kDetectorsNotes, request.facts));
  if (request.hint == LengthHint::kMinimal) add(messages::kShortPhrase);
  if (request.hint == LengthHint::kBrief) add(messages::kOneShortSentence);
  if (request.max_words > 0) add(np::format(messages::kSoManyWords, request.max_words));
  if (!request.instruction.empty()) add(np::format(messages::kFocus, request.instruction));
  return text;
}

std::string prompt_text(const CommentRequest& request) {
  return request.profile.empty() ? after_frames(request) : request.profile + "\n\n" + after_frames(request);
}

}  // namespace np
