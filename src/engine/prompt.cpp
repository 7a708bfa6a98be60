#include "engine/prompt.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "engine/messages.hpp"

namespace np {

std::string head_text(const std::string& profile, const std::string& context) {
  if (context.empty()) return profile;
  const std::string known = np::format(messages::kWhatIsKnown, context);
  return profile.empty() ? known : profile + "\n\n" + known;
}

std::string before_frames(const CommentRequest& request) {
  return request.remembered.empty() ? std::string() : request.remembered + "\n\n" + messages::kNowThePictures;
}

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
  if (!request.language.empty()) add(np::format(messages::kAnswerIn, request.language));
  if (!request.instruction.empty()) add(np::format(messages::kFocus, request.instruction));
  return text;
}

std::string prompt_text(const CommentRequest& request) {
  std::string text;
  for (const std::string& part :
       {head_text(request.profile, request.context), before_frames(request), after_frames(request)})
    if (!part.empty()) text += (text.empty() ? "" : "\n\n") + part;
  return text;
}

}  // namespace np
