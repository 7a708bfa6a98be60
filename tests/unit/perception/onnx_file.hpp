// Writes networks in ONNX's format, byte by byte: as little of it as tests of the detector need.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace np::test {

class Message {
 public:
  Message& number(int field, std::uint64_t value) { return varint(field << 3).varint(value); }
  Message& text(int field, std::string_view bytes) {
    varint(field << 3 | 2).varint(bytes.size());
    bytes_ += bytes;
    return *this;
  }
  Message& message(int field, const Message& inner) { return text(field, inner.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  Message& varint(std::uint64_t value) {
    for (; value > 127; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
    return *this;
  }
  std::string bytes_;
};

using Shape = std::vector<int>;
using Names = std::vector<std::string>;

class OnnxFile {
 public:
  enum Type { kFloat = 1, kUint8 = 2, kInt64 = 7 };

  OnnxFile& input(const std::string& name, const Shape& shape, Type type = kFloat) {
    graph_.message(11, value(name, shape, type));
    return *this;
  }
  OnnxFile& output(const std::string& name, const Shape& shape, Type type = kFloat) {
    graph_.message(12, value(name, shape, type));
    return *this;
  }
  OnnxFile& constant(const std::string& name, const Shape& shape, const std::vector<float>& values) {
    Message tensor;
    for (const int length : shape) tensor.number(1, length);
    tensor.number(2, kFloat).text(8, name);
    tensor.text(9, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)});
    graph_.message(5, tensor);
    return *this;
  }
  // `number` is the attribute `attribute`, where that is named.
  OnnxFile& node(const std::string& operation, const Names& inputs, const std::string& output,
                 const std::string& attribute = "", int number = 0) {
    Message node;
    for (const std::string& name : inputs) node.text(1, name);
    node.text(2, output).text(4, operation);
    if (!attribute.empty()) node.message(5, Message().text(1, attribute).number(3, number).number(20, 2));
    graph_.message(1, node);
    return *this;
  }
  std::string bytes() const {
    return Message()
        .number(1, 8)
        .message(7, Message(graph_).text(2, "test"))
        .message(8, Message().number(2, 13))
        .bytes();
  }

 private:
  static Message value(const std::string& name, const Shape& shape, Type type) {
    Message lengths;
    for (const int length : shape) lengths.message(1, Message().number(1, length));
    return Message().text(1, name).message(2, Message().message(1, Message().number(1, type).message(2, lengths)));
  }
  Message graph_;
};

}  // namespace np::test
