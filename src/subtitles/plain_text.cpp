#include "subtitles/plain_text.hpp"

#include "base/format.hpp"
#include "subtitles/tidy.hpp"
#include "subtitles/timestamp.hpp"

namespace np::subtitles {

std::string PlainText::add(const SpokenLine& line) {
  const std::string text = tidy(line.text);
  if (text.empty()) return {};
  const bool unix_time = time_base_ == TimeBase::kUnix;
  return np::format("{}  {}\n", unix_time ? date_text(line.at_s) : position_text(milliseconds(line.at_s)), text);
}

}  // namespace np::subtitles
