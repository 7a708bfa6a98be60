// Brings what a show perceives to those who read it, and keeps what was perceived in the last seconds: a picture that
// is shown late needs the facts of its own time. Loop thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "perception/facts/facts.hpp"

namespace np {

class FactsFeed {
 public:
  // As old as pictures get before they are shown.
  static constexpr Duration kKeptFor = std::chrono::seconds(16);
  static constexpr std::size_t kMost = 256;

  // `on_demand` is called when the first reader has come and when the last one has gone.
  explicit FactsFeed(std::function<void()> on_demand = {}) : on_demand_(std::move(on_demand)) {}

  void push(FactsPtr facts);
  // Another source, or nothing is perceived any more.
  void clear() { kept_.clear(); }
  FactsPtr newest() const { return kept_.empty() ? nullptr : kept_.back().facts; }
  std::size_t readers() const { return readers_.size(); }

  // A reader's place in the feed. One that lags behind what is kept misses the oldest. Must not outlive the feed.
  class Reader {
   public:
    ~Reader();
    FactsPtr next();  // the oldest not yet taken; nullptr if none

   private:
    friend class FactsFeed;
    Reader(FactsFeed& feed, std::uint64_t next, std::function<void()> on_facts);
    FactsFeed& feed_;
    std::uint64_t next_;
    const std::function<void()> on_facts_;
  };

  // Reads on from what is kept of pictures captured at `from` and later, or from what comes now. `on_facts` is called
  // once for each Facts that comes.
  std::unique_ptr<Reader> read(std::optional<TimePoint> from, std::function<void()> on_facts);

 private:
  struct Kept {
    std::uint64_t number = 0;
    FactsPtr facts;
  };

  const std::function<void()> on_demand_;
  std::uint64_t next_ = 0;
  std::deque<Kept> kept_;
  std::vector<Reader*> readers_;
};

}  // namespace np
