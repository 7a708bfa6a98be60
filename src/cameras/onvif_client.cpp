#include "cameras/onvif_client.hpp"

#include <openssl/rand.h>

#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <chrono>
#include <optional>

#include "base/format.hpp"
#include "base/text.hpp"
#include "cameras/messages.hpp"

namespace np {
namespace {

namespace urls = boost::urls;
using WallClock = std::chrono::system_clock;

constexpr Duration kMostTime = std::chrono::seconds(30);
constexpr const char* kOnvifPath = "/onvif/device_service";

urls::url device_url(const std::string& typed) {
  std::string text(trim(typed));
  if (!text.contains("://")) text = "http://" + text;
  const auto parsed = urls::parse_uri(text);
  const bool good = parsed && (parsed->scheme() == "http" || parsed->scheme() == "https") &&
                    !parsed->encoded_host().empty() && !parsed->has_userinfo();
  if (!good) throw Error(ErrorKind::kInvalid, messages::kOnvifAddress);
  urls::url url(*parsed);
  if (url.encoded_path().empty() || url.encoded_path() == "/") url.set_path(kOnvifPath);
  url.remove_fragment();
  return url;
}

// The address of the media service: only the path of the camera's answer counts. Behind a router the camera knows its
// own address no better, and it must not lead anywhere else.
urls::url at_device(const urls::url& device, const std::string& said) {
  urls::url url(device);
  if (const auto parsed = urls::parse_uri(said); parsed && !parsed->encoded_path().empty()) {
    url.set_encoded_path(parsed->encoded_path());
    url.set_encoded_query(parsed->encoded_query());
    if (!parsed->has_query()) url.remove_query();
  }
  return url;
}

// Nothing if it is no stream. A host that is none of its own is taken for the one that answered.
std::optional<std::string> stream_url(const std::string& said, const urls::url& device, const soap::Login& login) {
  const auto parsed = urls::parse_uri(said);
  if (!parsed || parsed->encoded_host().empty()) return std::nullopt;
  urls::url url(*parsed);
  const std::string scheme = lower(std::string(url.scheme()));
  if (scheme != "rtsp" && scheme != "rtsps" && scheme != "http" && scheme != "https") return std::nullopt;
  const std::string host = url.host_address();
  if (host == "0.0.0.0" || host.starts_with("127.") || host == "::" || host == "::1" || host == "localhost")
    url.set_encoded_host(device.encoded_host());
  if (!login.user.empty()) {
    url.set_user(login.user);
    url.set_password(login.password);
  }
  return std::string(url.buffer());
}

std::string nonce() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1)
    throw Error(ErrorKind::kUnavailable, "This system gives no random numbers for a login: try again.");
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

// A camera that wants HTTP's login says so. It is not offered before, because curl would then not send the question.
std::string OnvifClient::ask(const std::string& address, const std::string& question) {
  Answer answer = post(address, question, false);
  if (answer.status == 401 && !login_.user.empty()) answer = post(address, question, true);
  const auto fault = soap::fault_in(answer.text);
  if (answer.status == 401 || answer.status == 403 || (fault && fault->login))
    throw Error(ErrorKind::kPermission, login_.user.empty() ? np::format(messages::kOnvifLoginWanted, host_)
                                                            : np::format(messages::kOnvifLoginRefused, host_));
  if (fault && !fault->reason.empty())
    throw Error(ErrorKind::kUnavailable, np::format(messages::kOnvifRefuses, host_, fault->reason));
  if (fault || answer.status < 200 || answer.status >= 300)
    throw Error(ErrorKind::kInvalid, np::format(messages::kOnvifNonsense, host_));
  return answer.text;
}

OnvifClient::Answer OnvifClient::post(const std::string& address, const std::string& question, bool with_login) {
  HttpRequest request{.method = "POST", .url = address, .headers = {}, .body = question};
  if (with_login) {
    urls::url url(*urls::parse_uri(address));
    url.set_user(login_.user);
    url.set_password(login_.password);
    request.url = url.buffer();
    request.wait_for_challenge = true;
  }
  request.headers.emplace_back("Content-Type", "application/soap+xml; charset=utf-8");
  request.connect_limit = std::chrono::seconds(3);
  request.first_byte_limit = request.silence_limit = std::chrono::seconds(5);
  request.total_limit = std::min<Duration>(std::chrono::seconds(10), deadline_ - Clock::now());
  request.head_limit = 16u << 10;
  if (request.total_limit <= Duration::zero())
    throw Error(ErrorKind::kTimeout, np::format(messages::kOnvifNoAnswer, host_));
  Answer answer;
  try {
    http_.exchange(
        request,
        [&](const HttpHead& head) {
          answer.status = head.status;
          return true;
        },
        [&](std::string_view piece) {
          answer.text += piece;
          return answer.text.size() <= soap::kMostAnswer;
        });
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::kTimeout) throw Error(e.kind(), np::format(messages::kOnvifNoAnswer, host_));
    throw;
  }
  if (answer.text.size() > soap::kMostAnswer)
    throw Error(ErrorKind::kInvalid, np::format(messages::kOnvifTooMuch, host_));
  return answer;
}

std::vector<CameraStream> OnvifClient::streams(const std::string& address, const soap::Login& login) {
  const urls::url device = device_url(address);
  login_ = login;
  host_ = std::string(device.encoded_host_and_port());
  deadline_ = Clock::now() + kMostTime;
  const auto nonsense = [&] { return Error(ErrorKind::kInvalid, np::format(messages::kOnvifNonsense, host_)); };

  // The digest uses the camera's own clock, which may never have been set. Some cameras want a login even for the time.
  auto offset = WallClock::duration::zero();
  try {
    if (const auto time = soap::time_in(ask(std::string(device.buffer()), soap::ask_time())))
      offset = *time - WallClock::now();
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kPermission && e.kind() != ErrorKind::kUnavailable) throw;
  }
  const auto security = [&] { return soap::security(login_, WallClock::now() + offset, nonce()); };

  const auto media = soap::media_address_in(ask(std::string(device.buffer()), soap::ask_media(security())));
  if (!media) throw nonsense();
  const std::string service(at_device(device, *media).buffer());
  const auto profiles = soap::profiles_in(ask(service, soap::ask_profiles(security())));
  if (!profiles) throw nonsense();
  std::vector<CameraStream> out;
  for (const soap::Profile& profile : *profiles) {
    const auto said = soap::stream_in(ask(service, soap::ask_stream(security(), profile.token)));
    if (const auto source = said ? stream_url(*said, device, login) : std::nullopt)
      out.push_back({profile.name, *source, profile.width, profile.height});
  }
  if (out.empty()) throw Error(ErrorKind::kUnavailable, np::format(messages::kOnvifNoStreams, host_));
  return out;
}

}  // namespace np
