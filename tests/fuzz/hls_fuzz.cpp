// A playlist of HTTP Live Streaming.
#include "fuzz/fuzz.hpp"
#include "source/hls/hls_playlist.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  looks_like_hls(text);
  const auto playlist = parse_hls(text, "https://host/live/list.m3u8?x=1");
  if (!playlist) return 0;
  fuzz::expect(playlist->variants.size() <= kMaxHlsVariants && playlist->pieces.size() <= kMaxHlsPieces);
  for (const HlsPiece& piece : playlist->pieces)
    fuzz::expect(piece.place.url.empty() || piece.place.url.starts_with("http://") ||
                 piece.place.url.starts_with("https://"));
  for (const HlsVariant& variant : playlist->variants)
    for (const std::string& url : {variant.url, variant.sound})
      fuzz::expect(url.empty() || url.starts_with("http://") || url.starts_with("https://"));
  return 0;
}
