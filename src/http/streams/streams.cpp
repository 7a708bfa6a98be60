#include "http/streams/streams.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/log.hpp"
#include "channel/source_listener.hpp"
#include "http/api/wire.hpp"
#include "http/messages.hpp"
#include "video/replay.hpp"
#include "video/viewing.hpp"

namespace np::http {
namespace {

constexpr int kPictureSendBuffer = 128 << 10;
constexpr int kSoundSendBuffer = 8 << 10;
// The server waits less long for a peer that is too slow for these.
constexpr std::size_t kLargePicture = 1 << 20;
constexpr std::size_t kMaxEventBatch = 32u << 10;
// Chromium shows a picture only once the head of the next part has come. One that stands is therefore sent once more.
constexpr Duration kStands = std::chrono::seconds(1);
// A replay ends, and says so.
constexpr std::string_view kReplayPart = "--frame\r\n";
constexpr std::string_view kReplayEnd = "--frame--\r\n";

// As long as it lives, pictures are made and their past is kept.
class KeepsPictures {
 public:
  explicit KeepsPictures(Show& show) : show_(show) { show_.viewer_came(); }
  ~KeepsPictures() { show_.viewer_left(); }
  KeepsPictures(const KeepsPictures&) = delete;

 private:
  Show& show_;
};

class Viewer {
 public:
  explicit Viewer(Core& core) : counted_(core.audience.viewers), keeps_(core.show) {}
  Viewer(const Viewer&) = delete;

 private:
  Counted counted_;
  KeepsPictures keeps_;
};

asio::awaitable<void> write_picture(Stream& stream, const JpegPicture& picture, std::string_view before,
                                    std::string_view behind) {
  const auto& limits = stream.core.limits;
  const auto& jpeg = picture.jpeg;
  const auto part = part_head(picture);
  const Duration patience =
      jpeg.size() > kLargePicture ? std::min(limits.write_time, limits.viewer_stall) : limits.viewer_stall;
  co_await write_out(stream, patience,
                     {before, part, {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()}, behind});
  stream.core.pictures_sent.add();
}

}  // namespace

std::string stream_head(std::string_view content_type, Fields headers) {
  Response response{.content_type = std::string(content_type), .headers = std::move(headers)};
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Accel-Buffering", "no");  // nginx would hand it on by the kilobyte
  return head_text(response, std::nullopt, true);
}

asio::awaitable<void> write_out(Stream& stream, Duration limit, Gather parts) {
  stream.connection.expires_after(limit);
  co_await stream.connection.write(parts);
  stream.connection.never_expires();
  stream.core.bytes_sent.add(static_cast<double>(asio::buffer_size(parts)));
}

asio::awaitable<void> stream_events(Stream stream, const Request& request) {
  const auto& limits = stream.core.limits;
  const auto reader = stream.core.show.events().read(resume_point(request), [&] { stream.signal.notify(); });
  FactsFeed& feed = stream.core.show.facts();
  const auto facts = wants_facts(request) ? feed.read({}, [&] { stream.signal.notify(); }) : nullptr;
  SseWriter writer(request.role);
  FactsWriter facts_writer;
  co_await write_out(stream, limits.write_time, {stream_head("text/event-stream"), "retry: 2000\n\n"});

  TimePoint keepalive = stream.core.loop.now() + limits.keepalive;
  while (!stream.gone) {
    std::string out;
    while (out.size() < kMaxEventBatch) {
      const auto event = reader->next();
      if (!event) break;
      out += writer.text(*event);
    }
    while (facts && out.size() < kMaxEventBatch) {
      const FactsPtr next = facts->next();
      if (!next) break;
      if (const auto json = facts_writer.json(*next)) out += sse_facts(*json);
    }
    if (reader->lost()) {
      stream.core.readers_lost.add();
      log::warn("A reader of the commentary was too slow and is closed; it can come back and catch up.");
      co_return;
    }
    if (out.empty()) {
      if (stream.core.loop.now() < keepalive) {
        co_await stream.signal.wait(keepalive);
        continue;
      }
      out = ": keepalive\n\n";
    }
    co_await write_out(stream, limits.write_time, {out});
    keepalive = stream.core.loop.now() + limits.keepalive;
  }
}

asio::awaitable<void> stream_pictures(Stream stream, const Route& route, const Request& request) {
  auto& core = stream.core;
  const Viewer viewer(core);
  PictureHub::Seat news(core.hub, [&] { stream.signal.notify(); });
  Viewers::Seat seat(core.viewers, request.parameter(kViewer).value_or(""), core.loop.now());
  stream.connection.set_send_buffer(kPictureSendBuffer);
  const auto head = stream_head(route.content_type);
  co_await write_out(stream, core.limits.write_time, {head, kPartBoundary.substr(2)});

  Viewing viewing;
  std::uint64_t missed = 0;
  std::uint64_t sent = 0;
  TimePoint stands_at = TimePoint::max();
  while (!stream.gone) {
    const auto step = viewing.step(core.loop.now(), core.show.delay(), core.show.picture_rate(), core.show.display());
    if (!step.picture) {
      if (core.loop.now() >= stands_at) {
        stands_at = TimePoint::max();
        const PicturePtr again = core.show.display().newest();
        if (again && again->id == sent) co_await write_picture(stream, *again, {}, kPartBoundary);
        continue;
      }
      if (!step.look_again) {
        news.wait_for_picture();
        seat.has_all(core.loop.now());
      }
      co_await stream.signal.wait(std::min(step.look_again.value_or(TimePoint::max()), stands_at));
      continue;
    }
    core.pictures_missed.add(static_cast<double>(viewing.missed() - missed));
    missed = viewing.missed();
    if (!core.held_pictures.fits(*step.picture)) {
      core.pictures_missed.add();
      continue;
    }
    const HeldPictures::Hold hold(core.held_pictures, step.picture);
    co_await write_picture(stream, *step.picture, {}, kPartBoundary);
    seat.showed(step.picture->captured_at, core.loop.now());
    sent = step.picture->id;
    stands_at = core.loop.now() + kStands;
  }
}

namespace {

// A moment beyond this is as far away as any.
constexpr double kFarAway = 1e6;  // seconds

std::optional<double> moment_of(const Request& request, std::string_view name) {
  const auto text = request.parameter(name);
  if (!text) return std::nullopt;
  double at = 0;
  const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), at);
  if (ec != std::errc{} || end != text->data() + text->size() || !std::isfinite(at)) return std::nullopt;
  return at;
}

}  // namespace

