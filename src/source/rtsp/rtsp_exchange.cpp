#include "source/rtsp/rtsp_exchange.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "base/format.hpp"
#include "source/messages.hpp"

namespace np {
namespace {

std::optional<RtspMessage> take_answer(std::string& bytes, bool ended, const std::string& shown) {
  constexpr std::string_view kBegins = "RTSP/";
  const RtspUnit unit = first_rtsp_unit(bytes);
  const bool rtsp = bytes.starts_with(kBegins.substr(0, bytes.size()));
  if (!bytes.empty() && !rtsp) throw Error(ErrorKind::kUnsupported, np::format(messages::kIsNoRtsp, shown));
  if (unit.kind == RtspUnit::Kind::kTooLong || (ended && !bytes.empty() && unit.kind == RtspUnit::Kind::kIncomplete))
    throw Error(ErrorKind::kInvalid, np::format(messages::kRtspWithoutEnd, shown));
  if (unit.kind != RtspUnit::Kind::kText) return std::nullopt;
  return take_rtsp_message(bytes, unit.size, shown);
}

}  // namespace

bool poll_until(std::vector<pollfd>& ends, std::optional<TimePoint> until, GCancellable* cancellable) {
  ends.push_back({g_cancellable_get_fd(cancellable), POLLIN, 0});
  const auto rest = until ? std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now()).count() : -1;
  const int n = poll(ends.data(), ends.size(), until ? static_cast<int>(std::max<std::int64_t>(rest, 0)) : -1);
  ends.pop_back();
  g_cancellable_release_fd(cancellable);
  if (g_cancellable_is_cancelled(cancellable)) throw Cancelled{};
  return n > 0;
}

std::optional<RtspMessage> take_rtsp_message(std::string& bytes, std::size_t head, const std::string& shown) {
  RtspMessage out = RtspMessage::parse(std::string_view(bytes).substr(0, head));
  const auto length = out.body_length();
  if (!length || *length > RtspMessage::kMaxBody)
    throw Error(ErrorKind::kInvalid, np::format(messages::kRtspTooMuch, shown));
  if (bytes.size() < head + *length) return std::nullopt;
  out.body = bytes.substr(head, *length);
  bytes.erase(0, head + *length);
  return out;
}

std::optional<RtspMessage> rtsp_exchange(RtspLine& line, std::string request, TimePoint until,
                                         GCancellable* cancellable, const std::string& shown, std::string& bytes) {
  for (bool more = true;;) {
    if (auto answer = take_answer(bytes, !more, shown)) return answer;
    if (!more) throw Error(ErrorKind::kUnavailable, np::format(messages::kCameraClosed, shown));
    if (!line.write(request)) more = false;
    std::vector<pollfd> ends{{line.descriptor(), static_cast<short>(POLLIN | (request.empty() ? 0 : POLLOUT)), 0}};
    if (!poll_until(ends, until, cancellable)) return std::nullopt;
    if ((ends[0].revents & ~POLLOUT) != 0) more = line.read(bytes);
  }
}

}  // namespace np
