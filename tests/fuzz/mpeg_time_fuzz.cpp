// A piece of MPEG-TS or of bare sound, and what it says about its time.
#include "fuzz/fuzz.hpp"
#include "source/mpeg_time.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view piece(reinterpret_cast<const char*>(data), size);
  fuzz::expect(id3_size(piece) <= size);
  is_bare_sound(piece);
  for (const bool sound : {false, true})
    if (const auto time = mpeg_time(piece, sound)) fuzz::expect(*time >= Duration::zero() && *time < kMpegTimeWraps);
  return 0;
}
