// Text between participants of a room: LiveKit's text streams, which come in pieces over a data channel (DataPacket of
// livekit_models.proto). Writes the commentator's words (topic "lk.transcription") and reads people's messages
// ("lk.chat"). Values; the owner of one calls it on one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace np::livekit {

// Writes one stream to everybody, as the packets to send, in order.
class TextStreamWriter {
 public:
  using Attributes = std::map<std::string, std::string>;
  // Servers and browsers lose larger packets, and the channel with them.
  static constexpr std::size_t kMaxPiece = 15000;  // bytes; the caller never splits a character

  explicit TextStreamWriter(std::string id) : id_(std::move(id)) {}

  std::string begin(std::string_view topic, std::int64_t now_ms, const Attributes& attributes) const;
  std::string piece(std::string_view text);
  std::string end(const Attributes& attributes) const;

 private:
  const std::string id_;
  std::uint64_t next_ = 0;
};

struct ReceivedText {
  std::string topic;
  std::string sender;  // identity
  std::string text;
};

// Puts streams together. Bounded: if a sender begins too many streams, it forgets the oldest; it drops a whole text
// that is longer than `max_text` bytes, comes out of order or takes too long.
class TextStreamReader {
 public:
  explicit TextStreamReader(std::string topic, std::size_t max_text) : topic_(std::move(topic)), max_text_(max_text) {}

  // Takes one packet and returns the text that it completes. Skips packets that are not ours or make no sense.
  std::optional<ReceivedText> take(std::string_view packet, TimePoint now);

 private:
  static constexpr std::size_t kMaxStreams = 16;
  static constexpr Duration kMaxTime = std::chrono::seconds(10);

  struct Stream {
    std::string text;
    std::uint64_t next = 0;
    TimePoint begun;
  };
  using Key = std::pair<std::string, std::string>;  // sender, stream

  void forget_old(TimePoint now);

  const std::string topic_;
  const std::size_t max_text_;
  std::map<Key, Stream> streams_;
};

}  // namespace np::livekit
