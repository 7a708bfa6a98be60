// Fetches a playlist's pieces one after the other, each at most a few times and never in a rush: which quality, what to
// do about a piece or a quality that is missing, and where a live one goes on is decided here. Blocking, for one
// thread; cancel() may come from any.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "net/http_client.hpp"
#include "source/hls/hls_playlist.hpp"

namespace np {

// The pieces of one have one clock, in every playlist of a show.
struct HlsStretch {
  unsigned lap = 0;
  std::uint64_t number = 0;
  auto operator<=>(const HlsStretch&) const = default;
};

// What the times of one stream mean, by its first piece.
struct HlsClock {
  HlsStretch stretch;
  std::optional<Duration> time;  // the sender's, of its first picture or sound; nothing: places are the sender's time
  Duration place{};              // of the same, as MediaTime says
  Duration position{};           // in a complete playlist
};

class HlsReader {
 public:
  struct Options {
    std::string url;
    std::string shown;    // the source, for people
    bool local = false;   // addresses of this machine may be asked: the playlist itself is at one
    bool loops = false;   // a complete one starts again at its end
    Duration begin_at{};  // of a complete one
    // Sound that belongs to pictures in another playlist: where it begins with them.
    bool sound = false;
    unsigned lap = 0;
    std::uint64_t begin_number = 0;  // of one that is not complete, where it has that
  };
  struct Data {
    std::string bytes;
    Duration length{};
    bool discontinuity = false;  // times do not follow those before
    Duration position{};         // of its beginning, in a complete playlist
    std::uint64_t number = 0;
    HlsStretch stretch{};
    std::optional<Duration> time;  // of its first picture or sound, as mpeg_time() says
  };
  struct Sound {
    std::string url;     // of its playlist
    std::string codecs;  // of it and of the pictures; empty: not told
  };

  explicit HlsReader(Options options);

  // Later pieces go to a reader that does not know the earlier ones.
  void begin_stream();
  // The next piece; nothing at the end, or where the stream has to be begun anew for it (`goes_on` tells): for another
  // beginning, and for another clock where sound and pictures are in two playlists. `showing`:
  // whether something is left to show, so that there is time to try again. Throws Error: what a server answers is as
  // refused_with() says, and all is as HttpClient says.
  std::optional<Data> next(const std::function<bool()>& showing);
  bool goes_on() const { return held_.has_value(); }
  Duration longest_piece() const;
  bool complete() const;
  // Any thread, once something has come: the sound, where it is in a playlist of its own.
  std::optional<Sound> sound() const;
  void cancel();

 private:
  struct Failed {
    int status = 0;  // of the answer; 0: another error
    Error error;
  };
  struct Fetched {
    std::string bytes;
    std::string url;  // after redirects
    int status = 0;
  };

  void take_turn();
  void wait(Duration duration);
  Fetched fetch(const HlsPlace& place, std::uint64_t limit);
  HlsPlaylist load(const std::string& url);
  void choose();
  bool load_variant(std::size_t which);
  bool drop_variant();
  void place_at_begin();
  void reload(const std::function<bool()>& showing);
  const HlsPiece* upcoming() const;
  bool end_of_lap();
  std::optional<Data> take(const HlsPiece& piece, bool first);
  std::string decrypt(std::string bytes, const HlsPiece& piece);
  void judge_speed(Duration took, Duration length);
  Error missing() const;
  bool begins_anew(const HlsPiece& piece) const;

  const Options options_;
  HttpClient client_;
  std::mutex mutex_;
  std::condition_variable cancelled_changed_;
  bool cancelled_ = false;
  double turns_;  // requests that may be made at once
  TimePoint turns_at_;

  std::vector<HlsVariant> variants_;   // the best first; the one in use is the first
  std::string url_;                    // of the playlist in use
  mutable std::mutex playlist_mutex_;  // guards the two
  std::optional<HlsPlaylist> playlist_;
  std::optional<Sound> sound_;
  TimePoint loaded_at_;
  bool changed_ = true;  // with the last loading
  std::uint64_t number_ = 0;
  bool jumped_ = false;
  unsigned lap_;
  int missing_in_a_row_ = 0;
  int missing_status_ = 0;
  int slow_in_a_row_ = 0;
  bool lap_showed_ = false;
  bool stream_begun_ = false;
  std::optional<HlsPlace> sent_beginning_;  // the last piece's, as the next one
  HlsStretch sent_stretch_;
  std::optional<Data> held_;
  std::map<std::string, std::string> keys_;
};

}  // namespace np
