// Sources with a name, each with a small last picture, kept over restarts. A source may hold a camera's password, so
// only the owner of the files can read them. Loop thread; never blocks, except in the constructor, which reads the
// files, and in the destructor, which writes what the worker has not written yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "video/frame.hpp"

namespace np {

class NamedSources {
 public:
  static constexpr std::size_t kMost = 32;
  static constexpr std::size_t kMostName = 64;  // characters
  static constexpr PictureSize kPictureSize{320, 320};
  using Jpeg = std::shared_ptr<const std::vector<std::uint8_t>>;

  struct Named {
    std::uint64_t id = 0;   // never shown
    std::string name;       // one line without blanks at its ends
    std::string source;     // as typed; may hold credentials: never shown
    std::string kind;       // as SourceInfo::kind
    std::string address;    // the source without credentials
    Jpeg picture;           // null: none yet
    double picture_at = 0;  // Unix seconds
  };

  // An empty folder: names last as long as the program. `changed`: names have been given or taken.
  NamedSources(Loop& loop, std::filesystem::path folder, std::function<void()> changed);
  ~NamedSources();

  // In the order in which they were named.
  const std::vector<Named>& list() const { return list_; }
  // nullptr: there is none of that name.
  const Named* find(std::string_view name) const;
  // The same by the source, as typed.
  const Named* named(std::string_view source) const;

  // kInvalid and kUnsupported if the name or the source is no such thing, kConflict if the name is another source's
  // (unless `replace`), the source has another name, or there are too many. Naming a source again as before is success.
  std::expected<void, Error> put(const std::string& name, const std::string& source, bool replace);
  // kNotFound, and as above.
  std::expected<void, Error> rename(const std::string& name, const std::string& to);
  // kNotFound.
  std::expected<void, Error> remove(const std::string& name);

  // Makes a small picture of this one in the background and keeps it, if the source still has a name then.
  void show(std::string_view source, PicturePtr picture);

 private:
  void read_all();
  void save();
  void drop_picture(std::uint64_t id);
  std::filesystem::path picture_file(std::uint64_t id) const;
  std::expected<std::string, Error> checked(const std::string& name) const;

  Loop& loop_;
  const std::filesystem::path folder_;
  const std::function<void()> changed_;
  std::vector<Named> list_;
  std::uint64_t last_id_ = 0;
  bool touched_ = false;  // since the start
  struct Disk;
  std::shared_ptr<Disk> disk_;  // the worker's
  Lifetime alive_;
  std::optional<WorkerThread> worker_;
};

}  // namespace np
