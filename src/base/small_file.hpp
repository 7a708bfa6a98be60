// Small files of the user's, read whole.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>

namespace np {

enum class FileProblem { kMissing, kFolder, kTooLarge, kUnreadable };

struct FileTrouble {
  FileProblem problem;
  std::string
      reason;  // "is a folder", "cannot be read: Permission denied": for a sentence that starts with the file's name
};

// Blocks. Follows links; a pipe is read to its end.
std::expected<std::string, FileTrouble> read_small_file(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace np
