#include "rtmp/chunks.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "rtmp/big_endian.hpp"
#include "rtmp/messages.hpp"

namespace np::rtmp {
namespace {

constexpr std::uint32_t kExtended = 0xFFFFFF;  // where a time would stand: it follows in four bytes
constexpr std::size_t kHeadSize[] = {11, 7, 3, 0};
constexpr std::size_t kLongestHead = 3 + 11 + 4;

[[noreturn]] void broken() { throw Error(ErrorKind::kInvalid, messages::kNoRtmp); }

}  // namespace

std::string write_chunks(const Message& message, unsigned chunk_stream, std::size_t chunk_size) {
  std::string out;
  out += static_cast<char>(chunk_stream);
  append_big_endian(out, std::min(message.time, kExtended), 3);
  append_big_endian(out, message.body.size(), 3);
  out += static_cast<char>(message.type);
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(message.stream >> shift);
  const auto extend = [&] {
    if (message.time >= kExtended) append_big_endian(out, message.time, 4);
  };
  extend();
  for (std::size_t at = 0; at < message.body.size(); at += chunk_size) {
    if (at > 0) {
      out += static_cast<char>(0xC0 | chunk_stream);
      extend();
    }
    out += std::string_view(message.body).substr(at, chunk_size);
  }
  return out;
}

void ChunkReader::abort(unsigned chunk_stream) {
  const auto stream = streams_.find(chunk_stream);
  if (stream == streams_.end()) return;
  held_ -= stream->second.message.body.size();
  stream->second.message.body.clear();
}

void ChunkReader::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    if (current_) {
      take_body(bytes);
      continue;
    }
    const std::size_t before = head_.size();
    head_ += bytes.substr(0, kLongestHead - before);
    const std::size_t size = take_head();
    if (size == 0) return;  // all of it is in the head
    bytes.remove_prefix(size - before);
    head_.clear();
    if (left_ == 0) finish_chunk();
  }
}

// How many bytes it has; 0: more are needed.
std::size_t ChunkReader::take_head() {
  const auto first = static_cast<std::uint8_t>(head_.front());
  const unsigned form = first >> 6;
  unsigned id = first & 63;
  const std::size_t basic = id == 0 ? 2 : id == 1 ? 3 : 1;
  std::size_t size = basic + kHeadSize[form];
  if (head_.size() < size) return 0;
  if (id < 2) id = 64 + static_cast<std::uint8_t>(head_[1]) + (id == 1 ? static_cast<std::uint8_t>(head_[2]) << 8 : 0);
  const auto found = streams_.find(id);
  if (found == streams_.end() && (form > 1 || streams_.size() >= kMostStreams)) broken();
  const std::string_view fields = std::string_view(head_).substr(basic, kHeadSize[form]);
  auto time = static_cast<std::uint32_t>(form < 3 ? big_endian(fields.substr(0, 3)) : 0);
  const bool extended = form < 3 ? time == kExtended : found->second.extended;
  if (extended) {
    size += 4;
    if (head_.size() < size) return 0;
    time = static_cast<std::uint32_t>(big_endian(std::string_view(head_).substr(size - 4, 4)));
  }
  Stream& stream = streams_[id];
  Message& message = stream.message;
  const bool begins = message.body.empty();
  if (form < 3) {
    if (!begins) broken();
    stream.extended = extended;
    stream.delta = time;
  }
  if (form < 2) {
    stream.length = big_endian(fields.substr(3, 3));
    message.type = static_cast<std::uint8_t>(fields[6]);
  }
  if (form == 0) {
    message.stream = 0;
    for (std::size_t i = 0; i < 4; ++i)
      message.stream |= std::uint32_t{static_cast<std::uint8_t>(fields[7 + i])} << 8 * i;
    message.time = time;
  } else if (begins) {
    message.time += stream.delta;
  }
  current_ = &stream;
  left_ = std::min(chunk_size_, stream.length - message.body.size());
  return size;
}

void ChunkReader::take_body(std::string_view& bytes) {
  const std::size_t size = std::min(left_, bytes.size());
  if ((held_ += size) > limit_) throw Error(ErrorKind::kInvalid, messages::kMessageTooLong);
  current_->message.body += bytes.substr(0, size);
  bytes.remove_prefix(size);
  left_ -= size;
  if (left_ == 0) finish_chunk();
}

void ChunkReader::finish_chunk() {
  Stream& stream = *std::exchange(current_, nullptr);
  if (stream.message.body.size() < stream.length) return;
  held_ -= stream.message.body.size();
  const Message& done = stream.message;
  on_message_({done.type, done.stream, done.time, std::exchange(stream.message.body, {})});
}

}  // namespace np::rtmp
