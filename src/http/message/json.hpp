// Writes flat JSON with numbers as people write them (Boost.JSON says 5E0 for 5.0). Parsing is Boost.JSON's.
#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace np::http {

std::string json_string(std::string_view text);     // quoted; bytes that are not UTF-8 become U+FFFD
std::string json_number(double value);              // null if it is not finite
std::string text_or_null(const std::string& text);  // null if empty
std::string number_or_null(std::optional<double> value);
std::string json_array(std::span<const std::string> texts);

class JsonObject {
 public:
  JsonObject& raw(std::string_view key, std::string_view json);
  JsonObject& add(std::string_view key, std::string_view text) { return raw(key, json_string(text)); }
  JsonObject& add(std::string_view key, const char* text) { return raw(key, json_string(text)); }
  JsonObject& add(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  JsonObject& add(std::string_view key, double value) { return raw(key, json_number(value)); }
  JsonObject& add(std::string_view key, std::integral auto value) { return raw(key, std::to_string(value)); }
  std::string text() const { return '{' + members_ + '}'; }

 private:
  std::string members_;
};

}  // namespace np::http
