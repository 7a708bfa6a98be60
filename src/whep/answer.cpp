#include "whep/answer.hpp"

#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "webrtc/candidates.hpp"
#include "webrtc/codecs.hpp"
#include "webrtc/offers.hpp"
#include "webrtc/sdp_lines.hpp"
#include "whep/messages.hpp"

namespace np::whep {
namespace {

constexpr std::size_t kLongestCodec = 16;

struct Section {
  std::string_view kind;                             // "video"
  std::string_view format;                           // the payload type that is preferred
  std::map<std::string_view, std::string_view> map;  // payload type to "VP8"
  bool sends = true;
};

Section section_of(std::string_view media) {
  const auto words = webrtc::words_of(media);
  return {.kind = words[0], .format = words.size() > 3 ? words[3] : "", .sends = words[1] != "0"};
}

void read(Section& section, std::string_view value) {
  if (value == "recvonly" || value == "inactive") section.sends = false;
  if (!value.starts_with("rtpmap:")) return;
  const auto words = webrtc::words_of(value.substr(7));
  if (words.size() == 2) section.map[words[0]] = words[1].substr(0, words[1].find('/'));
}

std::string mime_of(const Section& section) {
  const auto known = section.map.find(section.format);
  return !section.sends || known == section.map.end() ? "" : np::format("{}/{}", section.kind, known->second);
}

}  // namespace

const std::string& Answer::video() const {
  return *std::ranges::find_if(mimes, [](const std::string& mime) { return mime.starts_with("video/"); });
}

bool Answer::has_sound() const {
  return std::ranges::any_of(mimes, [](const std::string& mime) { return mime.starts_with("audio/"); });
}

Answer read_answer(std::string_view sdp, const std::string& shown) {
  if (!webrtc::sections_of(sdp)) throw Error(ErrorKind::kInvalid, np::format(messages::kWhepNonsense, shown));
  Answer answer;
  std::vector<Section> sections;
  std::size_t candidates = 0;
  for (const std::string_view line : webrtc::lines_of(sdp)) {
    const std::string_view value = line.substr(2);
    if (value.starts_with("candidate:") &&
        (!webrtc::names_an_address(value) || ++candidates > webrtc::kMostCandidates))
      continue;
    (answer.sdp += line) += "\r\n";
    if (line[0] == 'm')
      sections.push_back(section_of(value));
    else if (line[0] == 'a' && !sections.empty())
      read(sections.back(), value);
  }
  for (const Section& section : sections) {
    std::string mime = mime_of(section);
    if (section.kind == "video" && !mime.empty() && !webrtc::can_decode(mime)) {
      const std::string codec = utf8::one_line(mime.substr(mime.find('/') + 1), kLongestCodec);
      throw Error(ErrorKind::kUnsupported, np::format(messages::kWhepNotDecoded, shown, codec));
    }
    answer.mimes.push_back(section.kind == "audio" && lower(mime) != "audio/opus" ? "" : std::move(mime));
  }
  if (std::ranges::none_of(answer.mimes, [](const std::string& mime) { return mime.starts_with("video/"); }))
    throw Error(ErrorKind::kUnsupported, np::format(messages::kWhepNoVideo, shown));
  return answer;
}

}  // namespace np::whep
