#include "whip/offer.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <ranges>
#include <set>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "webrtc/candidates.hpp"
#include "webrtc/codecs.hpp"
#include "webrtc/offers.hpp"
#include "webrtc/sdp_lines.hpp"
#include "whip/messages.hpp"

namespace np::whip {
namespace {

constexpr std::size_t kLongestCodec = 16;

struct Section {
  std::string_view kind;                             // "video"
  std::vector<std::string_view> formats;             // payload types, in the order of preference
  std::map<std::string_view, std::string_view> map;  // payload type to "VP8"
  bool sends = true;
  bool muxed = false;
  int feedback = 0;
};

[[noreturn]] void refuse(std::string_view sentence) { throw Error(ErrorKind::kInvalid, std::string(sentence)); }

// "96 VP8/90000"
void read_map(Section& section, std::string_view value) {
  const auto words = webrtc::words_of(value);
  if (words.size() == 2) section.map[words[0]] = words[1].substr(0, words[1].find('/'));
}

// "3/sendonly http://..."
void read_extension(Section& section, std::string_view value) {
  constexpr int kMostOfOneByte = 14;
  const auto words = webrtc::words_of(value);
  if (words.size() < 2 || words[1] != webrtc::kTransportFeedback) return;
  int id = 0;
  std::from_chars(words[0].data(), words[0].data() + words[0].size(), id);
  if (id > 0 && id <= kMostOfOneByte) section.feedback = id;
}

std::string video_codec(const Section& section) {
  std::string others;
  for (const std::string_view format : section.formats) {
    const auto known = section.map.find(format);
    if (known == section.map.end()) continue;
    if (const std::string mime = np::format("video/{}", known->second); webrtc::can_decode(mime)) return mime;
    static const std::set<std::string> kHelpers{"rtx", "red", "ulpfec", "flexfec-03"};
    const std::string name(known->second.substr(0, kLongestCodec));
    if (!kHelpers.contains(lower(name)) && !others.contains(name)) others += (others.empty() ? "" : ", ") + name;
  }
  throw Error(ErrorKind::kUnsupported, np::format(messages::kOfferNotDecoded, others.empty() ? "nothing" : others));
}

std::string sound_codec(const Section& section) {
  const bool opus = std::ranges::any_of(section.map, [](const auto& entry) { return lower(entry.second) == "opus"; });
  return opus ? "audio/opus" : "";
}

}  // namespace

const std::string& Offer::video() const {
  return *std::ranges::find_if(mimes, [](const std::string& mime) { return mime.starts_with("video/"); });
}

bool Offer::has_sound() const { return std::ranges::contains(mimes, "audio/opus"); }

Offer read_offer(std::string_view sdp) {
  auto mids = webrtc::sections_of(sdp);
  if (!mids) refuse(messages::kOfferIsNonsense);
  Offer offer{.mids = std::move(*mids)};
  std::vector<Section> sections;
  std::vector<std::string_view> bundle;
  std::size_t candidates = 0;
  bool everything_sends = true;  // what the session says for all of them
  for (const std::string_view line : webrtc::lines_of(sdp)) {
    const std::string_view value = line.substr(2);
    if (value.starts_with("candidate:") && (!webrtc::names_an_address(value) || ++candidates > webrtc::kMostCandidates)) continue;
    (offer.sdp += line) += "\r\n";
    if (line[0] == 'm') {
      auto words = webrtc::words_of(value);
      sections.push_back({.kind = words[0], .sends = everything_sends});
      sections.back().formats.assign(words.begin() + 3, words.end());
    }
    if (value.starts_with("group:BUNDLE")) bundle = webrtc::words_of(value);
    if (offer.user.empty() && value.starts_with("ice-ufrag:")) offer.user = value.substr(10);
    const bool sends_nothing = value == "recvonly" || value == "inactive";
    if (sections.empty()) {
      if (sends_nothing) everything_sends = false;
      continue;
    }
    Section& section = sections.back();
    if (value.starts_with("rtpmap:")) read_map(section, value.substr(7));
    if (value.starts_with("extmap:")) read_extension(section, value.substr(7));
    if (sends_nothing) section.sends = false;
    if (value == "sendonly" || value == "sendrecv") section.sends = true;
    section.muxed |= value == "rtcp-mux";
  }
  const auto count = [&](std::string_view kind) { return std::ranges::count(sections, kind, &Section::kind); };
  if (count("video") == 0) refuse(messages::kOfferHasNoVideo);
  if (count("video") > 1 || count("audio") > 1 || count("application") > 0) refuse(messages::kOfferHasTooMuch);
  if (!std::ranges::all_of(sections, &Section::muxed)) refuse(messages::kOfferIsNotBundled);
  if (sections.size() > 1)
    for (const std::string& mid : offer.mids)
      if (!std::ranges::contains(bundle, std::string_view(mid))) refuse(messages::kOfferIsNotBundled);
  for (const Section& section : sections) {
    const bool video = section.kind == "video";
    if (video && !section.sends) refuse(messages::kOfferSendsNothing);
    offer.feedback.push_back(section.feedback);
    offer.mimes.push_back(video ? video_codec(section) : section.sends ? sound_codec(section) : "");
  }
  return offer;
}

}  // namespace np::whip
