// What an HTTP server sends as pictures.
#include "fuzz/fuzz.hpp"
#include "source/mjpeg_parser.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  const std::size_t line = pieces.whole().find('\n');
  // The first line is the answer's type.
  const std::string_view type = pieces.whole().substr(0, line);
  looks_like_mjpeg(pieces.whole());
  MjpegParser parser(type, [](MjpegParser::Picture) {});
  for (const std::string_view piece : pieces.all()) {
    if (parser.feed(piece) != MjpegParser::Verdict::kGood) break;
    fuzz::expect(parser.held() <= MjpegParser::kMaxPicture + MjpegParser::kMaxPartHead);
  }
  return 0;
}
