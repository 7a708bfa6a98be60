// Keeps the results of glances, each in one small file, by the video's path, size and time: a changed video counts as
// another one. If there are too many, the oldest go. One thread at a time; blocks for the disk; throws nothing, because
// everything in it can be made again.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "library/glance.hpp"

namespace np {

class GlanceCache {
 public:
  static constexpr std::size_t kMost = 4000;  // some 12 KB each

  // An empty folder: nothing is kept. The folder is made when there is something to keep.
  explicit GlanceCache(std::filesystem::path folder, std::size_t most = kMost);

  std::optional<Glance> find(const std::filesystem::path& video) const;
  void keep(const std::filesystem::path& video, const Glance& glance);

 private:
  void tidy(const std::filesystem::path& newest);

  const std::filesystem::path folder_;
  const std::size_t most_;
  std::size_t until_tidy_ = 0;  // so many more are kept before the next search for the oldest
};

}  // namespace np
