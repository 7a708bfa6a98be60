// Reads the message out of the body of an error. Nearly every kind of server has a form of its own, and this is the one
// place that knows them. Pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace np {

// The sentence in it, on one line; empty: there is none (a web page, figures alone, nothing).
std::string error_message(std::string_view body);

// Which field of the request it is about, of those that were sent; nullopt: it names none.
struct BlamedField {
  std::string name;
  bool certain = false;  // named as the field at fault, not somewhere in a sentence
};
std::optional<BlamedField> blamed_field(std::string_view body, std::span<const std::string_view> sent);

}  // namespace np
