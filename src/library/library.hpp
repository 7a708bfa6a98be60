// The videos to watch on this machine: people's uploads, the folders that the operator shows, and the sample. Loop
// thread; the constructor blocks while it resolves a few paths.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/answers.hpp"
#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "library/glances.hpp"
#include "library/media_folders.hpp"
#include "library/uploads.hpp"

namespace np {

struct LibraryOptions {
  std::filesystem::path state_dir;  // for the glances at videos; empty: nothing is kept
  Uploads::Options uploads;
  std::vector<std::string> folders;  // shown with all that is in them
  std::filesystem::path sample;      // a video for people who have none; empty: there is none
};

class Library {
 public:
  static constexpr std::size_t kMostListed = 32;  // listings that may wait at a time

  // `in_use`: whether a show plays this file.
  Library(Loop& loop, LibraryOptions options, std::function<bool(const std::string& path)> in_use);

  Uploads& uploads() { return uploads_; }
  const std::string& sample() const { return sample_; }  // empty: there is none
  // Lists the folders that are shown. `done` once, on the loop, later; never after this is destroyed. Errors of
  // MediaFolders, and kUnavailable if too many requests wait.
  void list(MediaWish wish, std::function<void(std::expected<MediaListing, Error>)> done);
  bool has_folders() const { return !folders_.empty(); }
  // A glance at a video of the library, as by Glances::look. kNotFound: it is not in the library.
  void glance(const std::string& video, Glances::Done done);

 private:
  bool holds(const std::filesystem::path& video) const;

  Glances glances_;
  Uploads uploads_;
  const MediaFolders folders_;
  const std::string sample_;
  Answers<int, MediaListing> listings_;
  WorkerThread lists_;  // last: it uses all of the above
};

}  // namespace np