std::optional<MomentRange> replay_range(const Request& request, TimePoint now) {
  const auto from = moment_of(request, "from");
  const auto to = moment_of(request, "to");
  if (!from || !to || *to < *from) return std::nullopt;
  const auto moment = [now](double at) {
    return now + from_seconds(std::clamp(at - unix_seconds(now), -kFarAway, kFarAway));
  };
  return MomentRange{moment(*from), moment(*to)};
}

std::optional<Response> no_such_replay(Core& core, const Request& request) {
  const TimePoint now = core.loop.now();
  const auto range = replay_range(request, now);
  if (!range) return failure(400, messages::kReplayRange);
  if (!Replay(range->from, range->to).step(now, core.show.display()).picture)
    return failure(404, messages::kReplayGone);
  return std::nullopt;
}

asio::awaitable<void> stream_replay(Stream stream, const Route& route, const Request& request) {
  auto& core = stream.core;
  const KeepsPictures keeps(core.show);
  PictureHub::Seat news(core.hub, [&] { stream.signal.notify(); });
  stream.connection.set_send_buffer(kPictureSendBuffer);
  co_await write_out(stream, core.limits.write_time, {stream_head(route.content_type)});

  const auto range = *replay_range(request, core.loop.now());
  Replay replay(range.from, range.to);
  while (!stream.gone) {
    const auto step = replay.step(core.loop.now(), core.show.display());
    if (!step.picture && !step.look_again) break;
    if (!step.picture) {
      news.wait_for_picture();
      co_await stream.signal.wait(*step.look_again);
      continue;
    }
    if (!core.held_pictures.fits(*step.picture)) {
      core.pictures_missed.add();
      continue;
    }
    const HeldPictures::Hold hold(core.held_pictures, step.picture);
    co_await write_picture(stream, *step.picture, kReplayPart, "\r\n");
  }
  co_await write_out(stream, core.limits.write_time, {kReplayEnd});
}

namespace {

std::string sound_head(const Route& route) {
  return stream_head(route.content_type,
                     {{"X-Audio-Rate", "48000"}, {"X-Audio-Channels", "1"}, {"X-Audio-Format", "s16le"}});
}

asio::awaitable<void> write_sound(Stream& stream, const AudioStream::Block& block, MissedBlocks& missed) {
  missed.saw(block);
  co_await write_out(stream, stream.core.limits.write_time,
                     {{reinterpret_cast<const char*>(block.samples.data()), sizeof block.samples}});
}

asio::awaitable<void> stream_source_sound(Stream stream, const Route& route, const Request& request) {
  auto& core = stream.core;
  SourceListener listener(core.loop, core.show, true, core.seen_by(request.parameter(kViewer).value_or("")));
  const Counted counted(core.audience.listeners);
  stream.connection.set_send_buffer(kSoundSendBuffer);
  co_await write_out(stream, core.limits.write_time, {sound_head(route)});
  MissedBlocks missed(core.sound_missed);
  while (!stream.gone) {
    if (const auto block = listener.next())
      co_await write_sound(stream, *block, missed);
    else
      co_await stream.signal.wait(listener.due());
  }
}

}  // namespace

std::optional<Response> no_such_sound(Show& show, const Request& request) {
  const std::string what = request.parameter("what").value_or("voice");
  if (what != "voice" && what != "source") return failure(400, messages::kNoSuchSound);
  if (what == "voice" && !show.audio()) return failure(404, messages::kVoiceIsOff);
  if (what == "source" && !show.source_sound()) return failure(404, messages::kSourceSoundIsOff);
  return std::nullopt;
}

asio::awaitable<void> stream_sound(Stream stream, const Route& route, const Request& request) {
  if (request.parameter("what") == "source") co_return co_await stream_source_sound(stream, route, request);
  auto& core = stream.core;
  const auto listener = core.show.audio()->listen([&] { stream.signal.notify(); });
  const Counted counted(core.audience.listeners);
  stream.connection.set_send_buffer(kSoundSendBuffer);
  co_await write_out(stream, core.limits.write_time, {sound_head(route)});

  MissedBlocks missed(core.sound_missed);
  while (!stream.gone) {
    const auto block = listener->next();
    if (!block) {
      co_await stream.signal.wait();
      continue;
    }
    co_await write_sound(stream, *block, missed);
  }
}

}  // namespace np::http
