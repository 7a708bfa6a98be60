#include "library/upload_name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np {
namespace {

constexpr std::size_t kLongestEnding = 12;  // bytes, with its dot

std::string_view ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == name.npos || dot == 0 || name.size() - dot > kLongestEnding) return {};
  return name.substr(dot);
}

std::string as_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const utf8::Front front = utf8::front(text);
    if (front.kind == utf8::Front::Kind::kCharacter)
      out += text.substr(0, front.bytes);
    else
      out += '_';
    text.remove_prefix(std::min(front.bytes, text.size()));
  }
  return out;
}

}  // namespace

std::string upload_name(std::string_view asked) {
  if (const auto slash = asked.find_last_of("/\\"); slash != asked.npos) asked.remove_prefix(slash + 1);
  std::string name = utf8::without_controls(as_utf8(asked));
  std::erase_if(name, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
  std::string_view left = trim(name);
  while (left.starts_with('.')) left.remove_prefix(1);
  left = trim(left);
  if (left.empty()) return "video";
  if (left.size() <= kMostUploadName) return std::string(left);
  const std::string_view ending = ending_of(left);
  const std::size_t kept = utf8::cut(left.substr(0, left.size() - ending.size()), kMostUploadName - ending.size());
  return std::string(trim(left.substr(0, kept))) + std::string(ending);
}

std::string numbered_name(std::string_view name, int number) {
  const std::string_view ending = ending_of(name);
  const std::string end = " (" + std::to_string(number) + ")" + std::string(ending);
  const std::string_view stem = name.substr(0, name.size() - ending.size());
  return std::string(stem.substr(0, utf8::cut(stem, kMostUploadName - end.size()))) + end;
}

bool is_upload_id(std::string_view text) {
  return text.size() >= 8 && text.size() <= 32 &&
         std::ranges::all_of(text, [](char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '_'; });
}

}  // namespace np
