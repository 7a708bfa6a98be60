// Looks into videos, one after the other, and keeps the results, within bounds: another look at the same file costs a
// small read. Loop thread; never blocks, except in the destructor, which waits until the look under way has ended
// early.
#pragma once

#include <atomic>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/answers.hpp"
#include "base/error.hpp"
#include "base/worker_thread.hpp"
#include "library/glance.hpp"
#include "library/glance_cache.hpp"

namespace np {

class Glances {
 public:
  static constexpr std::size_t kMostAsked = 64;
  static constexpr Duration kLimit = std::chrono::seconds(8);

  // `folder`: of the cache; empty: nothing is kept.
  Glances(Loop& loop, std::filesystem::path folder);
  ~Glances();

  using Done = std::function<void(std::expected<Glance, Error>)>;
  // `done` once, on the loop, later; never after this is destroyed. kNotFound: there is no such file, or its path
  // contains a link, which may lead anywhere. kUnavailable: too many requests wait.
  void look(const std::filesystem::path& file, Done done);
  // Stores a glance that was made elsewhere.
  void put(const std::filesystem::path& file, Glance glance);

 private:
  std::atomic<bool> ending_{false};
  GlanceCache cache_;  // its thread's
  Answers<int, Glance> answers_;
  std::optional<WorkerThread> worker_;
};

}  // namespace np
