#include "net/http_exchange.hpp"

#include <cstdlib>
#include <string>

#include "base/text.hpp"
#include "net/messages.hpp"

namespace np {

std::string_view HttpHead::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

bool HttpExchange::take_line(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    head = {};
    head.delimited = line.starts_with("HTTP/2") || line.starts_with("HTTP/3");
    head_complete = false;
    const auto space = line.find(' ');
    if (space != line.npos) head.status = std::atoi(std::string(line.substr(space + 1, 3)).c_str());
  }
  if (head_complete) return true;  // after the body
  head_bytes += line.size();
  if (request.head_limit > 0 && head_bytes > request.head_limit) {
    head_too_long = true;
    return false;
  }
  if (line.starts_with("HTTP/")) return true;
  if (const auto colon = line.find(':'); colon != line.npos) {
    head.headers.emplace_back(lower(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
    return true;
  }
  if (!trim(line).empty()) return true;
  head_complete = true;
  if (head.status < 200) return true;
  head.delimited |=
      !head.header("content-length").empty() || lower(head.header("transfer-encoding")).contains("chunked");
  enter(Stage::kBody);
  return may_be_followed() || announce();
}

bool HttpExchange::may_be_followed() const {
  if (head.status == 401) return may_be_challenged;
  return request.follow_redirects && head.status >= 300 && head.status < 400 && !head.header("location").empty();
}

bool HttpExchange::announce() {
  if (std::exchange(answered, true)) return true;
  const char* effective = nullptr;
  if (curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &effective) == CURLE_OK && effective) head.url = effective;
  head.local = local;
  return guarded([&] { return !on_head || on_head(head); });
}

long HttpExchange::redirects() const {
  long count = 0;
  curl_easy_getinfo(easy, CURLINFO_REDIRECT_COUNT, &count);
  return count;
}

bool HttpExchange::take_piece(std::string_view piece) {
  since = Clock::now();
  if (!announce()) return false;
  received += piece.size();
  if (request.body_limit > 0 && received > request.body_limit) {
    too_long = true;
    return false;
  }
  return guarded([&] { return !on_body || on_body(piece); });
}

std::optional<HttpExchange::Limit> HttpExchange::next_limit() const {
  std::optional<Limit> next;
  const auto consider = [&](TimePoint from, Duration length, const char* what) {
    if (length > Duration::zero() && (!next || from + length < next->at)) next = Limit{from + length, what, length};
  };
  if (stage == Stage::kWaiting) consider(since, request.first_byte_limit, messages::kAnswerNotBegun);
  if (stage == Stage::kBody) consider(since, request.silence_limit, messages::kFellSilent);
  consider(started, total_limit, messages::kAnswerNotFinished);
  return next;
}

}  // namespace np
