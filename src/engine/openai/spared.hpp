// The fields that requests to a model server leave out because it refuses them. Plain value.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace np::openai {

namespace field {
// Fields of one kind of server only, or of newer ones.
inline constexpr std::string_view kTemplate = "chat_template_kwargs";
inline constexpr std::string_view kProcessor = "mm_processor_kwargs";
inline constexpr std::string_view kCache = "cache_prompt";
// OpenAI's own fields; its server refuses some of them for some models.
inline constexpr std::string_view kMaxTokens = "max_tokens";
inline constexpr std::string_view kMaxCompletionTokens = "max_completion_tokens";  // for servers that refuse the older
                                                                                   // name
inline constexpr std::string_view kTemperature = "temperature";
inline constexpr std::string_view kTopP = "top_p";
inline constexpr std::string_view kStream = "stream";
}  // namespace field

class Spared {
 public:
  // All fields that requests can leave out.
  static constexpr std::string_view kAll[] = {
      field::kTemplate,    field::kProcessor, field::kCache, field::kMaxTokens, field::kMaxCompletionTokens,
      field::kTemperature, field::kTopP,      field::kStream};
  static constexpr std::string_view kExtras[] = {field::kTemplate, field::kProcessor, field::kCache};

  bool has(std::string_view name) const { return std::ranges::contains(names_, name); }
  // False: it is left out already, or cannot be.
  bool add(std::string_view name) {
    if (has(name) || !std::ranges::contains(kAll, name)) return false;
    names_.emplace_back(name);
    return true;
  }
  const std::vector<std::string>& names() const { return names_; }
  bool operator==(const Spared&) const = default;

 private:
  std::vector<std::string> names_;
};

}  // namespace np::openai
