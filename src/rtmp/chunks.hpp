// RTMP's chunk stream: messages are cut into chunks of several streams, which take turns. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace np::rtmp {

struct Message {
  enum Type : std::uint8_t {
    kSetChunkSize = 1,
    kAbort = 2,
    kAcknowledgement = 3,
    kUserControl = 4,
    kWindowSize = 5,
    kBandwidth = 6,
    kSound = 8,
    kVideo = 9,
    kData = 18,
    kCommand3 = 17,  // of AMF3: one byte, then as the other
    kCommand = 20,
  };

  std::uint8_t type = 0;
  std::uint32_t stream = 0;  // of messages, as createStream gives them out
  std::uint32_t time = 0;    // ms; begins anew after 49 days
  std::string body;
};

// Cuts a message; `chunk_stream` below 64.
std::string write_chunks(const Message& message, unsigned chunk_stream, std::size_t chunk_size);

class ChunkReader {
 public:
  static constexpr std::size_t kMostStreams = 32;

  // Gets each message when it is whole, and may call what follows.
  using OnMessage = std::function<void(Message)>;
  explicit ChunkReader(OnMessage on_message) : on_message_(std::move(on_message)) {}

  // Of the sender; holds from the next chunk on. At least 1.
  void set_chunk_size(std::size_t size) { chunk_size_ = size; }
  // How many bytes the messages that are not whole yet may have together.
  void set_limit(std::size_t bytes) { limit_ = bytes; }
  // Drops what has come of the message under way there.
  void abort(unsigned chunk_stream);

  // The next bytes. Throws Error{kInvalid} for what no sender of RTMP sends, and for more than the limit.
  void feed(std::string_view bytes);
  std::size_t held() const { return held_; }

 private:
  struct Stream {
    Message message;  // as far as it has come
    std::size_t length = 0;
    std::uint32_t delta = 0;
    bool extended = false;  // its times take four bytes
    bool known = false;     // has had a head
  };

  std::size_t take_head();
  void take_body(std::string_view& bytes);
  void finish_chunk();

  const OnMessage on_message_;
  std::size_t chunk_size_ = 128;
  std::size_t limit_ = 64u << 10;
  std::map<unsigned, Stream> streams_;
  std::string head_;           // of the chunk that comes, until it is whole
  Stream* current_ = nullptr;  // whose chunk comes
  std::size_t left_ = 0;       // of that chunk
  std::size_t held_ = 0;
};

}  // namespace np::rtmp
