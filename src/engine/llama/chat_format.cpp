#include "engine/llama/chat_format.hpp"

#include <llama.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "base/error.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

// Stand for texts that are not there yet.
constexpr char kProfile[] = "\x01profile\x01";
constexpr char kQuestion[] = "\x01question\x01";

// The library knows templates by their words; it does not run them.
std::optional<std::string> applied(const std::string& chat_template, std::vector<llama_chat_message> chat) {
  std::string text(chat_template.size() + 4096, '\0');
  const auto size = llama_chat_apply_template(chat_template.c_str(), chat.data(), chat.size(), true, text.data(),
                                              static_cast<std::int32_t>(text.size()));
  if (size < 0 || size > std::ssize(text)) return std::nullopt;
  text.resize(size);
  return text;
}

// What the library makes of SmolVLM's template leaves out who speaks in the first turn.
ChatFormat smolvlm() {
  return {.before_profile = "<|im_start|>System: ",
          .after_profile = "<end_of_utterance>\nUser:",
          .without_profile = "<|im_start|>User:",
          .answer = "<end_of_utterance>\nAssistant:"};
}

// Gemma 4's. Its larger models are told in so many words that they have thought already.
ChatFormat gemma4(const std::string& chat_template) {
  const bool thinks = chat_template.contains("<|channel>thought\n<channel|>") ||
                      chat_template.contains("<|channel>thought\\n<channel|>");  // in a text of the template's language
  return {.before_profile = "<|turn>system\n",
          .after_profile = "<turn|>\n<|turn>user\n",
          .without_profile = "<|turn>user\n",
          .answer = std::string("<turn|>\n<|turn>model\n") + (thinks ? "<|channel>thought\n<channel|>" : "")};
}

}  // namespace

ChatFormat chat_format(const std::string& chat_template) {
  if (chat_template.contains("<end_of_utterance>")) return smolvlm();
  if (chat_template.contains("<|turn>")) return gemma4(chat_template);
  const std::string name = chat_template.empty() ? "chatml" : chat_template;
  const auto with = applied(name, {{"system", kProfile}, {"user", kQuestion}});
  const auto without = applied(name, {{"user", kQuestion}});
  const std::size_t profile = with ? with->find(kProfile) : std::string::npos;
  const std::size_t question = with ? with->find(kQuestion) : std::string::npos;
  const std::size_t alone = without ? without->find(kQuestion) : std::string::npos;
  if (question == std::string::npos || profile > question || alone == std::string::npos)
    throw Error(ErrorKind::kUnsupported, messages::kChatFormatNotKnown);
  ChatFormat format{
      .before_profile = with->substr(0, profile),
      .after_profile = with->substr(profile + sizeof kProfile - 1, question - profile - sizeof kProfile + 1),
      .without_profile = without->substr(0, alone),
      .answer = with->substr(question + sizeof kQuestion - 1)};
  if (chat_template.empty() || chat_template.contains("enable_thinking")) format.answer += "<think>\n\n</think>\n\n";
  return format;
}

}  // namespace np
