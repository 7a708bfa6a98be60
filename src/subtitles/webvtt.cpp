#include "subtitles/webvtt.hpp"

#include <string_view>

#include "base/format.hpp"
#include "subtitles/timestamp.hpp"

namespace np::subtitles {
namespace {

// Escapes characters that would make a tag, an entity or, in "-->", an arrow between two times.
std::string vtt_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else
      escaped += c;
  }
  return escaped;
}

}  // namespace

std::string webvtt_head(const std::string& comment) {
  if (comment.empty()) return "WEBVTT\n\n";
  return np::format("WEBVTT\n\nNOTE {}\n\n", vtt_escaped(comment));
}

std::string webvtt_cue(std::size_t, const Cue& cue) {
  std::string text = np::format("{} --> {}\n", cue_time(cue.begin, '.'), cue_time(cue.end, '.'));
  for (const std::string& row : cue.rows) text += vtt_escaped(row) + "\n";
  return text + "\n";
}

}  // namespace np::subtitles
