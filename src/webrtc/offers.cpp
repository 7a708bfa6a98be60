#include "webrtc/offers.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace np::webrtc {
namespace {

constexpr std::size_t kMaxLines = 4000;
constexpr std::size_t kLongestMid = 64;

// "video 9 UDP/TLS/RTP/SAVPF 96 97"
bool is_media(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::string_view rest = trim(line); !rest.empty() && words.size() < 4;) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    words.push_back(rest.substr(0, end));
    rest = trim(rest.substr(end));
  }
  if (words.size() < 4) return false;
  const bool known = words[0] == "audio" || words[0] == "video" || words[0] == "application";
  const bool is_port = words[1].size() <= 5 && std::ranges::all_of(words[1], is_digit);
  return known && is_port && (words[2].ends_with("/TLS/RTP/SAVPF") || words[2].ends_with("/DTLS/SCTP"));
}

}  // namespace

std::optional<std::vector<std::string>> sections_of(std::string_view sdp) {
  if (sdp.size() > Offers::kMaxBytes || !sdp.starts_with("v=0")) return std::nullopt;
  bool origin = false, user = false, password = false, fingerprint = false, named = true;
  std::vector<std::string> mids;
  std::set<std::string> different;
  std::size_t lines = 0;
  while (!sdp.empty()) {
    const std::size_t end = std::min(sdp.find('\n'), sdp.size());
    const std::string_view line = trim(sdp.substr(0, end));
    sdp.remove_prefix(std::min(end + 1, sdp.size()));
    if (line.empty()) continue;
    if (++lines > kMaxLines || line.size() < 2 || line[1] != '=' || !is_alpha(line[0]) || line.contains('\0'))
      return std::nullopt;
    const std::string_view value = line.substr(2);
    origin |= line[0] == 'o';
    if (line[0] == 'm') {
      if (!named || !is_media(value) || mids.size() == Offers::kMaxSections) return std::nullopt;
      named = false;
      mids.emplace_back();
    }
    if (line[0] != 'a') continue;
    // All go one way, so these stand in the session, or in its first section, or in each.
    if (mids.size() < 2) {
      user |= value.starts_with("ice-ufrag:");
      password |= value.starts_with("ice-pwd:");
      fingerprint |= value.starts_with("fingerprint:");
    }
    if (mids.empty() || !value.starts_with("mid:")) continue;
    mids.back() = value.substr(4);
    if (named || mids.back().empty() || mids.back().size() > kLongestMid || !different.insert(mids.back()).second)
      return std::nullopt;
    named = true;
  }
  if (!origin || mids.empty() || !named || !user || !password || !fingerprint) return std::nullopt;
  return mids;
}

std::optional<std::vector<std::string>> Offers::take(std::string_view sdp) {
  auto mids = sections_of(sdp);
  if (!mids || mids->size() < mids_.size() || !std::equal(mids_.begin(), mids_.end(), mids->begin()))
    return std::nullopt;
  mids_ = *mids;
  return mids;
}

}  // namespace np::webrtc
