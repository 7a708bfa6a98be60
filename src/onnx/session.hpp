// ONNX Runtime, and the only place that knows it: loads a network from a file and runs it thriftily. A run takes one
// core and keeps no memory. The whole process shares one environment of the library.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace np::onnx {

// The file's names in errors.
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
    std::uintmax_t most_bytes = 64 << 20;  // larger files are not read
  };

  // Reads the file; blocks a tenth of a second and more. Any thread. Throws Error, one sentence with the next step: the
  // file is missing, unreadable, damaged, or not the expected network.
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
    std::vector<Output> outputs;         // in the expected order
    std::shared_ptr<const void> memory;  // owns them
  };
  // Inputs in the expected order. One thread at a time. Throws Error{kInternal}, {kEnded} when stopped.
  Answer run(std::span<const Input> inputs);
  // Any thread. Ends the run under way within some milliseconds, if there is one.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace np::onnx
