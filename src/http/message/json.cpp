#include "http/message/json.hpp"

#include <cmath>

#include "base/format.hpp"
#include "base/utf8.hpp"

namespace np::http {
std::string json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const utf8::Front at = utf8::front(text);
    const auto c = static_cast<unsigned char>(text[0]);
    if (at.kind != utf8::Front::Kind::kCharacter)
      out += utf8::kReplacement;
    else if (c == '"' || c == '\\')
      (out += '\\') += text[0];
    else if (c == '\n')
      out += "\\n";
    else if (c < 0x20)
      out += np::format("\\u{:04x}", c);
    else
      out += text.substr(0, at.bytes);
    text.remove_prefix(at.bytes);
  }
  return out + '"';
}

std::string json_number(double value) {
  if (!std::isfinite(value)) return "null";
  // Three decimals are enough for whatever is measured here; shortest form of the rounded value.
  const double rounded = std::round(value * 1000) / 1000;
  return std::abs(rounded) < 1e15 ? np::format("{}", rounded == 0 ? 0.0 : rounded) : np::format("{:.0f}", value);
}

std::string text_or_null(const std::string& text) { return text.empty() ? "null" : json_string(text); }

std::string number_or_null(std::optional<double> value) { return value ? json_number(*value) : "null"; }

std::string json_array(std::span<const std::string> texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out += ',';
    out += json_string(text);
  }
  return out + ']';
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  members_ += json_string(key);
  members_ += ':';
  members_ += json;
  return *this;
}

}  // namespace np::http
