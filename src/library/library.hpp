// What there is to watch on this machine: videos that people have uploaded, the folders that the operator shows, and the
// sample. Loop thread; the constructor blocks for some paths.
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
  std::filesystem::path state_dir;  // for what was seen of videos; empty: nothing is kept
  Uploads::Options uploads;
  std::vector<std::string> folders;  // that are shown, with all that is in them
  std::filesystem::path sample;  // a video for those who have none; empty: there is none
};

class Library {
 public:
  static constexpr std::size_t kMostListed = 32;  // listings that are asked for at a time

  // `in_use`: whether a show plays this file.
  Library(Loop& loop, LibraryOptions options, std::function<bool(const std::string& path)> in_use);

  Uploads& uploads() { return uploads_; }
  const std::string& sample() const { return sample_; }  // empty: there is none
  // The folders that are shown. `done` once, on the loop, later; never once this is destroyed. Errors as MediaFolders has
  // them, and kUnavailable where too much is asked for.
  void list(MediaWish wish, std::function<void(std::expected<MediaListing, Error>)> done);
  bool has_folders() const { return !folders_.empty(); }
  // What a video of the library is, as Glances::look has it. kNotFound: it is none.
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
