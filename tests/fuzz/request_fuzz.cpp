// What browsers and scripts send: addresses, cookies, forms, JSON, the page's wishes.
#include <algorithm>
#include <boost/json/object.hpp>

#include "fuzz/fuzz.hpp"
#include "http/api/wire.hpp"
#include "http/message/body.hpp"
#include "http/message/route.hpp"
#include "http/pages/access.hpp"
#include "http/pages/pages.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // A line each: method, target, Host, Origin, Cookie, Authorization; the rest is the body.
  http::Request request;
  std::string_view rest = text;
  const auto line = [&] {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view front = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return std::string(front);
  };
  request.method = line();
  const std::string target = line();
  const bool sound = http::parse_target(target, request);
  for (const char* name : {"Host", "Origin", "Cookie", "Authorization"}) request.headers.emplace_back(name, line());
  request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  request.headers.emplace_back("Accept", "text/html");
  request.body = rest;
  const http::Route* const route = sound ? http::find_route(request.method, request.path).route : nullptr;
  static const http::Access access(
      {.listen_host = "0.0.0.0", .token = "0123456789abcdef", .watch_token = "fedcba9876543210"});
  const auto verdict = access.check(request);
  const bool shows_token = text.contains("0123456789abcdef") || text.contains("fedcba9876543210") || text.contains('%');
  fuzz::expect(verdict.role == http::Role::kNobody || shows_token);
  const bool open = !route || route->endpoint == http::Endpoint::kFile || http::needs_no_token(route->endpoint);
  fuzz::expect(verdict.answer || verdict.role != http::Role::kNobody || open);
  if (verdict.answer) {
    for (const auto& [name, value] : verdict.answer->headers) {
      fuzz::expect(value.find_first_of("\r\n") == value.npos);
      fuzz::expect(name != "Location" || value.starts_with("./"));
    }
    static const http::Pages pages(R"(<a href="{{root}}">{{message}}{{sentence}}<input value="{{to}}">)");
    const auto page = pages.dressed(*verdict.answer, request, verdict.guessed);
    if (page.content_type.starts_with("text/html") && !verdict.answer->sentence.empty())
      fuzz::expect(std::ranges::count(page.body, '"') == 4 && std::ranges::count(page.body, '<') == 2);
  }
  http::resume_point(request);
  http::parse_live_wish(request.body);
  try {
    const auto body = http::parse_body(request);
    for (const char* name : {"source", "instruction", "name"}) http::optional_text(body, name);
    http::optional_flag(body, "wait");
    http::optional_number(body, "speed");
    http::text_field(body, "profile");
  } catch (const http::WrongBody& wrong) {
    fuzz::expect(!wrong.sentence.empty());
  }
  return 0;
}
