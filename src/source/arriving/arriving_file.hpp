// A file that is still being written, as an upload is: it stands beside its future place, under a name that says all
// there is to know of it. What is there can be read, and then what comes. One thread at a time, except where said;
// blocks for the disk.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/descriptor.hpp"

namespace np {

// How such a file is called until all of it is there.
struct ArrivingName {
  std::string id;
  std::uint64_t bytes = 0;  // of all of it
  std::string name;         // that it will have
};
std::string arriving_name(const ArrivingName& of);
std::optional<ArrivingName> arriving_name_of(std::string_view file_name);

// Where the file that will have this path is written now; nothing: there is a file at this path, or none is on its way.
std::optional<std::filesystem::path> arriving_at(const std::filesystem::path& path);

class ArrivingFile {
 public:
  // One that does not grow for so long is not waited for any more.
  static constexpr Duration kLongestRest = std::chrono::seconds(30);

  // nullptr: it is no such file, or all of it is there, or nobody may read it.
  static std::unique_ptr<ArrivingFile> open(const std::filesystem::path& path);

  // A video can be played from its beginning on: nothing that it needs stands at its end, as far as can be told.
  bool can_begin() const;

  enum class Next {
    kBytes,  // some have been read
    kLater,  // more will come
    kEnd,    // that was all
    kGone    // nobody brings the rest any more: it has been deleted
  };
  struct Piece {
    Next next;
    std::size_t bytes = 0;
  };
  // What follows what was read before.
  Piece read(std::span<char> into);
  // Since when nothing has come that was not there before.
  TimePoint grew_at() const { return grew_at_; }

  // Any thread: all of it has been read; it has been deleted before it was complete.
  bool is_whole() const { return read_ >= bytes_; }
  bool is_gone() const;

 private:
  ArrivingFile(int file, std::uint64_t bytes);  // takes it

  const Descriptor file_;
  const std::uint64_t bytes_;
  std::atomic<std::uint64_t> read_{0};
  std::uint64_t seen_ = 0;  // bytes that were there when it was looked at last
  TimePoint grew_at_;
};

}  // namespace np
