#include "source/stream_place.hpp"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <string_view>

#include "base/format.hpp"
#include "base/text.hpp"
#include "source/address.hpp"
#include "source/messages.hpp"

namespace np {
namespace {

// Others are of ways to send (ffmpeg's pkt_size), or could harm (how much memory a connection may take).
constexpr std::array<std::string_view, 5> kSrtValues = {"latency", "mode", "passphrase", "pbkeylen", "streamid"};
constexpr std::size_t kShortestPassphrase = 10, kLongestPassphrase = 79;  // SRT's own bounds
constexpr int kLongestLatency = 10'000;                                   // ms

Error wrong(const char* sentence) { return Error(ErrorKind::kInvalid, sentence); }

bool is_number_up_to(const std::string& text, int most) {
  return !text.empty() && text.size() <= 6 && std::ranges::all_of(text, is_digit) && std::stoi(text) <= most;
}

void check_srt(const StreamPlace& place) {
  for (const auto& [name, value] : place.values) {
    if (!std::ranges::contains(kSrtValues, name))
      throw Error(ErrorKind::kInvalid, np::format(messages::kSrtValueNotKnown, name));
    if (name == "mode" && value != "caller" && value != "listener")
      throw Error(ErrorKind::kUnsupported, messages::kSrtModeNotKnown);
    if (name == "passphrase" && (value.size() < kShortestPassphrase || value.size() > kLongestPassphrase))
      throw wrong(messages::kSrtPassphraseLength);
    if (name == "latency" && !is_number_up_to(value, kLongestLatency)) throw wrong(messages::kSrtLatency);
    if (name == "pbkeylen" && value != "0" && value != "16" && value != "24" && value != "32")
      throw wrong(messages::kSrtKeyLength);
  }
}

bool srt_listens(const StreamPlace& place) {
  const auto mode = place.values.find("mode");
  return mode == place.values.end() ? place.host.empty() : mode->second == "listener";
}

std::string shown_stream(const std::string& scheme, const StreamPlace& place) {
  const std::string host = place.host.contains(':') ? "[" + place.host + "]" : place.host;
  std::string shown = np::format("{}://{}:{}", scheme, host, place.port);
  if (!place.values.empty()) shown += "?…";
  return shown;
}

}  // namespace

StreamPlace stream_place(const std::string& text) {
  std::string escaped = text;
  // SRT's own form of a stream id begins with what would begin a fragment.
  if (const auto id = escaped.find("streamid=#"); id != std::string::npos) escaped.replace(id + 9, 1, "%23");
  escaped = escaped_address(escaped);
  const auto url = boost::urls::parse_uri(escaped);
  if (!url) throw wrong(messages::kNoHostAndPort);
  StreamPlace place{.host = lower(url->host_address())};
  if (url->has_port()) place.port = url->port_number();
  if (url->has_port() && !url->port().empty() && place.port == 0) throw wrong(messages::kNoHostAndPort);
  for (const auto& value : url->params()) place.values.insert_or_assign(value.key, value.value);
  if (place.host == "0.0.0.0" || place.host == "::") place.host.clear();
  return place;
}

SourceSpec stream_spec(const std::string& typed, const std::string& scheme) {
  StreamPlace place = stream_place(typed);
  if (has_credentials(typed) && !typed.contains("://@")) throw wrong(messages::kStreamWithLogin);
  if (place.port == 0) throw Error(ErrorKind::kInvalid, np::format(messages::kStreamWithoutPort, scheme));
  if (scheme == "udp") place.values.clear();
  if (scheme == "srt") check_srt(place);
  return {.text = typed,
          .shown = shown_stream(scheme, place),
          .kind = scheme,
          .path = {},
          .listens = scheme != "srt" || srt_listens(place)};
}

}  // namespace np
