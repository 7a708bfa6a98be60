#include "source/hls/hls_sound.hpp"

#include <pthread.h>

#include <atomic>
#include <cmath>
#include <exception>
#include <string>
#include <utility>

#include "base/gst_ptr.hpp"
#include "base/log.hpp"
#include "source/hls/hls_feed.hpp"
#include "source/messages.hpp"
#include "source/mpeg_time.hpp"
#include "source/pipeline/allowed_elements.hpp"
#include "source/pipeline/demuxer_watch.hpp"
#include "source/pipeline/gst_make.hpp"
#include "source/pipeline/sound_pad.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

// So far ahead of the newest picture sound is handed over: a decoder takes its time, too.
constexpr Duration kSoundAhead = std::chrono::seconds(1);
// What failed, or is over, is tried again after so long.
constexpr Duration kSoundPause = std::chrono::seconds(5);

}  // namespace

// Pieces with one clock, on their way from the reader to the pad that brings their sound.
class HlsSound::Stream {
 public:
  Stream(HlsSound& owner, HlsReader& reader, std::string shown) : owner_(owner), shown_(std::move(shown)) {
    pipeline_.reset(GST_ELEMENT(gst_object_ref_sink(gst_pipeline_new(nullptr))));
    GstBin* bin = GST_BIN(pipeline_.get());
    const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline_.get()));
    gst_bus_set_sync_handler(bus.get(), on_message, this, nullptr);
    g_signal_connect(bin, "deep-element-added", G_CALLBACK(on_element), this);
    GstElement* parse = add_element(bin, "parsebin");
    g_signal_connect(parse, "pad-added", G_CALLBACK(on_pad), this);
    g_signal_connect(parse, "autoplug-select", G_CALLBACK(on_choice), nullptr);
    feed_ = std::make_unique<HlsFeed>(bin, reader, [] { return true; }, [this](Error e) { end(std::move(e)); });
    gst_element_link(feed_->element(), parse);
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  }
  ~Stream() {
    end(std::nullopt);
    gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
    const GstObjectPtr<GstBus> bus(gst_element_get_bus(pipeline_.get()));
    gst_bus_set_sync_handler(bus.get(), nullptr, nullptr, nullptr);
  }

  bool over() const { return over_; }  // under the owner's mutex, as the two that follow
  const std::optional<Error>& why() const { return why_; }
  HlsStretch stretch() const { return clock_->stretch; }
  bool wraps() const { return clock_->time.has_value(); }

 private:
  static Stream& self(gpointer p) { return *static_cast<Stream*>(p); }

  void end(std::optional<Error> why) {
    {
      std::lock_guard lock(owner_.mutex_);
      if (!std::exchange(over_, true)) why_ = std::move(why);
    }
    owner_.changed_.notify_all();
  }

  static GstBusSyncReply on_message(GstBus*, GstMessage* message, gpointer p) {
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) self(p).end(damaged(self(p).shown_));
    gst_message_unref(message);
    return GST_BUS_DROP;
  }

  static int on_choice(GstElement*, GstPad*, GstCaps*, GstElementFactory* factory, gpointer) {
    return may_parse(GST_OBJECT_NAME(factory)) ? 0 : 2;  // as VideoInput's
  }

  static void on_element(GstBin*, GstBin*, GstElement* element, gpointer p) {
    GstElementFactory* factory = gst_element_get_factory(element);
    if (!factory || !gst_element_factory_list_is_type(factory, GST_ELEMENT_FACTORY_TYPE_DEMUXER)) return;
    if (const GstObjectPtr<GstPad> pad{gst_element_get_static_pad(element, "sink")})
      watch_demuxer(pad.get(), GST_OBJECT_NAME(factory),
                    [p](auto fault) { self(p).end(not_opened(fault, self(p).shown_)); });
  }

  static void on_pad(GstElement*, GstPad* pad, gpointer p) {
    const GstObjectPtr<GstStream> stream(gst_pad_get_stream(pad));
    if (!stream || !(gst_stream_get_stream_type(stream.get()) & GST_STREAM_TYPE_AUDIO)) return;
    if (self(p).found_.exchange(true)) return;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, p, nullptr);
    SoundPad::watch(pad, self(p).laps_, self(p).live_,
                    [p](GstBuffer* buffer, GstCaps* caps, MediaTime at) { self(p).take(buffer, caps, at.time); });
  }

  static GstPadProbeReturn on_event(GstPad*, GstPadProbeInfo* probe, gpointer p) {
    if (GST_EVENT_TYPE(GST_PAD_PROBE_INFO_EVENT(probe)) == GST_EVENT_EOS) self(p).end(std::nullopt);
    return GST_PAD_PROBE_OK;
  }

  void take(GstBuffer* buffer, GstCaps* caps, Duration at) {
    if (!clock_) {
      clock_ = feed_->clock();
      clock_->place = at;
    }
    owner_.hand_over(*this, buffer, caps, at - clock_->place + clock_->time.value_or(clock_->place));
  }

  HlsSound& owner_;
  const std::string shown_;
  const std::atomic<unsigned> laps_{0};
  const std::atomic<bool> live_{false};
  std::atomic<bool> found_{false};
  bool over_ = false;
  std::optional<Error> why_;
  std::optional<HlsClock> clock_;  // the streaming thread's own
  GstObjectPtr<GstElement> pipeline_;
  std::unique_ptr<HlsFeed> feed_;  // last
};

