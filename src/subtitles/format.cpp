#include "subtitles/format.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace np::subtitles {

const FormatInfo& info(Format format) { return *std::ranges::find(kFormats, format, &FormatInfo::format); }

std::optional<Format> format_of_key(std::string_view key) {
  const auto found = std::ranges::find(kFormats, key, &FormatInfo::key);
  if (found == kFormats.end()) return std::nullopt;
  return found->format;
}

std::optional<Format> format_of_file(std::string_view name) {
  const std::string small = lower(name);
  const auto found = std::ranges::find_if(kFormats, [&](const FormatInfo& f) { return small.ends_with(f.ending); });
  if (found == kFormats.end()) return std::nullopt;
  return found->format;
}

}  // namespace np::subtitles
