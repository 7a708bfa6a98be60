// A file that is written piece by piece and appears at its place only once it is complete. Until then, the data is
// beside it, under its name and ".part". Devices and pipes are written directly. Blocks; throws Error with the file's
// name as given.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace np::command {

class OutputFile {
 public:
  // `name`: links are followed. An existing file stays unchanged.
  explicit OutputFile(const std::string& name);
  // Without finish(), it deletes the part.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view text);
  // Moves it to its place, over an existing file.
  void finish();

 private:
  [[noreturn]] void fail(int error) const;

  const std::string name_;
  std::filesystem::path target_;
  std::filesystem::path part_;  // empty: a device, or finished
  Descriptor file_;
};

}  // namespace np::command
