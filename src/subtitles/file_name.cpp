#include "subtitles/file_name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "subtitles/tidy.hpp"

namespace np::subtitles {
namespace {

constexpr std::size_t kMostBytes = 100;
constexpr std::string_view kRefused = "\\/:*?\"<>|%";

// "rtsp://cam.local/front?x=1" -> "cam.local/front", "/media/match.mp4" -> "match".
std::string_view essence(std::string_view source) {
  const std::size_t scheme = source.find("://");
  if (scheme != source.npos) {
    source.remove_prefix(scheme + 3);
    return source.substr(0, source.find_first_of("?#"));
  }
  source = source.substr(source.find_last_of("/\\") + 1);
  const std::size_t dot = source.rfind('.');
  return dot == source.npos || dot == 0 ? source : source.substr(0, dot);
}

}  // namespace

std::string file_name(std::string_view source, std::string_view day, Format format) {
  std::string name(essence(source));
  std::ranges::replace_if(name, [](char c) { return kRefused.contains(c); }, ' ');
  name = tidy(name);
  name.resize(utf8::cut(name, kMostBytes));
  name = trim(name);
  while (name.starts_with('.')) name.erase(0, 1);
  if (name.empty()) name = "NerdPudding";
  if (!day.empty()) name += ' ' + std::string(day);
  return name + std::string(info(format).ending);
}

}  // namespace np::subtitles
