#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <ranges>

#include "base/text.hpp"
#include "http/message/route.hpp"

namespace np::http {
namespace {

namespace json = boost::json;

std::string_view meaning(std::string_view status) {
  if (status == "400") return "What was asked for cannot be done; the reason is in `detail`.";
  if (status == "401") return "The token is missing or wrong.";
  if (status == "403") return "The Host or Origin is foreign.";
  if (status == "404") return "There is none now.";
  if (status == "409") return "Not possible in the present state.";
  if (status == "412") return "It is not as `If-Match` says any more.";
  if (status == "413") return "The body is larger than 64 KiB.";
  if (status == "415") return "The body is of another type.";
  if (status == "422") return "Malformed JSON, or a field is missing or wrong: `detail` names it.";
  if (status == "426") return "Only by WebSocket.";
  if (status == "428") return "`If-Match` is missing.";
  if (status == "429") return "Too often: `Retry-After` says in how many seconds again.";
  return "Busy for now.";
}

json::object error_answer(std::string_view status) {
  return {{"description", meaning(status)},
          {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}};
}

json::object schema_of(std::string_view text) {
  return {{"schema", text.empty() ? json::value(json::object()) : json::parse(text)}};
}

json::object parameter(std::string_view name, std::string_view in, bool required) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", {{"type", "string"}}}};
}

json::object operation(const Route& route) {
  json::object out{{"summary", route.summary}};
  json::array parameters;
  for (const auto part : std::views::split(route.query, ' '))
    if (const std::string_view name(part); !name.empty()) parameters.push_back(parameter(name, "query", false));
  if (route.endpoint == Endpoint::kEvents) parameters.push_back(parameter("Last-Event-ID", "header", false));
  if (route.endpoint == Endpoint::kPublishMore) parameters.push_back(parameter("If-Match", "header", true));
  for (const std::string_view name : {"file", "id", "name"})
    if (route.path.contains('{' + std::string(name) + '}')) parameters.push_back(parameter(name, "path", true));
  if (!parameters.empty()) out["parameters"] = parameters;
  if (!route.request.empty())
    out["requestBody"] = {{"required", route.request.contains(R"("required":)")},
                          {"content", {{route.takes, schema_of(route.request)}}}};

  json::object answers;
  if (route.endpoint == Endpoint::kLive) {
    answers["101"] = {{"description", "The WebSocket is open."}};
  } else if (route.done == "204") {
    answers["204"] = {{"description", route.summary}};
  } else {
    answers[route.done] = {{"description", route.summary},
                           {"content", {{route.content_type, schema_of(route.answer)}}}};
  }
  for (const auto part : std::views::split(route.errors, ' '))
    if (const std::string_view status(part); !status.empty()) answers[status] = error_answer(status);
  if (needs_no_token(route.endpoint)) {
    out["security"] = json::array();
  } else {
    for (const auto status : {"401", "403", "503"}) answers[status] = error_answer(status);
  }
  if (route.endpoint == Endpoint::kSignIn) answers["401"] = error_answer("401");
  out["responses"] = answers;
  return out;
}

}  // namespace

std::string openapi_json() {
  json::object paths;
  for (const auto& route : routes()) {
    auto& methods = paths[route.path];
    if (!methods.is_object()) methods = json::object();
    methods.as_object()[lower(route.method)] = operation(route);
  }
  const json::object schemas{
      {"Error", {{"type", "object"}, {"required", {"detail"}}, {"properties", {{"detail", {{"type", "string"}}}}}}}};
  const json::object schemes{{"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
                             {"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "nerdpudding_token"}}}};
  return json::serialize(json::object{
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "NerdPudding"}, {"version", NP_VERSION}, {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
      {"paths", paths},
      {"components", {{"schemas", schemas}, {"securitySchemes", schemes}}},
      {"security", json::array{{{"bearer", json::array()}}, {{"cookie", json::array()}}, json::object()}},
  });
}

}  // namespace np::http
