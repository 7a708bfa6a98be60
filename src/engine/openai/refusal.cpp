#include "engine/openai/refusal.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "engine/messages.hpp"
#include "net/error_body.hpp"

namespace np::openai {
namespace {

bool is_about_length(const std::string& body) {
  const std::string text = lower(body);
  for (const char* words :
       {"context length", "context size", "context window", "maximum context", "too long", "too large"})
    if (text.contains(words)) return true;
  return false;
}

}  // namespace

Refused refused(const ApiServer& server, const HttpHead& head, const std::string& body,
                std::span<const std::string_view> sent) {
  const bool page = head.header("content-type").contains("html");
  const std::string message = page ? std::string() : error_message(body);
  return Refused(refusal(server, head, message), retry_after(head), blamed_fields(head.status, body, sent));
}

std::vector<std::string> blamed_fields(int status, const std::string& body, std::span<const std::string_view> sent) {
  const auto is_extra = [](std::string_view name) { return std::ranges::contains(Spared::kExtras, name); };
  const bool is_about_request = status == 400 || status == 422;
  const auto blamed = blamed_field(body, sent);
  // If the prompt is too long, the field that is named beside it is not at fault.
  if (blamed && !blamed->certain && !is_extra(blamed->name) && (!is_about_request || is_about_length(body))) return {};
  if (blamed) return {blamed->name};
  std::vector<std::string> extras;
  if (is_about_request && !is_about_length(body))
    for (const std::string_view name : sent)
      if (is_extra(name)) extras.emplace_back(name);
  return extras;
}

Refused broken_off(const ApiServer& server, const std::string& message) {
  return Refused(
      Error(ErrorKind::kUnavailable, np::format(messages::kModelBrokeOff, server.name(), quoted(message, server.key))),
      std::nullopt, blamed_fields(200, message, Spared::kAll));
}

}  // namespace np::openai
