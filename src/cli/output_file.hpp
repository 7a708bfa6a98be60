// A file that is written piece by piece and is in its place only once it is complete: until then what there is stands
// beside it, under its name and ".part". Devices and pipes are written as they are. Blocks; throws Error with the
// file's name as it was given.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace np::command {

class OutputFile {
 public:
  // `name`: links are followed. Nothing is changed in a file that is there.
  explicit OutputFile(const std::string& name);
  // Without finish(), nothing of it is left.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view text);
  // Puts it in its place, over what was there.
  void finish();

 private:
  [[noreturn]] void fail(int error) const;

  const std::string name_;
  std::filesystem::path target_;
  std::filesystem::path part_;  // empty: a device, or finished
  Descriptor file_;
};

}  // namespace np::command
