#include "http/api/named_sources_api.hpp"

#include <expected>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "http/api/api.hpp"
#include "http/api/library_api.hpp"
#include "http/message/body.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"
#include "library/messages.hpp"

namespace np::http {
namespace {

std::string named_json(const NamedSources::Named& one) {
  return JsonObject()
      .add("name", one.name)
      .add("kind", one.kind)
      .add("address", one.address)
      .raw("picture_at", one.picture ? json_number(one.picture_at) : "null")
      .text();
}

Response failed(const Error& error) {
  const bool missing = error.kind() == ErrorKind::kNotFound, taken = error.kind() == ErrorKind::kConflict;
  return failure(missing ? 404 : taken ? 409 : 400, error.message());
}

Response done(const std::expected<void, Error>& result, std::string_view name) {
  if (!result) return failed(result.error());
  return {.headers = {{"Cache-Control", "no-store"}},
          .body = JsonObject().add("status", "ok").add("name", name).text()};
}

Response name_source(const Request& request, NamedSources& named, const Show& show) {
  const std::string name = last_segment(request.path);
  const auto body = parse_body(request);
  if (const auto to = optional_text(body, "name")) return done(named.rename(name, *to), trim(*to));
  const std::string source = text_field(body, "source");
  if (source.empty()) throw WrongBody{messages::kSourceEmpty};
  if (source.size() > Api::kMaxSource) throw WrongBody{np::format(messages::kSourceTooLong, Api::kMaxSource)};
  if (!show.may_open(source)) return failure(403, messages::kSourceNotAllowed);
  return done(named.put(name, show.meant(source), optional_flag(body, "replace")), trim(name));
}

Response picture_of(const Request& request, const NamedSources& named) {
  constexpr std::string_view kEnd = "/picture";
  const NamedSources::Named* const one =
      named.find(last_segment(std::string_view(request.path).substr(0, request.path.size() - kEnd.size())));
  if (!one || !one->picture) return failure(404, messages::kNoPictureOfSource);
  return {.content_type = "image/jpeg",
          .headers = {{"Cache-Control", "no-store"}},
          .body = std::string(one->picture->begin(), one->picture->end())};
}

}  // namespace

bool is_of_named_sources(Endpoint endpoint) {
  return endpoint == Endpoint::kNameSource || endpoint == Endpoint::kForgetSource ||
         endpoint == Endpoint::kSourcePicture;
}

Response answer_named_sources(Endpoint endpoint, const Request& request, NamedSources& named, const Show& show) {
  if (request.role != Role::kController) return failure(403, messages::kForControllers);
  if (endpoint == Endpoint::kNameSource) return name_source(request, named, show);
  if (endpoint == Endpoint::kSourcePicture) return picture_of(request, named);
  const std::string name = last_segment(request.path);
  return done(named.remove(name), name);
}

std::string named_sources_json(const NamedSources& named, const Show& show) {
  std::string out;
  for (const auto& one : named.list())
    if (show.may_open(one.name)) out += (out.empty() ? "" : ",") + named_json(one);
  return '[' + out + ']';
}

}  // namespace np::http
