#include "source/arriving/arriving_feed.hpp"

#include <gst/app/gstappsrc.h>
#include <pthread.h>

#include <string>
#include <utility>

#include "source/pipeline/gst_make.hpp"

namespace np {
namespace {

constexpr std::size_t kPieceBytes = 256u << 10;
// Read ahead of the demuxer.
constexpr std::uint64_t kMostRead = 2u << 20;  // bytes
constexpr Duration kRest = std::chrono::milliseconds(50);

}  // namespace

ArrivingFeed::ArrivingFeed(GstBin* bin, std::shared_ptr<ArrivingFile> file, bool waits)
    : file_(std::move(file)), waits_(waits), source_(add_element(bin, "appsrc")) {
  g_object_set(source_, "max-bytes", guint64{0}, "block", FALSE, nullptr);
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "arriving");
    run();
  });
}

ArrivingFeed::~ArrivingFeed() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

bool ArrivingFeed::rest() {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, kRest, [this] { return stopped_; });
}

bool ArrivingFeed::is_waited_for() const {
  return waits_ && Clock::now() - file_->grew_at() < ArrivingFile::kLongestRest;
}

void ArrivingFeed::run() {
  GstAppSrc* out = GST_APP_SRC(source_);
  for (;;) {
    while (gst_app_src_get_current_level_bytes(out) >= kMostRead)
      if (!rest()) return;
    auto bytes = std::make_unique<std::string>(kPieceBytes, '\0');
    const ArrivingFile::Piece piece = file_->read(*bytes);
    if (piece.next == ArrivingFile::Next::kLater && is_waited_for()) {
      if (!rest()) return;
      continue;
    }
    if (piece.next != ArrivingFile::Next::kBytes) return void(gst_app_src_end_of_stream(out));
    bytes->resize(piece.bytes);
    std::string* held = bytes.release();
    GstBuffer* buffer =
        gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, held->data(), held->size(), 0, held->size(), held,
                                    [](gpointer p) { delete static_cast<std::string*>(p); });
    if (gst_app_src_push_buffer(out, buffer) != GST_FLOW_OK) return;  // its pipeline is being closed
  }
}

}  // namespace np
