#include "cameras/soap.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <pugixml.hpp>

#include "base/base64.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace np::soap {
namespace {

constexpr std::size_t kMostText = 1024;  // bytes of an address or a token
constexpr std::size_t kMostName = 80;    // characters
constexpr std::size_t kMostDevices = 16, kMostAddresses = 8;
constexpr int kLargest = 100'000;  // pixels, of a side

constexpr std::string_view kEnvelope =
    R"(<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">{}<s:Body>{}</s:Body></s:Envelope>)";

using Node = pugi::xml_node;

std::string_view local(Node node) {
  const std::string_view name = node.name();
  const auto colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

bool is(Node node, std::string_view name) { return node.type() == pugi::node_element && local(node) == name; }

// The first below it, however deep; iterative, as depth is the sender's.
Node below(Node node, std::string_view name) {
  return node.find_node([name](Node n) { return is(n, name); });
}

Node child(Node node, std::string_view name) {
  return node.find_child([name](Node n) { return is(n, name); });
}

std::string text_of(Node node) {
  const std::string_view text = trim(node.child_value());
  return text.size() <= kMostText ? std::string(text) : std::string();
}

std::string name_of(std::string_view text) { return utf8::one_line(trim(text), kMostName); }

std::optional<int> number_of(Node node) {
  const std::string text = text_of(node);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The body of an envelope; no node if it is none.
Node body_in(pugi::xml_document& document, std::string_view answer) {
  if (answer.size() > kMostAnswer) return {};
  if (!document.load_buffer(answer.data(), answer.size(), pugi::parse_default, pugi::encoding_auto)) return {};
  const Node envelope = child(document, "Envelope");
  return child(envelope, "Body");
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  return out;
}

// %41 in a scope, as ONVIF writes names.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* two = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(two, two + 2, byte, 16).ptr == two + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

template <typename F>
void for_words(std::string_view text, F f) {
  while (!(text = trim(text)).empty()) {
    const auto end = std::min(text.find_first_of(" \t\r\n"), text.size());
    f(text.substr(0, end));
    text.remove_prefix(end);
  }
}

bool is_web_address(std::string_view word) {
  const std::string front = lower(word.substr(0, 8));
  const std::size_t scheme = front == "https://" ? 8 : front.starts_with("http://") ? 7 : 0;
  return scheme > 0 && word.size() > scheme && word.size() <= kMostText;
}

std::string sha1(const std::string& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha1(), nullptr);
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string envelope(std::string_view header, std::string_view body) {
  return np::vformat(kEnvelope, std::make_format_args(header, body));
}

}  // namespace

std::string probe(std::string_view id) {
  return np::format(
      R"(<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" )"
      R"(xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" )"
      R"(xmlns:n="http://www.onvif.org/ver10/network/wsdl"><s:Header><a:MessageID>urn:uuid:{}</a:MessageID>)"
      R"(<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>)"
      R"(<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header><s:Body><d:Probe>)"
      R"(<d:Types>n:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>)",
      id);
}

std::vector<Device> devices_in(std::string_view answer) {
  pugi::xml_document document;
  const Node matches = child(body_in(document, answer), "ProbeMatches");
  std::vector<Device> out;
  for (const Node match : matches.children()) {
    if (!is(match, "ProbeMatch") || out.size() == kMostDevices) continue;
    Device device{.id = text_of(below(match, "Address")), .addresses = {}, .name = {}, .hardware = {}};
    for_words(child(match, "XAddrs").child_value(), [&](std::string_view word) {
      if (is_web_address(word) && device.addresses.size() < kMostAddresses) device.addresses.emplace_back(word);
    });
    for_words(child(match, "Scopes").child_value(), [&](std::string_view word) {
      constexpr std::string_view kScope = "onvif://www.onvif.org/";
      if (!word.starts_with(kScope)) return;
      word.remove_prefix(kScope.size());
      if (word.starts_with("name/")) device.name = name_of(unescaped(word.substr(5)));
      if (word.starts_with("hardware/")) device.hardware = name_of(unescaped(word.substr(9)));
    });
    if (!device.addresses.empty()) out.push_back(std::move(device));
  }
  return out;
}

std::string security(const Login& login, std::chrono::system_clock::time_point now, std::string_view nonce) {
  if (login.user.empty()) return {};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char created[32];
  std::strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", &parts);
  const std::string digest = base64(sha1(std::string(nonce) + created + login.password));
  return np::format(
      R"(<s:Header><w:Security s:mustUnderstand="1" xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" )"
      R"(xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"><w:UsernameToken>)"
      R"(<w:Username>{}</w:Username><w:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest">{}</w:Password>)"
      R"(<w:Nonce EncodingType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary">{}</w:Nonce>)"
      R"(<u:Created>{}</u:Created></w:UsernameToken></w:Security></s:Header>)",
      escaped(login.user), digest, base64(nonce), created);
}

