// Which eyes comment, and how others take over while the show goes on. A choice is looked at first: its files are
// checked, its server is asked; meanwhile those of before comment. Then they leave, so that their memory is free, the
// new ones load, and the built-in ones comment. If the new ones cannot be had, those of before come back. Loop thread;
// never blocks. It looks into files, asks servers and waits for the end of models on a thread of its own.
#pragma once

#include <atomic>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/worker_thread.hpp"
#include "config/settings.hpp"
#include "engine/stand_in_engine.hpp"
#include "net/http_client.hpp"

namespace np {

struct EyesChoice {
  std::string model_path, mmproj_path;  // a model in process
  std::vector<std::string> urls;        // model servers
  std::string model, key;               // there; may be empty

  bool built_in() const { return model_path.empty() && urls.empty(); }
  bool operator==(const EyesChoice&) const = default;
};

EyesChoice eyes_of(const Settings& settings);
// The settings with this choice in them.
Settings with_eyes(Settings settings, const EyesChoice& eyes);

class Eyes {
 public:
  enum class Stage { kSettled, kChecking, kLoading };
  using Keep = std::function<void(const EyesChoice&)>;

  // `engine` has the eyes of `settings`. `keep` is called with each choice that works.
  Eyes(Loop& loop, StandInEngine& engine, Settings settings, Keep keep);
  // Waits for a model's end half a second at most.
  ~Eyes();

  // Begins the change; report how it goes. kConflict: another change is under way, which only the built-in eyes break
  // off.
  std::expected<void, Error> choose(EyesChoice next);

  Stage stage() const { return stage_; }
  // Settled: those that comment, or would if they could. Otherwise those of before.
  const EyesChoice& now() const { return now_; }
  const EyesChoice& next() const { return next_; }  // not settled: those that are to come
  // Why the last choice did not come; empty: it did.
  const std::string& problem() const { return problem_; }

 private:
  static constexpr Duration kLookAgain = std::chrono::milliseconds(100);

  void checked(std::uint64_t number, const std::optional<Error>& problem);
  void change();
  void load();
  void look();
  void settle();
  std::optional<Error> problem_of(const EyesChoice& choice);

  Loop& loop_;
  StandInEngine& engine_;
  const Settings settings_;
  const Keep keep_;
  EyesChoice now_, next_;
  Stage stage_ = Stage::kSettled;
  bool going_back_ = false;  // next_ is now_, because others did not come
  bool leaving_ = false;     // the model of before still ends
  std::uint64_t number_ = 0;
  std::string problem_;
  Timer again_;
  HttpClient http_;
  std::atomic<bool> stop_{false};
  Lifetime alive_;
  WorkerThread worker_{"eyes", 4};  // last: it uses the others
};

}  // namespace np
