#include "engine/prompt.hpp"

#include <algorithm>

#include "base/format.hpp"

namespace np {

std::string after_frames(const CommentRequest& request) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!text.empty()) text += "\n\n";
    text += part;
  };
  if (!request.last_line.empty()) add("You just said (do not repeat it): " + request.last_line);
  if (request.gone > Duration::zero())
    add(
        np::format("There was no picture for {:.0f} seconds just before these frames: what happened meanwhile is not "
                   "known.",
                   std::max(1.0, to_seconds(request.gone))));
  if (!request.facts.empty()) add("A detector's notes on these frames, which may be wrong: " + request.facts);
  if (request.hint == LengthHint::kMinimal) add("Little has changed: one short phrase at most.");
  if (request.hint == LengthHint::kBrief) add("Keep it brief: one short sentence.");
  if (!request.instruction.empty()) add("Focus: " + request.instruction);
  return text;
}

std::string prompt_text(const CommentRequest& request) {
  return request.profile.empty() ? after_frames(request) : request.profile + "\n\n" + after_frames(request);
}

}  // namespace np
