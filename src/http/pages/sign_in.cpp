#include "http/pages/sign_in.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/message/body.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

constexpr std::size_t kLongestWay = 2048;

std::string field_of(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

}  // namespace

std::expected<SignIn, Response> read_sign_in(const Request& request) {
  SignIn sign_in;
  if (lower(request.header("Content-Type")).starts_with("application/x-www-form-urlencoded")) {
    const auto fields = parse_form(request.body);
    if (!fields) return std::unexpected(failure(422, messages::kFormMalformed));
    sign_in.by_form = true;
    sign_in.token = token_in(field_of(*fields, "token"));
    if (const std::string to = field_of(*fields, "to"); is_way_back(to)) sign_in.way_back = to;
    return sign_in;
  }
  try {
    sign_in.token = token_in(text_field(parse_body(request), "token"));
  } catch (const WrongBody& wrong) {
    return std::unexpected(failure(422, wrong.sentence));
  }
  return sign_in;
}

std::string way_back(const Request& request) {
  std::string way = request.path.substr(request.path.starts_with('/') ? 1 : 0);
  char before = '?';
  for (const auto& [key, value] : request.query) {
    if (key == "token") continue;
    (((way += before) += percent_encoded(key)) += '=') += percent_encoded(value);
    before = '&';
  }
  return is_way_back(way) ? way : "";
}

bool is_way_back(std::string_view text) {
  constexpr std::string_view kTaken = "-._~/?=&%+,";
  const std::string_view path = text.substr(0, text.find('?'));
  return text.size() <= kLongestWay && !path.starts_with('/') && !path.contains("//") && !path.contains("..") &&
         "/" + std::string(path) != kSignInPath &&
         std::ranges::all_of(text, [&](char c) { return is_alpha(c) || is_digit(c) || kTaken.contains(c); });
}

std::string token_in(std::string_view pasted) {
  constexpr std::string_view kParameter = "token=";
  pasted = trim(pasted);
  const std::size_t at = pasted.find(kParameter);
  if (at == pasted.npos) return std::string(pasted);
  const std::string_view rest = pasted.substr(at);
  const auto fields = parse_form(rest.substr(0, rest.find_first_of("&# \t\r\n")));
  return fields && !fields->empty() ? fields->front().second : std::string(pasted);
}

}  // namespace np::http
