#include "source/address.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <cctype>

#include "base/text.hpp"

namespace np {
namespace {

namespace urls = boost::urls;

constexpr std::string_view kSecretNames[] = {
    "password=", "passwd=", "pass=", "pwd=", "psw=", "authbasic=", "token=", "secret="};
constexpr std::string_view kEndsSecret = "_&/?#;";

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

bool stands_for_itself(char c) {
  constexpr std::string_view kNever = "\"<>\\^`{|}";
  return c > ' ' && c < 0x7F && !kNever.contains(c);
}

}  // namespace

std::string escaped_address(std::string_view address) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto scheme = address.find("://");
  // Brackets hold an IPv6 host and nothing else; there is one fragment.
  const auto host_end = scheme == address.npos ? 0 : std::min(address.size(), address.find_first_of("/?#", scheme + 3));
  const auto fragment = address.find('#');
  std::string out;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const char c = address[i];
    const bool lone_percent = c == '%' && !(i + 2 < address.size() && is_hex(address[i + 1]) && is_hex(address[i + 2]));
    const bool bracket = (c == '[' || c == ']') && i >= host_end;
    if (stands_for_itself(c) && !lone_percent && !bracket && !(c == '#' && i > fragment)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string without_secrets(std::string_view address) {
  const std::string folded = lower(address);
  std::string out;
  std::size_t at = 0;
  while (at < address.size()) {
    const auto name = std::ranges::find_if(
        kSecretNames, [&](std::string_view known) { return std::string_view(folded).substr(at).starts_with(known); });
    if (name == std::end(kSecretNames)) {
      out += address[at++];
      continue;
    }
    out += address.substr(at, name->size());
    at = std::min(address.size(), address.find_first_of(kEndsSecret, at + name->size()));
    out += "…";
  }
  return out;
}

bool has_credentials(std::string_view address) {
  const auto begin = address.find("://") + 3;
  return address.substr(begin, address.find_first_of("/?#", begin) - begin).contains('@');
}

std::string web_address(const std::string& base, std::string_view reference) {
  const std::string escaped_base = escaped_address(base), escaped = escaped_address(reference);
  const auto from = urls::parse_uri(escaped_base);
  const auto to = urls::parse_uri_reference(escaped);
  urls::url out;
  if (!from || !to || !urls::resolve(*from, *to, out)) return {};
  if ((out.scheme() != "http" && out.scheme() != "https") || out.encoded_host().empty()) return {};
  if (out.encoded_host_and_port() == from->encoded_host_and_port() && out.scheme() == from->scheme() &&
      from->has_userinfo())
    out.set_encoded_userinfo(from->encoded_userinfo());
  out.remove_fragment();
  return std::string(out.buffer());
}

}  // namespace np
