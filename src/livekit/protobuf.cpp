#include "livekit/protobuf.hpp"

namespace np::protobuf {
namespace {

// Wire types. Groups are gone from the format.
constexpr int kVarint = 0, kFixed64 = 1, kDelimited = 2, kFixed32 = 5;

std::optional<std::uint64_t> take_varint(std::string_view& from) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !from.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> take_fixed(std::string_view& from, std::size_t size) {
  if (from.size() < size) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(from[i]);
  from.remove_prefix(size);
  return value;
}

}  // namespace

void Writer::varint(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
  bytes_ += static_cast<char>(value);
}

void Writer::tag(int field, int type) { varint(static_cast<std::uint64_t>(field) << 3 | static_cast<unsigned>(type)); }

void Writer::delimited(int field, std::string_view value) {
  tag(field, kDelimited);
  varint(value.size());
  bytes_ += value;
}

Writer& Writer::number(int field, std::uint64_t value) {
  if (value == 0) return *this;
  tag(field, kVarint);
  varint(value);
  return *this;
}

Writer& Writer::text(int field, std::string_view value) {
  if (!value.empty()) delimited(field, value);
  return *this;
}

Writer& Writer::message(int field, const Writer& value) {
  delimited(field, value.bytes_);
  return *this;
}

Writer& Writer::packed(int field, std::initializer_list<std::uint64_t> values) {
  Writer inside;
  for (const std::uint64_t value : values) inside.varint(value);
  return text(field, inside.bytes_);
}

Writer& Writer::entry(int field, std::string_view key, std::string_view value) {
  return message(field, Writer().text(1, key).text(2, value));
}

bool read(std::string_view message, const std::function<void(const Field&)>& each) {
  while (!message.empty()) {
    const auto tag = take_varint(message);
    if (!tag || *tag >> 3 == 0 || *tag >> 3 > 0x1FFFFFFF) return false;
    Field field{.number = static_cast<int>(*tag >> 3)};
    std::optional<std::uint64_t> value;
    switch (*tag & 7) {
      case kVarint: value = take_varint(message); break;
      case kFixed64: value = take_fixed(message, 8); break;
      case kFixed32: value = take_fixed(message, 4); break;
      case kDelimited:
        value = take_varint(message);
        if (!value || *value > message.size()) return false;
        field.bytes = message.substr(0, *value);
        message.remove_prefix(*value);
        break;
      default: break;
    }
    if (!value) return false;
    if (field.bytes.data() == nullptr) field.value = *value;
    each(field);
  }
  return true;
}

}  // namespace np::protobuf
