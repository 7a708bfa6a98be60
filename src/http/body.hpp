// A request's body, field by field. What is wrong with it is thrown as WrongBody.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace np::http {

// What is wrong with a request's body: one sentence that names the field.
struct WrongBody {
  std::string sentence;
};

// "a text", "a list", ...
const char* type_name(const boost::json::value& value);
boost::json::object parse_body(const Request& request);
const boost::json::value& field(const boost::json::object& body, std::string_view name);
std::string text_field(const boost::json::object& body, std::string_view name);
// Nothing where it is missing or null.
std::optional<std::string> optional_text(const boost::json::object& body, std::string_view name);
// False where it is missing or null.
bool optional_flag(const boost::json::object& body, std::string_view name);
// Nothing where it is missing or null.
std::optional<double> optional_number(const boost::json::object& body, std::string_view name);

}  // namespace np::http
