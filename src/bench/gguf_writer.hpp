// A GGUF file in the making: keys first, then tensors of random weights, then write(). One thread; write() blocks.
#pragma once

#include <ggml.h>
#include <gguf.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/freed.hpp"

namespace np {

class GgufWriter {
 public:
  GgufWriter();

  gguf_context* keys() { return gguf_.get(); }
  void key(const std::string& name, const char* value);
  void key(const std::string& name, int value);
  void key(const std::string& name, float value);
  void key(const std::string& name, bool value);
  void key(const std::string& name, const std::vector<std::int32_t>& values);
  void key(const std::string& name, const std::vector<float>& values);
  void key(const std::string& name, const std::vector<std::string>& values);
  void key(const std::string& name, const std::vector<bool>& values);

  // Noise, or all ones for a norm's weights, or zeros for a bias, or -1 for what decays.
  enum class Fill { kNoise, kOnes, kZeros, kMinusOnes };
  void tensor(const std::string& name, std::vector<std::int64_t> shape, ggml_type type = GGML_TYPE_F32,
              Fill fill = Fill::kNoise);
  // <name>.weight and <name>.bias.
  void linear(const std::string& name, std::int64_t in, std::int64_t out, ggml_type type);
  void norm(const std::string& name, std::int64_t width, bool bias = true);

  // `progress` gets 0 to 1. Throws Error.
  void write(const std::filesystem::path& path, const std::function<void(double)>& progress);

 private:
  struct Entry {
    ggml_tensor* tensor;
    Fill fill;
  };
  const std::string& rows(const ggml_tensor& t, Fill fill);

  std::unique_ptr<gguf_context, Freed<gguf_free>> gguf_;
  std::unique_ptr<ggml_context, Freed<ggml_free>> names_;
  std::vector<Entry> tensors_;
  std::map<std::array<std::int64_t, 3>, std::string> blocks_;
};

}  // namespace np
