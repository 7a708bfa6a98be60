#include "whip/offer.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "webrtc/codecs.hpp"
#include "webrtc/description.hpp"
#include "whip/messages.hpp"

namespace np::whip {
namespace {

constexpr std::size_t kLongestCodec = 16;

[[noreturn]] void refuse(std::string_view sentence) { throw Error(ErrorKind::kInvalid, std::string(sentence)); }

std::string video_codec(const webrtc::Section& section) {
  std::string others;
  for (const std::string_view format : section.formats) {
    const auto known = section.codecs.find(format);
    if (known == section.codecs.end()) continue;
    if (const std::string mime = np::format("video/{}", known->second); webrtc::can_decode(mime)) return mime;
    static const std::set<std::string> kHelpers{"rtx", "red", "ulpfec", "flexfec-03"};
    const std::string name(known->second.substr(0, kLongestCodec));
    if (!kHelpers.contains(lower(name)) && !others.contains(name)) others += (others.empty() ? "" : ", ") + name;
  }
  throw Error(ErrorKind::kUnsupported, np::format(messages::kOfferNotDecoded, others.empty() ? "nothing" : others));
}

std::string sound_codec(const webrtc::Section& section) {
  const bool opus =
      std::ranges::any_of(section.codecs, [](const auto& entry) { return lower(entry.second) == "opus"; });
  return opus ? "audio/opus" : "";
}

}  // namespace

Offer read_offer(std::string_view sdp) {
  auto read = webrtc::read_description(sdp);
  if (!read) refuse(messages::kOfferIsNonsense);
  const auto& sections = read->sections;
  const auto count = [&](std::string_view kind) { return std::ranges::count(sections, kind, &webrtc::Section::kind); };
  if (count("video") == 0) refuse(messages::kOfferHasNoVideo);
  if (count("video") > 1 || count("audio") > 1 || count("application") > 0) refuse(messages::kOfferHasTooMuch);
  if (!std::ranges::all_of(sections, &webrtc::Section::muxed)) refuse(messages::kOfferIsNotBundled);
  if (sections.size() > 1)
    for (const webrtc::Section& section : sections)
      if (!std::ranges::contains(read->bundle, std::string_view(section.mid))) refuse(messages::kOfferIsNotBundled);
  Offer offer{.sdp = std::move(read->sdp), .user = std::move(read->user), .waits_for_hello = read->waits_for_hello};
  for (const webrtc::Section& section : sections) {
    const bool video = section.kind == "video";
    if (video && !section.sends) refuse(messages::kOfferSendsNothing);
    offer.mids.push_back(section.mid);
    offer.feedback.push_back(section.feedback);
    offer.mimes.push_back(video ? video_codec(section) : section.sends ? sound_codec(section) : "");
  }
  return offer;
}

}  // namespace np::whip
