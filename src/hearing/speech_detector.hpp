// Hears where somebody speaks. One for all shows: a worker of its own loads the file and runs the network; each show
// listens through an Ear of its own, and they take turns. Listening takes about one hundredth of one core a show.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audio/sound_block.hpp"
#include "base/loop.hpp"

namespace np {

// How likely it is that somebody speaks, 0 to 1, window by window.
struct Heard {
  static constexpr Duration kWindow = std::chrono::milliseconds(32);
  TimePoint from;  // when the first window was captured
  std::vector<float> speech;
  TimePoint until() const { return from + kWindow * static_cast<Duration::rep>(speech.size()); }
};

// One show's sound on its way to the network.
class Ear {
 public:
  using OnHeard = std::function<void(const Heard&)>;

  virtual ~Ear() = default;  // loop thread; nothing is called after
  // Any thread; never blocks. Blocks in the order of their capture. Beyond kMostWaiting the oldest are lost.
  virtual void hear(SoundPtr block) = 0;
  // Loop thread. Another programme begins: nothing of what was heard so far comes after.
  virtual void reset() = 0;
  // Any thread: how much sound waits.
  virtual Duration waiting() const = 0;

  static constexpr Duration kMostWaiting = std::chrono::seconds(10);
};

class SpeechDetector {
 public:
  // Loads beside. A file that is missing or no such network is told once in the log, in one sentence with the next
  // step, and in status(). Empty path: there is none.
  explicit SpeechDetector(std::filesystem::path file);
  ~SpeechDetector();  // waits for the run under way, some milliseconds

  // Loop thread. `on_heard` is called on the loop, in order, within a tenth of a second of the sound. Ears must not
  // outlive the detector.
  std::unique_ptr<Ear> open_ear(Loop& loop, Ear::OnHeard on_heard) const;

  struct Status {
    bool ready = false;
    bool loading = false;
    std::string detail;  // one sentence when neither
  };
  // Any thread.
  Status status() const;
  // Blocks until loaded or failed: for a run without a clock.
  void wait_loaded() const;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

// The file that the setting HEARING_MODEL means. Empty: the one that came with the program, in share/nerdpudding beside
// it or one folder up. "off": none, an empty path.
std::filesystem::path hearing_file(std::string_view setting);
// Throws Error with the sentence that a SpeechDetector of this file would have, if it were not ready. Blocks as long as
// it loads.
void check_hearing(const std::filesystem::path& file);

}  // namespace np
