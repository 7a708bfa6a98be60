#include "whep/answer.hpp"

#include <utility>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "webrtc/codecs.hpp"
#include "webrtc/description.hpp"
#include "whep/messages.hpp"

namespace np::whep {
namespace {

constexpr std::size_t kLongestCodec = 16;

// An answer's first format is the one that was agreed on.
std::string mime_of(const webrtc::Section& section) {
  if (!section.sends || section.port == "0" || section.formats.empty()) return "";
  const auto known = section.codecs.find(section.formats.front());
  return known == section.codecs.end() ? "" : np::format("{}/{}", section.kind, known->second);
}

}  // namespace

Answer read_answer(std::string_view sdp, const std::string& shown) {
  auto read = webrtc::read_description(sdp);
  if (!read) throw Error(ErrorKind::kInvalid, np::format(messages::kWhepNonsense, shown));
  Answer answer{.sdp = std::move(read->sdp)};
  for (const webrtc::Section& section : read->sections) {
    std::string mime = mime_of(section);
    if (section.kind == "video" && !mime.empty() && !webrtc::can_decode(mime)) {
      const std::string codec = utf8::one_line(mime.substr(mime.find('/') + 1), kLongestCodec);
      throw Error(ErrorKind::kUnsupported, np::format(messages::kWhepNotDecoded, shown, codec));
    }
    answer.mimes.push_back(section.kind == "audio" && lower(mime) != "audio/opus" ? "" : std::move(mime));
  }
  if (answer.video().empty()) throw Error(ErrorKind::kUnsupported, np::format(messages::kWhepNoVideo, shown));
  return answer;
}

}  // namespace np::whep
