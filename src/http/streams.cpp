#include "http/streams.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "video/viewing.hpp"
#include "http/wire.hpp"
#include "video/viewing.hpp"

namespace np::http {
namespace {

constexpr int kPictureSendBuffer = 128 << 10;
constexpr int kSoundSendBuffer = 8 << 10;
constexpr std::size_t kMaxEventBatch = 32u << 10;

std::string stream_head(std::string_view content_type, Fields headers = {}) {
  Response response{.content_type = std::string(content_type), .headers = std::move(headers)};
  response.headers.emplace_back("Cache-Control", "no-store");
  return head_text(response, std::nullopt, true);
}

asio::awaitable<void> write(Stream& stream, Duration limit, Gather parts) {
  stream.connection.expires_after(limit);
  co_await stream.connection.write(parts);
  stream.connection.never_expires();
  stream.core.bytes_sent.add(static_cast<double>(asio::buffer_size(parts)));
}

class Viewer {
 public:
  explicit Viewer(Core& core) : counted_(core.audience.viewers), show_(core.show) { show_.viewer_came(); }
  ~Viewer() { show_.viewer_left(); }
  Viewer(const Viewer&) = delete;

 private:
  Counted counted_;
  Show& show_;
};

}  // namespace

asio::awaitable<void> stream_events(Stream stream, const Request& request) {
  const auto& limits = stream.core.limits;
  const auto reader = stream.core.show.events().read(resume_point(request), [&] { stream.signal.notify(); });
  FactsFeed& feed = stream.core.show.facts();
  const auto facts = wants_facts(request) ? feed.read({}, [&] { stream.signal.notify(); }) : nullptr;
  SseWriter writer;
  FactsWriter facts_writer;
  co_await write(stream, limits.write_time, {stream_head("text/event-stream"), "retry: 2000\n\n"});

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
    co_await write(stream, limits.write_time, {out});
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
  co_await write(stream, core.limits.write_time, {head, kPartBoundary.substr(2)});

  Viewing viewing;
  std::uint64_t missed = 0;
  while (!stream.gone) {
    const auto step = viewing.step(core.loop.now(), core.show.delay(), core.show.picture_rate(), core.show.display());
    if (!step.picture) {
      if (!step.look_again) {
        news.wait_for_picture();
        seat.has_all(core.loop.now());
      }
      co_await stream.signal.wait(step.look_again.value_or(TimePoint::max()));
      continue;
    }
    core.pictures_missed.add(static_cast<double>(viewing.missed() - missed));
    missed = viewing.missed();
    const auto& jpeg = step.picture->jpeg;
    const auto part = part_head(*step.picture);
    co_await write(stream, core.limits.viewer_stall,
                   {part, {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()}, kPartBoundary});
    seat.showed(step.picture->captured_at);
    core.pictures_sent.add();
  }
}

asio::awaitable<void> stream_sound(Stream stream, const Route& route) {
  auto& core = stream.core;
  const auto listener = core.show.audio()->listen([&] { stream.signal.notify(); });
  const Counted counted(core.audience.listeners);
  stream.connection.set_send_buffer(kSoundSendBuffer);
  const auto head = stream_head(route.content_type,
                                {{"X-Audio-Rate", "48000"}, {"X-Audio-Channels", "1"}, {"X-Audio-Format", "s16le"}});
  co_await write(stream, core.limits.write_time, {head});

  MissedBlocks missed(core.sound_missed);
  while (!stream.gone) {
    const auto block = listener->next();
    if (!block) {
      co_await stream.signal.wait();
      continue;
    }
    missed.saw(*block);
    co_await write(stream, core.limits.write_time,
                   {{reinterpret_cast<const char*>(block->samples.data()), sizeof block->samples}});
  }
}

}  // namespace np::http
