#include "livekit/text_stream.hpp"

#include <algorithm>
#include <utility>

#include "livekit/protobuf.hpp"

namespace np::livekit {
namespace {

using protobuf::Field;
using protobuf::Writer;

// Fields of DataPacket.
constexpr int kSender = 4, kHeader = 13, kChunk = 14, kTrailer = 15;

void add_attributes(Writer& message, int field, const TextStreamWriter::Attributes& attributes) {
  for (const auto& [key, value] : attributes) message.entry(field, key, value);
}

std::string packet(int field, const Writer& message) { return Writer().message(field, message).bytes(); }

}  // namespace

std::string TextStreamWriter::begin(std::string_view topic, std::int64_t now_ms, const Attributes& attributes) const {
  Writer header;
  header.text(1, id_).number(2, static_cast<std::uint64_t>(now_ms)).text(3, topic).text(4, "text/plain");
  add_attributes(header, 8, attributes);
  return packet(kHeader, header.message(9, Writer()));
}

std::string TextStreamWriter::piece(std::string_view text) {
  return packet(kChunk, Writer().text(1, id_).number(2, next_++).text(3, text));
}

std::string TextStreamWriter::end(const Attributes& attributes) const {
  Writer trailer;
  trailer.text(1, id_);
  add_attributes(trailer, 3, attributes);
  return packet(kTrailer, trailer);
}

std::optional<ReceivedText> TextStreamReader::take(std::string_view packet, TimePoint now) {
  forget_old(now);
  std::string sender;
  int kind = 0;
  std::string_view body;
  if (!protobuf::read(packet, [&](const Field& f) {
        if (f.number == kSender) sender = f.bytes;
        if (f.number < kHeader || f.number > kTrailer) return;
        kind = f.number;
        body = f.bytes;
      }))
    return std::nullopt;

  std::string id;
  std::string_view third;  // the topic, or a piece
  std::uint64_t index = 0;
  if (!protobuf::read(body, [&](const Field& f) {
        if (f.number == 1) id = f.bytes;
        if (f.number == 2) index = f.value;
        if (f.number == 3) third = f.bytes;
      }))
    return std::nullopt;

  const Key key(sender, id);
  if (kind == kHeader) {
    if (third == topic_) streams_[key] = {.begun = now};
    forget_old(now);
    return std::nullopt;
  }
  const auto stream = streams_.find(key);
  if (stream == streams_.end()) return std::nullopt;
  if (kind == kChunk) {
    const bool fits = index == stream->second.next++ && stream->second.text.size() + third.size() <= max_text_;
    if (fits)
      stream->second.text += third;
    else
      streams_.erase(stream);
    return std::nullopt;
  }
  ReceivedText received{topic_, sender, std::move(stream->second.text)};
  streams_.erase(stream);
  return received;
}

void TextStreamReader::forget_old(TimePoint now) {
  std::erase_if(streams_, [&](const auto& entry) { return now - entry.second.begun > kMaxTime; });
  while (streams_.size() > kMaxStreams)
    streams_.erase(std::ranges::min_element(streams_, {}, [](const auto& entry) { return entry.second.begun; }));
}

}  // namespace np::livekit
