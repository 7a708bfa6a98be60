// H.264 for those who decode it themselves: of now, and of a moment that has passed.
#include <algorithm>
#include <deque>

#include "http/messages.hpp"
#include "http/streams/streams.hpp"
#include "video/decode_chain.hpp"
#include "video/mp4_fragments.hpp"
#include "video/replay.hpp"
#include "video/viewing.hpp"

namespace np::http {
namespace {

// Little, so that a picture that was sent is soon there, on slow lines as well.
constexpr int kVideoSendBuffer = 64 << 10;
// Whether there still are such pictures, while none comes.
constexpr Duration kAskAgain = std::chrono::seconds(1);

// Whether a viewer has said meanwhile that he sees it.
constexpr Duration kAskViewer = std::chrono::milliseconds(20);

// As long as it lives, the source's pictures are passed on, or encoded, and their past is kept.
class KeepsVideo {
 public:
  KeepsVideo(Show& show, VideoForm form) : show_(show), form_(form) { show_.video_viewer_came(form_); }
  ~KeepsVideo() { show_.video_viewer_left(form_); }
  KeepsVideo(const KeepsVideo&) = delete;

 private:
  Show& show_;
  const VideoForm form_;
};

// Nothing: there is none of that name. Without a name, it is what the source sends, if that can be passed on.
std::optional<VideoForm> requested_form(const Show& show, const Request& request) {
  if (const auto name = request.parameter("form")) return video_form(*name);
  return show.has_video(VideoForm::kSource) ? VideoForm::kSource : VideoForm::kEncoded;
}

// Tells a viewer's seat about each picture when the viewer sees it: kPlayerHolds after it was sent, unless the viewer
// reports that itself.
class SeenLater {
 public:
  explicit SeenLater(Viewers::Seat& seat) : seat_(seat) {}
  void sent(TimePoint captured_at, TimePoint now) { coming_.push_back({captured_at, now + kPlayerHolds}); }
  // When to ask again; never if all have been seen.
  TimePoint tell(TimePoint now) {
    for (; !coming_.empty(); coming_.pop_front()) {
      const auto& next = coming_.front();
      if (seat_.shows() >= next.captured_at) continue;
      const Duration patience = seat_.tells(now) ? Viewers::kMost : Duration::zero();
      if (now < next.seen_at + patience) return std::max(next.seen_at, now + kAskViewer);
      seat_.showed(next.captured_at, now);
    }
    return TimePoint::max();
  }

 private:
  struct Coming {
    TimePoint captured_at;
    TimePoint seen_at;
  };
  Viewers::Seat& seat_;
  std::deque<Coming> coming_;
};

// An encoder leaves pictures out where they would take too many bits, which is no break of the source.
double picture_rate(const Show& show, VideoForm form) {
  constexpr double kLeastWhenEncoded = 1;
  return form == VideoForm::kSource ? show.picture_rate() : std::min(show.picture_rate(), kLeastWhenEncoded);
}

// Sends one viewer the pictures that it needs next.
class VideoWriter {
 public:
  VideoWriter(Stream& stream, const H264Buffer& pictures) : stream_(stream), pictures_(pictures) {}

  // Sends everything that this picture needs. From then on it counts as seen.
  asio::awaitable<void> show(const H264Picture& target) {
    auto& core = stream_.core;
    while (const auto picture = chain_.next(target, pictures_)) {
      const bool shown = picture->id == target.id;
      const auto head = fragments_.head(*picture, shown ? std::optional(core.loop.now()) : std::nullopt);
      const std::string_view units(reinterpret_cast<const char*>(picture->units.data()), picture->units.size());
      co_await write_out(stream_, core.limits.viewer_stall, {head, units});
      if (shown) core.pictures_sent.add();
    }
  }

 private:
  Stream& stream_;
  const H264Buffer& pictures_;
  DecodeChain chain_;
  Mp4Fragments fragments_;
};

}  // namespace

std::optional<Response> no_such_video(Show& show, const Request& request) {
  const auto form = requested_form(show, request);
  if (!form) return failure(400, messages::kNoSuchForm);
  if (show.has_video(*form)) return std::nullopt;
  return failure(404, *form == VideoForm::kSource ? messages::kNoVideo : messages::kCannotEncode);
}

asio::awaitable<void> stream_video(Stream stream, const Route& route, const Request& request) {
  auto& core = stream.core;
  const VideoForm form = *requested_form(core.show, request);
  const H264Buffer& pictures = core.show.video(form);
  const Counted counted(core.audience.viewers);
  const KeepsVideo keeps(core.show, form);
  PictureHub::Seat news(core.video_hubs[form], [&] { stream.signal.notify(); });
  Viewers::Seat seat(core.viewers, request.parameter(kViewer).value_or(""), core.loop.now());
  SeenLater seen(seat);
  stream.connection.set_send_buffer(kVideoSendBuffer);
  co_await write_out(stream, core.limits.write_time, {stream_head(route.content_type)});

  ViewingOf<H264Picture> viewing;
  VideoWriter writer(stream, pictures);
  while (!stream.gone && core.show.has_video(form)) {
    const TimePoint now = core.loop.now();
    const TimePoint next_seen = seen.tell(now);
    // Sends each picture that much earlier, if it has arrived by then.
    const Duration delay = std::max<Duration>(core.show.delay() - kPlayerHolds, Duration::zero());
    const auto step = viewing.step(now, delay, picture_rate(core.show, form), pictures);
    if (!step.picture) {
      if (!step.look_again) news.wait_for_picture();
      if (!step.look_again && next_seen == TimePoint::max()) seat.has_all(now);
      co_await stream.signal.wait(std::min({step.look_again.value_or(TimePoint::max()), next_seen, now + kAskAgain}));
      continue;
    }
    co_await writer.show(*step.picture);
    seen.sent(step.picture->captured_at, core.loop.now());
  }
}

std::optional<Response> no_such_video_replay(Core& core, const Request& request) {
  const TimePoint now = core.loop.now();
  const auto range = replay_range(request, now);
  if (!range) return failure(400, messages::kReplayRange);
  const auto form = requested_form(core.show, request);
  if (!form) return failure(400, messages::kNoSuchForm);
  const H264Buffer& pictures = core.show.video(*form);
  const auto first = ReplayOf<H264Picture>(range->from, range->to).step(now, pictures).picture;
  if (!first || !pictures.key_at(first->captured_at)) return failure(404, messages::kReplayGone);
  return std::nullopt;
}

asio::awaitable<void> stream_video_replay(Stream stream, const Route& route, const Request& request) {
  auto& core = stream.core;
  const VideoForm form = *requested_form(core.show, request);
  const H264Buffer& pictures = core.show.video(form);
  const KeepsVideo keeps(core.show, form);
  PictureHub::Seat news(core.video_hubs[form], [&] { stream.signal.notify(); });
  stream.connection.set_send_buffer(kVideoSendBuffer);
  co_await write_out(stream, core.limits.write_time, {stream_head(route.content_type)});

  const auto range = *replay_range(request, core.loop.now());
  ReplayOf<H264Picture> replay(range.from, range.to);
  VideoWriter writer(stream, pictures);
  while (!stream.gone) {
    const auto step = replay.step(core.loop.now(), pictures);
    if (!step.picture && !step.look_again) break;
    if (step.picture) {
      co_await writer.show(*step.picture);
      continue;
    }
    news.wait_for_picture();
    co_await stream.signal.wait(*step.look_again);
  }
}

}  // namespace np::http
