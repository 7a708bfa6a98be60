#include "http/pages/pages.hpp"

#include <algorithm>
#include <utility>

#include "http/messages.hpp"
#include "http/pages/page_words.hpp"
#include "http/pages/sign_in.hpp"

namespace np::http {
namespace {

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  return out;
}

std::string_view title_of(int status, const PageWords& words) {
  switch (status) {
    case 401: return words.sign_in;
    case 403: return words.not_from_here;
    case 404: return words.nothing_here;
    case 503: return words.busy;
  }
  return words.failed;
}

// The page may lie below a path of a proxy, so it names nothing from the root.
std::string root_from(std::string_view path) {
  std::string up = "./";
  for (auto slashes = std::ranges::count(path, '/'); slashes > 1; --slashes) up += "../";
  return up;
}

}  // namespace

bool Pages::are_for(const Request& request) {
  const bool looks = request.method == "GET" || request.method == "HEAD";
  return request.header("Accept").contains("text/html") && (looks || request.path == kSignInPath);
}

std::string Pages::page(const Request& request, const What& what) const {
  const PageWords& words = words_for(request);
  const auto sentence = translated(what.sentence, words.language);
  const std::pair<std::string_view, std::string> places[] = {
      {"root", root_from(request.path)},
      {"title", std::string(title_of(what.status, words))},
      {what.asks ? "message" : "sentence", html_text(sentence.value_or(what.sentence))},
      {"to", html_text(what.way_back)},
      {"asks", what.asks ? "" : "hidden"},
      {"tells", what.asks ? "hidden" : ""},
      {"leads", what.leads_back ? "" : "hidden"},
      {"invalid", what.asks && !what.sentence.empty() ? "true" : "false"},
      {"language", std::string(words.language)},
      {"sentence_language", std::string(sentence ? words.language : "en")},
      {"token", std::string(words.token)},
      {"sign_in", std::string(words.sign_in)},
      {"where", std::string(words.where)},
      {"where_text", std::string(words.where_text)},
      {"in_terminal", std::string(words.in_terminal)},
      {"in_service", std::string(words.in_service)},
      {"in_container", std::string(words.in_container)},
      {"in_file", std::string(words.in_file)},
      {"own_tokens", std::string(words.own_tokens)},
      {"to_page", std::string(words.to_page)},
  };
  std::string out;
  std::string_view rest = shape_;
  for (std::size_t at; (at = rest.find("{{")) != rest.npos;) {
    const std::size_t end = rest.find("}}", at);
    if (end == rest.npos) break;
    out += rest.substr(0, at);
    const std::string_view name = rest.substr(at + 2, end - at - 2);
    for (const auto& [key, value] : places)
      if (key == name) out += value;
    rest.remove_prefix(end + 2);
  }
  return out += rest;
}

Response Pages::dressed(Response answer, const Request& request, bool guessed) const {
  if (answer.sentence.empty() || !are_for(request)) return answer;
  // If this host name or the page that led here is refused, a link would lead to the same refusal.
  What what{.status = answer.status, .sentence = answer.sentence, .leads_back = answer.status != 403};
  if (answer.status == 401) {
    const bool typed = request.method == "POST" || request.parameter("token").has_value();
    what.sentence = !guessed ? "" : typed ? messages::kTokenWrong : messages::kTokenOutdated;
    what.asks = true;
    what.way_back = way_back(request);
    if (request.method == "POST")
      if (const auto form = read_sign_in(request)) what.way_back = form->way_back;
  }
  answer.content_type = "text/html; charset=utf-8";
  answer.body = page(request, what);
  return answer;
}

Response Pages::sign_in(const Request& request) const {
  return {.content_type = "text/html; charset=utf-8",
          .headers = {{"Cache-Control", "no-store"}},
          .body = page(request, {.status = 401, .asks = true})};
}

}  // namespace np::http
