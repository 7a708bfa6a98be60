// Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding), as much as LiveKit's messages need:
// numbers, strings and nested messages. A field's number identifies it; readers skip fields that they do not need.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace np::protobuf {

class Writer {
 public:
  // Leaves out default values, zero or nothing, as the format requires.
  Writer& number(int field, std::uint64_t value);
  Writer& text(int field, std::string_view value);
  Writer& message(int field, const Writer& value);  // also an empty one
  Writer& packed(int field, std::initializer_list<std::uint64_t> values);
  // One entry of a map<string, string>.
  Writer& entry(int field, std::string_view key, std::string_view value);

  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value);
  void tag(int field, int type);
  void delimited(int field, std::string_view value);

  std::string bytes_;
};

struct Field {
  int number = 0;
  std::uint64_t value = 0;  // of a number
  std::string_view bytes;   // of a string or message; lives as long as the message read
};

// Calls `each` for every field, in order. False if the bytes are no message; `each` then had the fields before the
// fault.
[[nodiscard]] bool read(std::string_view message, const std::function<void(const Field&)>& each);

}  // namespace np::protobuf
