// AMF0, in which RTMP's commands are written: a few kinds of values, one after the other. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace np::rtmp {

struct AmfValue {
  using Object = std::vector<std::pair<std::string, AmfValue>>;
  using List = std::vector<AmfValue>;

  // Null stands for "undefined", too.
  std::variant<std::nullptr_t, double, bool, std::string, Object, List> value = nullptr;

  const double* number() const { return std::get_if<double>(&value); }
  const std::string* text() const { return std::get_if<std::string>(&value); }
  // Of an object; nullptr where it is none, or has nothing of that name.
  const AmfValue* member(std::string_view name) const;
};

// Throws Error{kInvalid} for what is no AMF0, goes deeper than 8 levels or holds more than 1024 values.
AmfValue::List read_amf(std::string_view bytes);
std::string write_amf(const AmfValue::List& values);

}  // namespace np::rtmp
