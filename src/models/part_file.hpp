// A file that is being downloaded. It is beside its later place, under a name that holds the version (<name>.<start of
// its SHA-256>.part), so that another run can continue it and never mistakes it for another version. Locked against
// other processes. One thread; blocks; throws Error.
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
  // Bytes that are there already; 0 if there are none.
  static std::uint64_t bytes_there(const std::filesystem::path& target, const HubFile& file);

  // Creates the folder and the part if they are missing, and removes parts of other versions. kConflict if another
  // process works on it.
  PartFile(std::filesystem::path target, const HubFile& file);
  // Keeps the part unless it is empty.
  ~PartFile();
  PartFile(const PartFile&) = delete;

  // Continues an earlier run's part; `on_read` gets the bytes read so far. Bytes beyond the file's size are dropped.
  void take_up(const std::function<void(std::uint64_t)>& on_read);

  std::uint64_t bytes() const { return bytes_; }
  void add(std::string_view bytes);
  void clear();
  // Whether the whole file is right. Call it once.
  bool is_right();
  // Writes it to the disk for good, and moves it to its place in one step.
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

// Reads a whole file. Throws Error if it cannot be read.
std::string sha256_of(const std::filesystem::path& path, const std::function<void(std::uint64_t)>& on_read);

}  // namespace np
