// The one download of a program that goes on beside it: begun, paused, gone on with and cancelled by people. It owns
// the thread on which Pull works. What has come stays on the disk and is gone on with, also by another program run.
// Loop thread; never blocks, except that the destructor waits for the thread, which stops at once.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "models/hub.hpp"
#include "models/pull.hpp"

namespace np {

struct PullReport {
  enum class State { kRunning, kPaused, kFailed, kDone };
  State state = State::kRunning;
  std::string model, quant;
  bool checking = false;        // reads again what had come before
  std::uint64_t done = 0;       // bytes of the files that were missing
  std::uint64_t total = 0;      // 0: not known yet
  double bytes_per_second = 0;  // 0: not known
  std::string note;             // running: what holds it up; failed: why, a sentence
};

class PullJob {
 public:
  // `folder`: for all models, each in a folder of its own name; empty: there is none. `environment`: see hub_of().
  PullJob(Loop& loop, std::filesystem::path folder, Environment environment);
  ~PullJob();

  // Begins it, or goes on. An empty `quant`: the one that had begun, else the usual one. kNotFound: no such model;
  // kConflict: another one is on its way, or there is no folder.
  std::expected<void, Error> start(const std::string& model, const std::string& quant);
  // kConflict: nothing is on its way.
  std::expected<void, Error> pause();
  // Stops it, and removes what has come of this model, a moment later. kNotFound: no such model.
  std::expected<void, Error> cancel(const std::string& model);
  // nullopt: nothing was begun in this run of the program, or it was cancelled.
  std::optional<PullReport> report() const;

  const std::filesystem::path& folder() const { return folder_; }
  // Of files that are not complete; blocks for the disk; any thread.
  static std::uint64_t bytes_so_far(const std::filesystem::path& of_model);
  // The quantisation of the language part that has begun to come; empty: none has.
  static std::string quant_so_far(const std::filesystem::path& of_model, const CatalogModel& model);

 private:
  struct Shared;  // with the thread

  void run(const CatalogModel& model, const std::string& quant, const std::stop_token& stop);
  void ended(PullReport::State state, std::string note);
  std::string for_people(const Error& error) const;

  Loop& loop_;
  const std::filesystem::path folder_;
  const Environment environment_;
  const std::unique_ptr<Shared> shared_;
  std::optional<PullReport> now_;
  bool cancelled_ = false;  // while it still runs
  std::stop_source stop_;
  Lifetime alive_;
  WorkerThread worker_{"pull", 4};  // last: it uses the others
};

}  // namespace np
