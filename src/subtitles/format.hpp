// The formats of documents made of lines. Pure functions.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace np::subtitles {

enum class Format { kText, kJsonLines, kWebVtt, kSubRip };

struct FormatInfo {
  Format format;
  std::string_view key;     // people's name for it: "vtt"
  std::string_view ending;  // of a file's name: ".vtt"
  std::string_view content_type;
};
inline constexpr std::array<FormatInfo, 4> kFormats = {{
    {Format::kText, "text", ".txt", "text/plain; charset=utf-8"},
    {Format::kJsonLines, "jsonl", ".jsonl", "application/jsonl"},
    {Format::kWebVtt, "vtt", ".vtt", "text/vtt; charset=utf-8"},
    {Format::kSubRip, "srt", ".srt", "application/x-subrip"},
}};

const FormatInfo& info(Format format);
std::optional<Format> format_of_key(std::string_view key);
// By the ending of the name, in any case.
std::optional<Format> format_of_file(std::string_view name);

}  // namespace np::subtitles
