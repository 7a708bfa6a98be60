// What others send of WebRTC media: a publisher by WHIP its offer and later candidates, a server by WHEP its answer.
#include "base/error.hpp"
#include "fuzz/fuzz.hpp"
#include "webrtc/candidates.hpp"
#include "whep/answer.hpp"
#include "whip/fragment.hpp"
#include "whip/offer.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  std::vector<std::string> mids{"0"};
  try {
    const whip::Offer offer = whip::read_offer(pieces.whole());
    fuzz::expect(offer.video().starts_with("video/") && offer.mids.size() == offer.mimes.size() &&
                 offer.mids.size() <= 2);
    fuzz::expect(offer.sdp.size() <= 2 * pieces.whole().size());
    mids = offer.mids;
  } catch (const Error& e) {
    fuzz::expect(!e.message().empty());
  }
  for (const std::string_view piece : pieces.all())
    if (const auto fragment = whip::read_fragment(piece, mids))
      for (const auto& [section, candidate] : fragment->candidates)
        fuzz::expect(section < mids.size() && candidate.starts_with("candidate:"));
  try {
    const whep::Answer answer = whep::read_answer(pieces.whole(), "cam.lan");
    fuzz::expect(answer.video().starts_with("video/") && answer.sdp.size() <= 2 * pieces.whole().size());
  } catch (const Error& e) {
    fuzz::expect(!e.message().empty());
  }
  webrtc::with_candidates(pieces.whole(), {"candidate:1 1 UDP 1 10.0.0.1 5 typ host"});
  return 0;
}
