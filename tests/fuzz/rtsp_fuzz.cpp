// What an RTSP camera says: answers, descriptions, and how it wants to be logged in to.
#include "fuzz/fuzz.hpp"
#include "source/rtsp/rtsp_login.hpp"
#include "source/rtsp/rtsp_message.hpp"

using namespace np;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  RtspLogin login("ann", "s3cret");
  for (int sent = 0; !rest.empty(); ++sent) {
    const RtspUnit unit = first_rtsp_unit(rest);
    if (unit.kind == RtspUnit::Kind::kIncomplete || unit.kind == RtspUnit::Kind::kTooLong) break;
    fuzz::expect(unit.size > 0 && unit.size <= rest.size());
    if (unit.kind == RtspUnit::Kind::kText) {
      RtspMessage message = RtspMessage::parse(rest.substr(0, unit.size));
      message.status();
      message.address();
      message.body_length();
      message.set("CSeq", "7");
      message.remove("WWW-Authenticate");
      fuzz::expect(RtspMessage::parse(rest.substr(0, unit.size)).headers.size() <= RtspMessage::kMaxHead);
      login.challenged(RtspMessage::parse(rest.substr(0, unit.size)).all("WWW-Authenticate"), sent);
      fuzz::expect(!login.authorization("DESCRIBE", "rtsp://h/x").contains("s3cret"));
      message.text();
    }
    rest.remove_prefix(unit.size);
  }
  return 0;
}
