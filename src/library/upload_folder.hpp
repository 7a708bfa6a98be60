// The folder of uploads: complete videos, and the parts of unfinished ones, which survive a restart. Its contents are
// bounded, and old ones are deleted. One thread at a time; blocks for the disk. Throws Error, without the folder's
// path.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "base/error.hpp"

namespace np {

struct KeptUpload {
  std::string name;
  std::uint64_t bytes = 0;
  double at = 0;  // when it was kept; Unix seconds
};

struct ArrivingUpload {
  std::string id;
  std::string name;
  std::uint64_t received = 0;  // bytes
  std::uint64_t bytes = 0;
  bool plays = false;  // what is there has been opened: it can be watched while the rest arrives
};

struct UploadWish {
  std::string id;
  std::string name;                    // as upload_name has it
  std::optional<std::uint64_t> first;  // the next byte; nothing: continue behind the part that is here
  std::uint64_t bytes = 0;             // of the whole upload
};

// An upload that is being written.
struct UploadPart {
  std::string id;
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t received = 0;
  std::filesystem::path path;
  Descriptor file;
};

class UploadFolder {
 public:
  // Kept free on the disk for other programs.
  static constexpr std::uint64_t kSpare = 16'000'000;
  static constexpr std::size_t kMostParts = 8;
  static constexpr double kPartLife = 24 * 3600;  // seconds without a byte

  struct Options {
    std::filesystem::path folder;
    std::uint64_t most_bytes = 0;
    int days = 0;  // 0: until somebody deletes them
  };
  explicit UploadFolder(Options options) : options_(std::move(options)) {}

  struct Contents {
    std::vector<KeptUpload> kept;  // the newest first
    std::vector<ArrivingUpload> arriving;
    std::uint64_t allowed_bytes = 0;  // free for uploads by their own bound
    std::uint64_t free_bytes = 0;     // and on the disk, too
  };
  Contents contents() const;

  // Begins an upload, or continues the one of that id and drops its bytes behind `first`. Its part has the name that it
  // will be kept under: one that no other upload has. kRefused: it is larger than
  // the bound of all uploads. kUnavailable: there is no room. kConflict: too many are under way, or fewer bytes are
  // here than `first` says. kInvalid: it is empty.
  std::unique_ptr<UploadPart> begin(const UploadWish& wish);
  // kUnavailable: the disk is full; the part is deleted.
  void write(UploadPart& part, std::span<const char> bytes);
  // Completes the upload under a name that no other upload has. Returns the name.
  std::string keep(UploadPart& part);
  void forget(UploadPart& part);

  // kNotFound.
  void remove(const std::string& name);
  void forget(const std::string& id);
  // Deletes old uploads, except those whose file's path `in_use` names.
  void tidy(const std::function<bool(const std::filesystem::path&)>& in_use);

  std::filesystem::path path_of(const std::string& name) const { return options_.folder / name; }
  const Options& options() const { return options_; }

 private:
  void make_folder() const;
  std::uint64_t disk_free() const;

  const Options options_;
};

}  // namespace np
