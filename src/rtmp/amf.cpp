#include "rtmp/amf.hpp"

#include <bit>

#include "base/error.hpp"
#include "rtmp/big_endian.hpp"
#include "rtmp/messages.hpp"

namespace np::rtmp {
namespace {

constexpr int kDeepest = 8;
constexpr int kMostValues = 1024;

enum Kind : std::uint8_t {
  kNumber = 0,
  kBoolean = 1,
  kText = 2,
  kObject = 3,
  kNull = 5,
  kUndefined = 6,
  kReference = 7,
  kNamedList = 8,
  kEnd = 9,
  kList = 10,
  kDate = 11,
  kLongText = 12,
  kUnsupported = 13,
  kXml = 15,
  kTypedObject = 16,
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }

  AmfValue value(int level = 0) {
    if (level > kDeepest || ++values_ > kMostValues) broken();
    switch (number(1)) {
      case kNumber: return {real()};
      case kBoolean: return {number(1) != 0};
      case kText: return {text(2)};
      case kNull:
      case kUndefined:
      case kUnsupported: return {};
      case kReference: number(2); return {};
      case kNamedList: number(4); return {object(level)};
      case kObject: return {object(level)};
      case kTypedObject: text(2); return {object(level)};
      case kList: return {list(level)};
      case kDate: {
        const double time = real();
        number(2);  // a zone that nobody uses
        return {time};
      }
      case kLongText:
      case kXml: return {text(4)};
      default: broken();
    }
  }

 private:
  [[noreturn]] static void broken() { throw Error(ErrorKind::kInvalid, messages::kNoRtmp); }

  std::string_view take(std::size_t size) {
    if (rest_.size() < size) broken();
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }
  std::uint64_t number(std::size_t size) { return big_endian(take(size)); }
  double real() { return std::bit_cast<double>(number(8)); }
  std::string text(std::size_t size_of_length) { return std::string(take(number(size_of_length))); }

  AmfValue::Object object(int level) {
    AmfValue::Object out;
    for (;;) {
      std::string name = text(2);
      if (name.empty() && !rest_.empty() && rest_.front() == kEnd) {
        take(1);
        return out;
      }
      AmfValue member = value(level + 1);
      out.emplace_back(std::move(name), std::move(member));
    }
  }

  AmfValue::List list(int level) {
    AmfValue::List out;
    for (std::uint64_t left = number(4); left > 0; --left) out.push_back(value(level + 1));
    return out;
  }

  std::string_view rest_;
  int values_ = 0;
};

struct Writer {
  std::string out;

  void text(std::string_view text) {
    text = text.substr(0, 0xFFFF);
    append_big_endian(out, text.size(), 2);
    out += text;
  }
  void kind(Kind kind) { out += static_cast<char>(kind); }

  void operator()(std::nullptr_t) { kind(kNull); }
  void operator()(double number) {
    kind(kNumber);
    append_big_endian(out, std::bit_cast<std::uint64_t>(number), 8);
  }
  void operator()(bool yes) {
    kind(kBoolean);
    out += static_cast<char>(yes);
  }
  void operator()(const std::string& value) {
    kind(kText);
    text(value);
  }
  void operator()(const AmfValue::Object& object) {
    kind(kObject);
    for (const auto& [name, member] : object) {
      text(name);
      std::visit(*this, member.value);
    }
    text({});
    kind(kEnd);
  }
  void operator()(const AmfValue::List& list) {
    kind(kList);
    append_big_endian(out, list.size(), 4);
    for (const AmfValue& one : list) std::visit(*this, one.value);
  }
};

}  // namespace

const AmfValue* AmfValue::member(std::string_view name) const {
  if (const auto* object = std::get_if<Object>(&value))
    for (const auto& [key, member] : *object)
      if (key == name) return &member;
  return nullptr;
}

AmfValue::List read_amf(std::string_view bytes) {
  Reader reader(bytes);
  AmfValue::List out;
  while (!reader.done()) out.push_back(reader.value());
  return out;
}

std::string write_amf(const AmfValue::List& values) {
  Writer writer;
  for (const AmfValue& one : values) std::visit(writer, one.value);
  return std::move(writer.out);
}

}  // namespace np::rtmp
