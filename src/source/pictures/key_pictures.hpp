// How far apart the pictures of a coded video are that can be decoded without others (its key frames): so long may
// somebody wait who joins a stream. Any thread.
#pragma once

#include <mutex>
#include <optional>

#include "base/clock.hpp"

typedef struct _GstBuffer GstBuffer;

namespace np {

class KeyPictures {
 public:
  struct Seen {
    int gaps = 0;        // between two of them
    Duration longest{};  // of these gaps; zero: there is none yet
    bool all = false;    // every picture is one, of two or more
  };

  // The next picture of the stream; `at`: its time in the video, nothing if it has none.
  void add(bool is_key, std::optional<Duration> at);
  void add(const GstBuffer& coded);
  Seen seen() const;

 private:
  mutable std::mutex mutex_;
  Seen seen_;
  bool others_ = false;  // pictures that are none
  std::optional<Duration> newest_;
};

}  // namespace np