HlsSound::HlsSound(Listener listener) : listener_(std::move(listener)) {}
HlsSound::~HlsSound() { close(); }

void HlsSound::set_demand(bool wanted) {
  {
    std::lock_guard lock(mutex_);
    wanted_ = wanted;
  }
  changed_.notify_all();
}

void HlsSound::picture(MediaTime at) {
  {
    std::lock_guard lock(mutex_);
    shown_ = at.time;
  }
  changed_.notify_all();
}

void HlsSound::follow(const HlsReader::Options& sound, const HlsClock& clock) {
  {
    std::lock_guard lock(mutex_);
    sound_ = sound;
    sound_.sound = true;
    clock_ = clock;
    shown_ = clock.place;
    ++clocks_;
  }
  changed_.notify_all();
  if (thread_.joinable()) return;
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "hls-sound");
    run();
  });
}

void HlsSound::leave() {
  {
    std::lock_guard lock(mutex_);
    clock_.reset();
  }
  const std::lock_guard handing(handing_);
}

void HlsSound::close() {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void HlsSound::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closed_ || (wanted_ && clock_); });
    if (closed_) return;
    lock.unlock();
    std::string why;
    try {
      listen();
    } catch (const std::exception& e) {
      why = e.what();
    }
    {
      const std::lock_guard handing(handing_);
      lock.lock();
      const bool followed = clock_.has_value();
      if (!why.empty() && !std::exchange(complained_, true))
        log::warn(messages::kSoundCannotBePlayed, sound_.shown, why);
      lock.unlock();
      if (followed) listener_.on_rest();
    }
    lock.lock();
    changed_.wait_for(lock, kSoundPause, [this] { return !active(); });
  }
}

// Until nobody wants it any more, or there is no more.
void HlsSound::listen() {
  const std::uint64_t number = listener_.piece();
  std::unique_lock lock(mutex_);
  if (!clock_) return;
  HlsReader::Options options = sound_;
  options.begin_at = clock_->position + (shown_ - clock_->place);
  options.lap = clock_->stretch.lap;
  options.begin_number = number;
  lock.unlock();
  HlsReader reader(options);
  while (play(reader, options.shown)) continue;
}

// One stream. True: another follows.
bool HlsSound::play(HlsReader& reader, const std::string& shown) {
  Stream stream(*this, reader, shown);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stream.over() || !active(); });
  if (stream.why()) throw *stream.why();
  return active() && reader.goes_on();
}

// The sender's time, as a place beside the pictures.
Duration HlsSound::place_of(Duration time, bool wraps) const {
  if (!clock_->time) return time;
  const Duration place = time - *clock_->time + clock_->place;
  if (!wraps) return place;
  return place - kMpegTimeWraps * std::lround(to_seconds(place - shown_) / to_seconds(kMpegTimeWraps));
}

// The stream's thread: waits for the pictures.
void HlsSound::hand_over(const Stream& stream, GstBuffer* buffer, GstCaps* caps, Duration time) {
  std::unique_lock lock(mutex_);
  std::optional<Duration> place;
  changed_.wait(lock, [&] {
    place.reset();
    if (stream.over() || !active()) return true;
    if (!clock_ || clock_->stretch < stream.stretch()) return false;
    if (clock_->stretch > stream.stretch()) return true;  // it is too late
    place = place_of(time, stream.wraps());
    return *place <= shown_ + kSoundAhead;
  });
  const unsigned clock = clocks_;
  lock.unlock();
  if (!place) return;
  const std::lock_guard handing(handing_);
  lock.lock();
  if (!clock_ || clock != clocks_) return;
  lock.unlock();
  listener_.on_piece(buffer, caps, {.lap = 0, .time = *place});
}

}  // namespace np
