// The description of a GGUF file, without the data of its tensors. Blocks on the disk once, when it is opened. Throws
// Error: one sentence with the next step.
#pragma once

#include <gguf.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/freed.hpp"

namespace np {

class GgufFile {
 public:
  // `setting`: the one that names the file, for a sentence.
  GgufFile(const std::filesystem::path& path, const char* setting);

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t bytes() const { return bytes_; }  // of all tensors
  Error damaged(std::string_view how) const;

  // Empty, nullopt, false: the key is missing, or of another type.
  std::string text(const std::string& key) const;
  std::optional<std::int64_t> number(const std::string& key) const;
  bool flag(const std::string& key) const;
  bool has_key(const std::string& key) const;
  bool has(const std::string& key, gguf_type type) const;
  bool has_array(const std::string& key, gguf_type type, std::size_t least) const;
  std::size_t array_size(const std::string& key) const;
  std::vector<std::int64_t> numbers(const std::string& key) const;  // of an array of 32-bit integers or of booleans
  bool has_tensor(const std::string& name) const;
  std::optional<std::int64_t> side(const std::string& tensor, int dimension) const;
  bool has_shape(const std::string& tensor, std::vector<std::int64_t> shape) const;

  // Throws if it is missing, of another type or not between the limits.
  std::int64_t need(const std::string& key, std::int64_t least, std::int64_t most) const;
  void need_float(const std::string& key) const;
  // Zero stands for any length.
  void need_tensor(const std::string& name, std::vector<std::int64_t> shape) const;
  void allow_tensor(const std::string& name, std::vector<std::int64_t> shape) const;

 private:
  std::filesystem::path path_;
  std::uint64_t bytes_ = 0;
  std::unique_ptr<gguf_context, Freed<gguf_free>> gguf_;
};

// How sentences name a file.
std::string shown(const std::filesystem::path& path);

}  // namespace np
