#include "http/message/body.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "base/format.hpp"
#include "http/messages.hpp"

namespace np::http {

namespace json = boost::json;

const json::value& field(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (!value) throw WrongBody{np::format(messages::kFieldMissing, name)};
  return *value;
}

const char* type_name(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_: return "a number";
    case json::kind::string: return "a text";
    case json::kind::array: return "a list";
    case json::kind::object: return "an object";
  }
  return "something else";
}

json::object parse_body(const Request& request) {
  boost::system::error_code ec;
  auto value = json::parse(request.body, ec);
  if (ec) throw WrongBody{messages::kNoValidJson};
  if (!value.is_object()) throw WrongBody{np::format(messages::kBodyIsNoObject, type_name(value))};
  return std::move(value.as_object());
}

std::string text_field(const json::object& body, std::string_view name) {
  const auto& value = field(body, name);
  if (!value.is_string()) throw WrongBody{np::format(messages::kFieldIsNoText, name, type_name(value))};
  return std::string(value.as_string());
}

std::optional<std::string> optional_text(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (!value || value->is_null()) return std::nullopt;
  return text_field(body, name);
}

bool optional_flag(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (!value || value->is_null()) return false;
  if (!value->is_bool()) throw WrongBody{np::format(messages::kFieldIsNoFlag, name, type_name(*value))};
  return value->as_bool();
}

std::optional<double> optional_number(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (!value || value->is_null()) return std::nullopt;
  if (!value->is_number()) throw WrongBody{np::format(messages::kFieldIsNoNumber, name, type_name(*value))};
  return value->to_number<double>();
}

}  // namespace np::http
