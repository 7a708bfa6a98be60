// What a LiveKit server and the people in its room send: protobuf, text streams, descriptions of media.
#include "fuzz/fuzz.hpp"
#include "livekit/signal.hpp"
#include "livekit/text_stream.hpp"
#include "webrtc/offers.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  livekit::read_response(pieces.whole());
  livekit::TextStreamReader reader("lk.chat", 8000);
  TimePoint now{};
  webrtc::Offers offers;
  for (const std::string_view piece : pieces.all()) {
    if (const auto text = reader.take(std::string(piece), now += std::chrono::milliseconds(50)))
      fuzz::expect(text->text.size() <= 8000);
    if (const auto mids = offers.take(piece)) fuzz::expect(mids->size() <= webrtc::Offers::kMaxSections);
  }
  webrtc::sections_of(pieces.whole());
  return 0;
}
