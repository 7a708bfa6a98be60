// The loop's side of the upload folder. One thread writes, another one looks into uploads; only playable videos are
// kept. What has arrived of one is looked into again and again, until it can be played while the rest arrives. Loop
// thread; never blocks, except in the destructor, which waits for the disk.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/answers.hpp"
#include "base/error.hpp"
#include "base/loop.hpp"
#include "library/glance.hpp"
#include "library/upload_folder.hpp"

namespace np {

class Glances;

class Uploads {
 public:
  static constexpr std::size_t kMostAsked = 64;
  static constexpr Duration kTidy = std::chrono::hours(1);

  struct Options {
    std::filesystem::path folder;  // empty: nothing can be uploaded
    int most_mb = 0;               // 0: the same
    int days = 0;                  // 0: until somebody deletes them
  };
  // `glances` outlives it. `in_use`: whether a show plays this file; loop thread.
  Uploads(Loop& loop, Glances& glances, Options options, std::function<bool(const std::string& path)> in_use);
  ~Uploads();
  Uploads(const Uploads&) = delete;

  // One upload on one connection. If you drop it early, the part stays for a day and can be continued.
  struct Arrival {
    const std::uint64_t bytes;     // of the whole upload
    const std::uint64_t received;  // of these, when it began
    struct Inside;
    const std::shared_ptr<Inside> inside;
  };
  using ArrivalPtr = std::shared_ptr<const Arrival>;

  struct Kept {
    std::string name;
    std::string path;
    std::uint64_t bytes = 0;
    Glance glance;
  };

  // Why nobody can upload; empty: uploads are on.
  const std::string& off() const { return off_; }
  const std::filesystem::path& folder() const { return limits_.folder; }
  const UploadFolder::Options& limits() const { return limits_; }

  // Each answers once on the loop, later; never after this is destroyed. Errors of UploadFolder, and kUnavailable if
  // too many requests wait. A request with the id of an upload under way takes it over: the older Arrival fails with
  // kConflict.
  void begin(UploadWish wish, std::function<void(std::expected<ArrivalPtr, Error>)> done);
  // One at a time. It takes the bytes and gives them back, so that the caller need not make new ones.
  using Bytes = std::vector<char>;
  void write(const ArrivalPtr& arrival, Bytes bytes, std::size_t count,
             std::function<void(std::expected<Bytes, Error>)> done);
  // Call it when all bytes are written. A file that is no video is deleted; the error says why.
  void finish(const ArrivalPtr& arrival, std::function<void(std::expected<Kept, Error>)> done);
  void contents(std::function<void(std::expected<UploadFolder::Contents, Error>)> done);
  // kConflict: somebody watches it.
  void remove(const std::string& name, std::function<void(std::expected<void, Error>)> done);
  void forget(const std::string& id, std::function<void(std::expected<void, Error>)> done);

 private:
  struct Disk;

  template <typename Result>
  void ask(Answers<int, Result>& answers, std::function<void(std::expected<Result, Error>)> done,
           std::function<std::expected<Result, Error>(UploadFolder&)> work);
  void look_early(const std::shared_ptr<Arrival::Inside>& inside);
  void tidy();

  Loop& loop_;
  Glances& glances_;
  std::string off_;
  const UploadFolder::Options limits_;
  const std::function<bool(const std::string&)> in_use_;
  Answers<int, ArrivalPtr> begun_;
  Answers<int, Bytes> written_;
  Answers<int, Kept> kept_;
  Answers<int, UploadFolder::Contents> contents_;
  Answers<int> done_;
  Answers<int, bool> looked_;
  Timer tidy_timer_;
  std::unique_ptr<Disk> disk_;  // nullptr: off. Last: its thread uses all of the above
};

}  // namespace np
