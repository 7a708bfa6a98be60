#include "subtitles/subrip.hpp"

#include <string_view>

#include "base/format.hpp"
#include "subtitles/timestamp.hpp"

namespace np::subtitles {
namespace {

std::string without_markup(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '<')
      plain += "‹";
    else if (c == '>')
      plain += "›";
    else if (c == '{')
      plain += '(';
    else if (c == '}')
      plain += ')';
    else
      plain += c;
  }
  return plain;
}

}  // namespace

std::string subrip_head(const std::string&) { return {}; }

std::string subrip_cue(std::size_t number, const Cue& cue) {
  std::string text = np::format("{}\r\n{} --> {}\r\n", number, cue_time(cue.begin, ','), cue_time(cue.end, ','));
  for (const std::string& row : cue.rows) text += without_markup(row) + "\r\n";
  return text + "\r\n";
}

}  // namespace np::subtitles
