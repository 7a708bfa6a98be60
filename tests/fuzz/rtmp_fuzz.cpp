// What somebody sends who may publish by RTMP. The hellos come before it, as nothing in them is read.
#include "base/error.hpp"
#include "fuzz/fuzz.hpp"
#include "rtmp/session.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Pieces pieces(data, size);
  rtmp::Session* publisher = nullptr;
  rtmp::Session session(
      {.on_publish = [&](const std::string&) { pieces.flag() ? publisher->accept() : publisher->refuse("No."); },
       .on_unit =
           [&](const rtmp::Unit& unit) {
             fuzz::expect(pieces.flag() && unit.time >= Duration::zero() && !unit.bytes.empty());
           },
       .on_goodbye = [] {}});
  publisher = &session;
  try {
    static const std::string hellos = "\3" + std::string(2 * 1536, 'h');
    session.feed(hellos);
    for (const std::string_view piece : pieces.all()) {
      session.feed(piece);
      fuzz::expect(session.held() <= (8u << 20) + 65536);
    }
  } catch (const Error&) {
  }
  return 0;
}