std::string ask_time() {
  return envelope("", R"(<GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/>)");
}
std::string ask_media(const std::string& security) {
  return envelope(
      security,
      R"(<GetCapabilities xmlns="http://www.onvif.org/ver10/device/wsdl"><Category>Media</Category></GetCapabilities>)");
}
std::string ask_profiles(const std::string& security) {
  return envelope(security, R"(<GetProfiles xmlns="http://www.onvif.org/ver10/media/wsdl"/>)");
}
std::string ask_stream(const std::string& security, const std::string& profile) {
  return envelope(
      security,
      np::format(R"(<GetStreamUri xmlns="http://www.onvif.org/ver10/media/wsdl"><StreamSetup>)"
                 R"(<Stream xmlns="http://www.onvif.org/ver10/schema">RTP-Unicast</Stream>)"
                 R"(<Transport xmlns="http://www.onvif.org/ver10/schema"><Protocol>RTSP</Protocol></Transport>)"
                 R"(</StreamSetup><ProfileToken>{}</ProfileToken></GetStreamUri>)",
                 escaped(profile)));
}

std::optional<std::chrono::system_clock::time_point> time_in(std::string_view answer) {
  pugi::xml_document document;
  const Node utc = below(body_in(document, answer), "UTCDateTime");
  const Node time = child(utc, "Time"), date = child(utc, "Date");
  const auto hour = number_of(child(time, "Hour")), minute = number_of(child(time, "Minute")),
             second = number_of(child(time, "Second")), year = number_of(child(date, "Year")),
             month = number_of(child(date, "Month")), day = number_of(child(date, "Day"));
  if (!hour || !minute || !second || !year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day calendar{std::chrono::year(*year),
                                             std::chrono::month(static_cast<unsigned>(*month)),
                                             std::chrono::day(static_cast<unsigned>(*day))};
  if (!calendar.ok() || *year < 1970 || *year > 9999 || *hour < 0 || *hour > 24 || *minute < 0 || *minute > 60 ||
      *second < 0 || *second > 61)
    return std::nullopt;
  return std::chrono::sys_days(calendar) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

std::optional<std::string> media_address_in(std::string_view answer) {
  pugi::xml_document document;
  const std::string address = text_of(child(below(body_in(document, answer), "Media"), "XAddr"));
  return address.empty() ? std::nullopt : std::optional(address);
}

std::optional<std::vector<Profile>> profiles_in(std::string_view answer) {
  pugi::xml_document document;
  const Node response = child(body_in(document, answer), "GetProfilesResponse");
  if (!response) return std::nullopt;
  std::vector<Profile> out;
  for (const Node node : response.children()) {
    if (!is(node, "Profiles") || out.size() == kMostProfiles) continue;
    const Node size = child(child(node, "VideoEncoderConfiguration"), "Resolution");
    Profile profile{.token = node.attribute("token").value(),
                    .name = name_of(child(node, "Name").child_value()),
                    .width = number_of(child(size, "Width")).value_or(0),
                    .height = number_of(child(size, "Height")).value_or(0)};
    profile.width = std::clamp(profile.width, 0, kLargest);
    profile.height = std::clamp(profile.height, 0, kLargest);
    if (!profile.token.empty() && profile.token.size() <= kMostText) out.push_back(std::move(profile));
  }
  return out;
}

std::optional<std::string> stream_in(std::string_view answer) {
  pugi::xml_document document;
  const std::string address = text_of(below(child(body_in(document, answer), "GetStreamUriResponse"), "Uri"));
  return address.empty() ? std::nullopt : std::optional(address);
}

std::optional<Fault> fault_in(std::string_view answer) {
  pugi::xml_document document;
  const Node fault = child(body_in(document, answer), "Fault");
  if (!fault) return std::nullopt;
  Fault out{.reason = name_of(below(below(fault, "Reason"), "Text").child_value())};
  if (out.reason.empty()) out.reason = name_of(child(fault, "faultstring").child_value());
  out.login = fault.find_node([](Node n) {
    const std::string_view text = n.type() == pugi::node_pcdata ? n.value() : "";
    return text.contains("NotAuthorized") || text.contains("FailedAuthentication") || text.contains("InvalidSecurity");
  });
  return out;
}

}  // namespace np::soap
