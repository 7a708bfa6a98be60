// ONNX Runtime, and the only place that knows it: a network out of a file, run thriftily. A run takes one core and
// keeps no memory. One environment of the library for the whole process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace np::onnx {

// How a file is spoken of in errors.
struct Wording {
  std::string subject;  // "The voice's file"
  std::string setting;  // "VOICE_MODEL"
  std::string usual;    // "hibari.onnx", the file that comes with the program
};

enum class Type { kFloat, kInt64, kOther };

struct Slot {
  std::string name;
  Type type = Type::kFloat;
  std::vector<std::int64_t> shape;  // -1: any length

  bool operator==(const Slot&) const = default;
};

class Session {
 public:
  struct Expected {
    std::vector<Slot> inputs, outputs;
    std::uintmax_t most_bytes = 64 << 20;  // what is larger is not read into memory to find out that it is another one
  };

  // Reads the file; blocks a tenth of a second and more. Any thread. Throws Error, one sentence with the next step: it
  // is not there, not to be read, damaged, or another network than expected.
  Session(const std::filesystem::path& file, const Wording& wording, const Expected& expected);
  ~Session();

  struct Input {
    std::variant<std::span<const float>, std::span<const std::int64_t>> values;
    std::vector<std::int64_t> shape;
  };
  struct Output {
    std::span<const float> values;
    std::vector<std::int64_t> shape;
  };
  struct Answer {
    std::vector<Output> outputs;         // in the order expected
    std::shared_ptr<const void> memory;  // theirs
  };
  // In the order expected. One thread at a time. Throws Error{kInternal}, {kEnded} when stopped.
  Answer run(std::span<const Input> inputs);
  // Any thread: ends the run under way within some milliseconds; nothing where there is none.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np::onnx
