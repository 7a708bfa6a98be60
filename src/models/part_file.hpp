// A file on its way: what has come of it so far, beside the place where it will be, under a name that holds the version
// (<name>.<start of its SHA-256>.part), so that what is there can be continued in another run and is never mistaken for
// another version. Locked against other processes. One thread; blocks; throws Error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "models/hub.hpp"
#include "models/sha256.hpp"

namespace np {

class PartFile {
 public:
  static std::filesystem::path path_for(const std::filesystem::path& target, const HubFile& file);
  // Bytes that are there already; 0 where none are.
  static std::uint64_t bytes_there(const std::filesystem::path& target, const HubFile& file);

  // Makes the folder and the part where they are missing, and removes parts of other versions. kConflict where another
  // process is at it.
  PartFile(std::filesystem::path target, const HubFile& file);
  // What has come stays; an empty part does not.
  ~PartFile();
  PartFile(const PartFile&) = delete;

  // Takes up what an earlier run has left; `on_read` hears of the bytes read so far. What is longer than the file is to
  // be is dropped.
  void take_up(const std::function<void(std::uint64_t)>& on_read);

  std::uint64_t bytes() const { return bytes_; }
  void add(std::string_view bytes);
  void clear();
  // Whether the whole is what it is to be. Once.
  bool is_right();
  // Onto the disk for good and to its place, in one step.
  void finish();

 private:
  void open_locked();
  void remove_others() const;

  const std::filesystem::path target_;
  const HubFile file_;
  const std::filesystem::path path_;
  int fd_ = -1;
  std::uint64_t bytes_ = 0;
  std::uint64_t handed_over_ = 0;  // to the disk
  Sha256 sha_;
};

// Reads a whole file. Throws Error where it cannot be read.
std::string sha256_of(const std::filesystem::path& path, const std::function<void(std::uint64_t)>& on_read);

}  // namespace np
