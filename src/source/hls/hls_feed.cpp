#include "source/hls/hls_feed.hpp"

#include <gst/app/gstappsrc.h>
#include <pthread.h>

#include <string>
#include <utility>

#include "base/gst_ptr.hpp"
#include "source/pipeline/gst_make.hpp"

namespace np {
namespace {

// So much is fetched ahead of what is shown, by time and by memory.
constexpr Duration kAhead = std::chrono::seconds(10);
constexpr std::uint64_t kMaxWaiting = 48u << 20;  // bytes
constexpr Duration kLookForRoomEvery = std::chrono::milliseconds(100);

}  // namespace

HlsFeed::HlsFeed(GstBin* bin, HlsReader& reader, std::function<bool()> shown, OnFailed on_failed)
    : reader_(reader), shown_(std::move(shown)), on_failed_(std::move(on_failed)), source_(add_element(bin, "appsrc")) {
  g_object_set(source_, "max-bytes", guint64{0}, "block", FALSE, nullptr);
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "hls");
    run();
  });
}

HlsFeed::~HlsFeed() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.notify_all();
  if (!ended_) reader_.cancel();
  thread_.join();
}

void HlsFeed::run() {
  reader_.begin_stream();
  try {
    while (wait_for_room()) {
      auto data = reader_.next([this] { return !stopped_ && (waiting() > 0 || !shown_()); });
      if (stopped_) break;
      if (!data) {
        ended_ = true;
        gst_app_src_end_of_stream(GST_APP_SRC(source_));
        return;
      }
      if (!push(std::move(*data))) break;
    }
  } catch (const Error& e) {
    if (!stopped_) on_failed_(e);
  } catch (const std::exception& e) {
    if (!stopped_) on_failed_(Error(ErrorKind::kInternal, e.what()));
  }
}

bool HlsFeed::push(HlsReader::Data data) {
  auto* bytes = new std::string(std::move(data.bytes));
  if (bytes->empty()) {
    delete bytes;
    return true;
  }
  GstBuffer* buffer =
      gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, bytes->data(), bytes->size(), 0, bytes->size(), bytes,
                                  [](gpointer p) { delete static_cast<std::string*>(p); });
  if (data.discontinuity) GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DISCONT);
  {
    std::lock_guard lock(mutex_);
    pushed_ += bytes->size();
    pieces_.push_back({pushed_, data.length, data.position, data.number});
    if (!clock_) clock_ = {.stretch = data.stretch, .time = data.time, .position = data.position};
  }
  return gst_app_src_push_buffer(GST_APP_SRC(source_), buffer) == GST_FLOW_OK;
}

std::uint64_t HlsFeed::waiting() const { return gst_app_src_get_current_level_bytes(GST_APP_SRC(source_)); }

Duration HlsFeed::ahead() const {
  const std::uint64_t taken = pushed_ - std::min(pushed_, waiting());
  Duration out{};
  for (const Piece& piece : pieces_)
    if (piece.end > taken) out += piece.length;
  return out;
}

bool HlsFeed::wait_for_room() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (stopped_) return false;
    const std::uint64_t taken = pushed_ - std::min(pushed_, waiting());
    while (pieces_.size() > 1 && pieces_.front().end <= taken) pieces_.pop_front();
    if (ahead() < kAhead && waiting() < kMaxWaiting) return true;
    stop_.wait_for(lock, kLookForRoomEvery, [this] { return stopped_.load(); });
  }
}

HlsFeed::Piece HlsFeed::leaving() const {
  std::lock_guard lock(mutex_);
  const std::uint64_t taken = pushed_ - std::min(pushed_, waiting());
  for (const Piece& piece : pieces_)
    if (piece.end > taken) return piece;
  return pieces_.empty() ? Piece{} : pieces_.back();
}

Duration HlsFeed::position() const { return leaving().position; }
std::uint64_t HlsFeed::number() const { return leaving().number; }

HlsClock HlsFeed::clock() const {
  std::lock_guard lock(mutex_);
  return clock_.value_or(HlsClock{});
}

std::optional<HlsClock> HlsFeed::clock_at(GstPad* pad, GstBuffer* first) const {
  const GstEventPtr event(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0));
  if (!event || !GST_BUFFER_PTS_IS_VALID(first)) return std::nullopt;
  const GstSegment* segment = nullptr;
  gst_event_parse_segment(event.get(), &segment);
  if (segment->format != GST_FORMAT_TIME) return std::nullopt;
  const GstClockTime place = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(first));
  if (!GST_CLOCK_TIME_IS_VALID(place)) return std::nullopt;
  HlsClock out = clock();
  out.place = std::chrono::nanoseconds(place);
  return out;
}

}  // namespace np
