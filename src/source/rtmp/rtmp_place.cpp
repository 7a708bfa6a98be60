#include "source/rtmp/rtmp_place.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cctype>
#include <string_view>

#include "base/format.hpp"
#include "base/text.hpp"
#include "source/address.hpp"
#include "source/messages.hpp"

namespace np {
namespace {

constexpr int kUsualPort = 1935;
constexpr const char* kThisMachine = "127.0.0.1";

}  // namespace

RtmpPlace rtmp_place(const std::string& text) {
  const std::string escaped = escaped_address(text);
  const auto url = boost::urls::parse_uri(escaped);
  if (!url) throw Error(ErrorKind::kInvalid, messages::kNoHostAndPort);
  if (url->has_userinfo()) throw Error(ErrorKind::kInvalid, messages::kStreamWithLogin);
  if (url->has_port() && !url->port().empty() && url->port_number() == 0)
    throw Error(ErrorKind::kInvalid, messages::kNoHostAndPort);
  RtmpPlace place{.host = lower(url->host_address()), .port = url->port_number(), .path = {}};
  if (place.host.empty() || place.host == "localhost")
    place.host = kThisMachine;
  else if (url->host_type() == boost::urls::host_type::name)
    throw Error(ErrorKind::kUnsupported, messages::kRtmpCallsNobody);
  if (place.port == 0) place.port = kUsualPort;
  for (const auto& part : url->segments()) {
    if (part.empty()) continue;
    if (!place.path.empty()) place.path += '/';
    place.path += part;
  }
  const bool odd = std::ranges::any_of(place.path, [](unsigned char c) { return std::iscntrl(c) != 0; });
  if (odd || !place.path.contains('/')) throw Error(ErrorKind::kInvalid, messages::kRtmpWithoutKey);
  return place;
}

SourceSpec rtmp_spec(const std::string& typed) {
  const RtmpPlace place = rtmp_place(typed);
  const std::string host = place.host.contains(':') ? "[" + place.host + "]" : place.host;
  const std::string application = place.path.substr(0, place.path.rfind('/'));
  return {.text = typed,
          .shown = np::format("rtmp://{}:{}/{}/…", host, place.port, application),
          .kind = "rtmp",
          .path = {},
          .listens = true};
}

}  // namespace np
