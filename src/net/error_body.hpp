// Reads the message out of the body of an error. Nearly every kind of server has its own form, and only this file knows
// them. Pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace np {

// The sentence in it, on one line; empty: there is none (a web page, only figures, nothing).
std::string error_message(std::string_view body);

// The field of the request that it blames, out of those that were sent; nullopt: it names none.
struct BlamedField {
  std::string name;
  bool certain = false;  // named as the field at fault, not somewhere in a sentence
};
std::optional<BlamedField> blamed_field(std::string_view body, std::span<const std::string_view> sent);

}  // namespace np
