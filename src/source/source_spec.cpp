#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <cctype>

#include "base/format.hpp"
#include "base/text.hpp"
#include "source/address.hpp"
#include "source/messages.hpp"
#include "source/rtmp/rtmp_place.hpp"
#include "source/source.hpp"
#include "source/stream_place.hpp"

namespace np {
namespace {

namespace urls = boost::urls;

constexpr std::size_t kMaxLength = 4096;
constexpr std::string_view kInHost = ".-_:[]%";
constexpr std::string_view kPublisher = "whip";  // whoever publishes to this server by WHIP
constexpr std::string_view kRoom = "livekit";    // the newest video in the room, or "livekit:IDENTITY"

bool all_digits(const std::string& text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

// The scheme of "scheme://..."; empty for everything else, which is a path.
std::string scheme_of(const std::string& text) {
  const auto colon = text.find("://");
  if (colon == std::string::npos || colon == 0) return {};
  const std::string scheme = text.substr(0, colon);
  const bool valid = std::ranges::all_of(
      scheme, [](unsigned char c) { return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.'; });
  if (!valid) return {};
  return lower(scheme);
}

SourceSpec file_spec(const std::string& text, std::string path) {
  // Devices of Video4Linux are cameras; everything else is tried as a file.
  const std::string kind =
      path.starts_with("/dev/video") && all_digits(path.substr(std::string("/dev/video").size())) ? "camera" : "file";
  return {text, text, kind, std::move(path)};
}

Error unreadable_address() { return Error(ErrorKind::kInvalid, messages::kUnescapedPassword); }

void refuse_control_characters(std::string_view text) {
  if (std::ranges::any_of(text, [](unsigned char c) { return std::iscntrl(c) != 0; }))
    throw Error(ErrorKind::kInvalid, np::format("The source holds a control character: {}.", messages::kNameASource));
}

// What is wrong with an address that stays unreadable once all that can be escaped is.
Error wrong_address(const std::string& text, std::size_t host_begin) {
  const std::string_view rest = std::string_view(text).substr(host_begin);
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.contains('@')) return unreadable_address();
  if (host.empty()) return Error(ErrorKind::kInvalid, messages::kAddressWithoutHost);
  const auto odd =
      std::ranges::find_if(host, [](char c) { return !is_alpha(c) && !is_digit(c) && !kInHost.contains(c); });
  return odd == host.end() ? Error(ErrorKind::kInvalid, messages::kNoHostAndPort)
                           : Error(ErrorKind::kInvalid, np::format(messages::kCharacterInHost, *odd));
}

// By its scheme, or as the addresses of MediaMTX end.
bool speaks_whep(std::string_view scheme, std::string_view path) {
  return scheme.starts_with("whep") || path.ends_with("/whep");
}

SourceSpec url_spec(const std::string& typed, const std::string& scheme) {
  const std::string text = escaped_address(typed);
  const auto parsed = urls::parse_uri(text);
  if (!parsed) throw wrong_address(text, scheme.size() + 3);
  const urls::url_view url = *parsed;
  refuse_control_characters(url.path());
  if (scheme == "file") {
    if (!url.encoded_host().empty() && url.encoded_host() != "localhost")
      throw Error(ErrorKind::kUnsupported, "A file:// address names a file on this machine: leave the host name out.");
    return file_spec(typed, url.path());
  }
  if (url.encoded_host().empty()) throw wrong_address(text, scheme.size() + 3);
  // An @ after the host usually follows a password with an unescaped /, ? or #, so everything before it stays hidden. A
  // query may hold a key.
  const std::string path(url.encoded_path());
  if (path.contains('@') || url.encoded_query().contains('@') || url.encoded_fragment().contains('@'))
    throw unreadable_address();
  std::string shown = scheme + "://" + std::string(url.encoded_host_and_port()) + without_secrets(path);
  if (url.has_query()) shown += "?…";
  return {text, shown, scheme.starts_with("rtsp") ? "rtsp" : speaks_whep(scheme, path) ? "whep" : "http", {}};
}

}  // namespace

SourceSpec parse_source(const std::string& typed) {
  const std::string text(trim(typed));
  if (text.empty()) throw Error(ErrorKind::kInvalid, np::format("No source was named: {}.", messages::kNameASource));
  if (text.size() > kMaxLength)
    throw Error(ErrorKind::kInvalid,
                np::format("The source is longer than {} characters: {}.", kMaxLength, messages::kNameASource));
  refuse_control_characters(text);
  if (all_digits(text)) {
    if (text.size() > 3)
      throw Error(ErrorKind::kInvalid, np::format("There is no camera {}: {}.", text, messages::kNameASource));
    return {text, text, "camera", "/dev/video" + std::to_string(std::stoi(text))};
  }
  if (text == kPublisher) return {text, text, "webcam", {}};
  if (text == kRoom) return {text, text, "livekit", {}};
  const std::string scheme = scheme_of(text);
  if (scheme.empty() && text.starts_with("livekit:")) return {text, text, "livekit", text.substr(kRoom.size() + 1)};
  if (scheme.empty()) return file_spec(text, text);
  if (scheme == "file" || scheme == "rtsp" || scheme == "rtsps" || scheme == "http" || scheme == "https" ||
      scheme == "whep" || scheme == "wheps")
    return url_spec(text, scheme);
  if (scheme == "srt" || scheme == "udp") return stream_spec(text, scheme);
  if (scheme == "rtmp") return rtmp_spec(text);
  throw Error(ErrorKind::kUnsupported, np::format(messages::kSchemeNotSupported, scheme, messages::kNameASource));
}

}  // namespace np
