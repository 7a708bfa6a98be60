// Reads a request's body, field by field. Throws WrongBody if it is malformed.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/message/message.hpp"

namespace np::http {

// A fault in a request's body: one sentence that names the field.
struct WrongBody {
  std::string sentence;
};

// "a text", "a list", ...
const char* type_name(const boost::json::value& value);
boost::json::object parse_body(const Request& request);
const boost::json::value& field(const boost::json::object& body, std::string_view name);
std::string text_field(const boost::json::object& body, std::string_view name);
// Nothing if it is missing or null.
std::optional<std::string> optional_text(const boost::json::object& body, std::string_view name);
// False if it is missing or null.
bool optional_flag(const boost::json::object& body, std::string_view name);
// Nothing if it is missing or null.
std::optional<double> optional_number(const boost::json::object& body, std::string_view name);

}  // namespace np::http
