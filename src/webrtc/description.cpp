#include "webrtc/description.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "webrtc/candidates.hpp"
#include "webrtc/codecs.hpp"
#include "webrtc/offers.hpp"
#include "webrtc/sdp_lines.hpp"

namespace np::webrtc {
namespace {

// "96 VP8/90000"
void read_codec(Section& section, std::string_view value) {
  const auto words = words_of(value);
  if (words.size() == 2) section.codecs[words[0]] = words[1].substr(0, words[1].find('/'));
}

// "3/sendonly http://..."
void read_extension(Section& section, std::string_view value) {
  constexpr int kMostOfOneByte = 14;
  const auto words = words_of(value);
  if (words.size() < 2 || words[1] != kTransportFeedback) return;
  int id = 0;
  std::from_chars(words[0].data(), words[0].data() + words[0].size(), id);
  if (id > 0 && id <= kMostOfOneByte) section.feedback = id;
}

// "video 9 UDP/TLS/RTP/SAVPF 96 97"
Section begin_section(std::string_view value, std::string mid, bool sends) {
  const auto words = words_of(value);
  return {.mid = std::move(mid),
          .kind = words[0],
          .port = words[1],
          .formats = {words.begin() + 3, words.end()},
          .sends = sends};
}

void read(Section& section, std::string_view value) {
  if (value.starts_with("rtpmap:")) read_codec(section, value.substr(7));
  if (value.starts_with("extmap:")) read_extension(section, value.substr(7));
  if (value == "recvonly" || value == "inactive") section.sends = false;
  if (value == "sendonly" || value == "sendrecv") section.sends = true;
  section.muxed |= value == "rtcp-mux";
}

}  // namespace

std::optional<Description> read_description(std::string_view sdp) {
  auto mids = sections_of(sdp);
  if (!mids) return std::nullopt;
  Description out;
  std::size_t candidates = 0;
  bool all_send = true;  // what the session says for all of them
  for (const std::string_view line : lines_of(sdp)) {
    const std::string_view value = line.substr(2);
    if (value.starts_with("candidate:") && (!names_an_address(value) || ++candidates > kMostCandidates)) continue;
    (out.sdp += line) += "\r\n";
    if (line[0] == 'm') out.sections.push_back(begin_section(value, std::move((*mids)[out.sections.size()]), all_send));
    if (line[0] != 'a') continue;
    out.waits_for_hello |= value == "setup:passive";
    if (value.starts_with("group:BUNDLE")) out.bundle = words_of(value);
    if (out.user.empty() && value.starts_with("ice-ufrag:")) out.user = value.substr(10);
    if (!out.sections.empty())
      read(out.sections.back(), value);
    else if (value == "recvonly" || value == "inactive")
      all_send = false;
  }
  return out;
}

const std::string& first_of(const std::vector<std::string>& mimes, std::string_view kind) {
  static const std::string kNone;
  const auto found = std::ranges::find_if(mimes, [&](const std::string& mime) { return mime.starts_with(kind); });
  return found == mimes.end() ? kNone : *found;
}

}  // namespace np::webrtc
