// Looks into videos, one after the other, and keeps what was seen: the next look at the same file costs a small read. What
// is kept is bounded. Loop thread; never blocks, but for the destructor, which waits for the look under way to end early.
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

  // `folder`: where it keeps them; empty: nowhere.
  Glances(Loop& loop, std::filesystem::path folder);
  ~Glances();

  using Done = std::function<void(std::expected<Glance, Error>)>;
  // `done` once, on the loop, later; never once this is destroyed. kNotFound: there is no such file, or a link is part of
  // its path, which may lead anywhere. kUnavailable: too much is asked for.
  void look(const std::filesystem::path& file, Done done);
  // Somebody has looked already.
  void put(const std::filesystem::path& file, Glance glance);

 private:
  std::atomic<bool> ending_{false};
  GlanceCache cache_;  // its thread's
  Answers<int, Glance> answers_;
  std::optional<WorkerThread> worker_;
};

}  // namespace np
