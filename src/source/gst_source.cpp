#include "source/gst_source.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "base/gst_init.hpp"
#include "base/log.hpp"
#include "base/loop_gate.hpp"
#include "source/caps.hpp"
#include "source/file_check.hpp"
#include "source/file_player.hpp"
#include "source/gst_errors.hpp"
#include "source/hls_reader.hpp"
#include "source/hls_sound.hpp"
#include "source/key_pictures.hpp"
#include "source/leavable_thread.hpp"
#include "source/listening_check.hpp"
#include "source/media_pipeline.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"
#include "source/rtsp_relay.hpp"
#include "source/sample_tap.hpp"
#include "source/sound_tap.hpp"

namespace np {
namespace {

// A file that breaks off in the same place again and again is begun anew at most this often.
constexpr Duration kMinRun = std::chrono::milliseconds(200);
// As long as something comes, the next whole picture (a key frame) may be far: so long it is waited for.
constexpr Duration kKeyFrameLimit = std::chrono::seconds(30);
// All that is known stop within milliseconds.
constexpr Duration kPatience = std::chrono::seconds(1);
constexpr int kMostLeftBehind = 3;

}  // namespace

// Shared by the source and its thread, which may outlive the source where GStreamer does not let go of it.
struct GstSource::Impl : std::enable_shared_from_this<Impl> {
  using News = PipelineNews::Kind;
  enum class Outcome { kStopped, kEnded, kAgain };

  LoopGate loop;
  const SourceSpec spec;
  const SourceOptions options;
  const bool loops;
  SampleTap tap;
  SoundTap sound;
  PipelineNews news;
  KeyPictures keys;
  const WebContent content;
  const std::shared_ptr<rtmp::Stream> published;
  std::optional<HlsReader> playlist;         // the thread's own
  std::shared_ptr<const Listener> listener;  // set before the thread starts
  LeavableThread thread;
  // The thread's own, and its pipeline's.
  std::atomic<bool> ending{false};
  std::atomic<std::uint64_t> pictures{0};  // of this pipeline
  bool opened = false;
  SourceInfo told;
  bool begun = false;  // where it is to begin
  FilePlayer player{news, [this] { tell_of(&Listener::on_playback); }};
  TimePoint last_picture;
  Duration picture_duration{};
  mutable std::mutex pipeline_mutex;        // guards the two pointers, which the thread alone changes
  std::shared_ptr<RtspRelay> relay;         // that GStreamer reaches the camera by
  std::shared_ptr<MediaPipeline> pipeline;  // its threads use all of the above
  HlsSound apart;                           // likewise

  Impl(Loop& l, SourceSpec s, const SourceOptions& o, FrameSink& sink, WebContent c,
       std::shared_ptr<rtmp::Stream> p)
      : loop(l),
        spec(std::move(s)),
        options(o),
        loops(o.loop && o.paced && (spec.kind == "file" || spec.kind == "http")),
        tap(o, sink),
        sound(o, spec.shown, sink),
        content(std::move(c)),
        published(std::move(p)),
        apart({.on_piece = [this](GstBuffer* buffer, GstCaps* caps, MediaTime at) { sound.push(buffer, caps, at); },
               .on_rest = [this] { sound.renew(); },
               .piece = [this] {
                 std::lock_guard lock(pipeline_mutex);
                 return pipeline ? pipeline->piece() : 0;
               }}) {}

  void start(Listener l) {
    listener = std::make_shared<const Listener>(std::move(l));
    if (const int count = LeavableThread::left_behind(); count >= kMostLeftBehind)
      return refuse(too_many_left_behind(count));
    try {
      thread.start("source", [self = shared_from_this()] { self->run(); });
    } catch (const std::system_error&) {
      refuse(no_thread(spec.shown));
    }
  }

  void refuse(const Error& why) {
    tell([why](const Listener& l) { l.on_ended(why); });
  }

  void stop() {
    loop.close();
    tap.close();
    sound.close();
    news.stop();
    {
      // Once it plays, the camera is to hear that we go.
      std::lock_guard lock(pipeline_mutex);
      if (relay && !pipeline) relay->cancel();
    }
    if (!thread.end(kPatience))
      log::warn("{} does not let itself be closed: what was opened for it is left behind.", spec.shown);
  }

  template <typename F>
  void tell(F f) {
    loop.post([listener = listener, f = std::move(f)] { f(*listener); });
  }
  // Nobody need be interested.
  void tell_of(std::function<void()> Listener::* what) {
    tell([what](const Listener& l) { l.*what ? (l.*what)() : void(); });
  }

  // Whatever there is to say is said before the pipeline is taken down: that may take for ever.
  void run() {
    play_until_the_end();
    apart.leave();
    close_pipeline();
    apart.close();
  }

  // Its last words to the camera go by the relay.
  void close_pipeline() {
    player.leave();
    std::unique_lock lock(pipeline_mutex);
    auto closing = std::move(pipeline);
    lock.unlock();
    closing.reset();
    lock.lock();
    const auto closing_relay = std::move(relay);
    lock.unlock();
  }

  void play_until_the_end() {
    try {
      check_source(spec);
      if (spec.listens && !options.after_break) check_listening(spec);
      init_gstreamer();
      if (spec.kind == "rtsp") greet(answer_limit());
      if (content.playlist)
        playlist.emplace(HlsReader::Options{.url = content.address,
                                            .shown = spec.shown,
                                            .local = content.local,
                                            .loops = options.loop && options.paced,
                                            .begin_at = options.begin_at});
      if (!awaits_sender()) tell_of(&Listener::on_answered);
      bool again = false;
      while (!news.stopped()) {
        const TimePoint begun = Clock::now();
        const Outcome outcome = play_once(again);
        if (outcome == Outcome::kStopped) return;
        if (outcome == Outcome::kEnded) throw Error(ErrorKind::kEnded, np::format(messages::kHasEnded, spec.shown));
        again = true;
        close_pipeline();
        news.clear();
        news.next(begun + kMinRun);
      }
    } catch (const Error& e) {
      end(e);
    } catch (const std::exception& e) {
      end(Error(ErrorKind::kInternal, np::format("{} cannot be played: {}.", spec.shown, e.what())));
    }
  }

  // Nothing but what it sends tells that somebody is there.
  bool awaits_sender() const { return spec.listens || spec.kind == "srt"; }

  Duration answer_limit() const {
    return options.answer_timeout > Duration::zero() ? options.answer_timeout : options.open_timeout;
  }

  void greet(Duration limit) {
    auto fresh = std::make_shared<RtspRelay>(spec);
    {
      std::lock_guard lock(pipeline_mutex);
      relay = fresh;
    }
    if (news.stopped()) return;
    fresh->connect(limit);
  }

  void end(const Error& why) {
    ending = true;
    tap.finish([this, why] { tell([why](const Listener& l) { l.on_ended(why); }); });
  }

  void tell_info(SourceInfo info) {
    info.kind = spec.kind;
    if (const auto in_two = sound_apart()) info.sound = sound_codec_among(in_two->codecs);
    picture_duration = from_seconds(1 / (info.fps > 0 ? info.fps : options.fallback_fps));
    if (std::exchange(told, info) == info) return;
    tell([info](const Listener& l) { l.on_opened(info); });
  }

  std::optional<HlsReader::Sound> sound_apart() const {
    return playlist && options.sound ? playlist->sound() : std::nullopt;
  }

  // The pictures have begun, and their sound may be somewhere else.
  void follow_sound() {
    const auto where = sound_apart();
    const auto clock = where ? pipeline->clock() : std::nullopt;
    if (!clock) return;
    apart.follow({.url = where->url,
                  .shown = spec.shown,
                  .local = content.local,
                  .loops = options.loop && options.paced},
                 *clock);
  }

  // `again`: the first picture follows a break.
  Outcome play_once(bool again) {
    const bool either = spec.kind == "rtsp" && options.rtsp_transport == RtspTransport::kAuto;
    Attempt how{.again = again, .over_tcp = either || options.rtsp_transport == RtspTransport::kTcp};
    for (;;) try {
        return play(how);
      } catch (const Error& e) {
        const bool refused = e.kind() == ErrorKind::kUnsupported || e.kind() == ErrorKind::kUnavailable;
        if (spec.kind != "rtsp" || opened || !refused || news.stopped()) throw;
        // Some cameras refuse everything where only their sound cannot be had. Others, as VLC, send beside the
        // connection only. They say so in many ways.
        if (how.sound && pipeline && pipeline->sound_offered())
          how.sound = false;
        else if (either && how.over_tcp)
          how = {.again = again, .over_tcp = false};
        else
          throw;
        close_pipeline();
        news.clear();
      }
  }

  // Where the relay knows better than GStreamer what the camera has done.
  void blame_camera() const {
    if (!relay) return;
    if (const auto why = relay->failure()) throw *why;
  }

  // Where in the file the pipeline begins, when it is asked for the first time.
  Duration beginning() {
    if (const auto place = player.beginning()) return *place;
    return playlist || std::exchange(begun, true) ? Duration::zero() : options.begin_at;
  }

  struct Attempt {
    bool again = false;
    bool over_tcp = true;
    bool sound = true;
  };

  // One pipeline.
  Outcome play(const Attempt& attempt) {
    const bool again = attempt.again;
    if (spec.kind == "rtsp" && !relay) greet(options.open_timeout);
    const MediaPipeline::Options how{.spec = spec,
                                     .address = relay ? relay->serve() : content.address,
                                     .playlist = playlist ? &*playlist : nullptr,
                                     .published = published,
                                     .keys = &keys,
                                     .over_tcp = attempt.over_tcp,
                                     .sound = options.sound && attempt.sound,
                                     .paced = options.paced,
                                     .loop = loops && !playlist,
                                     .fallback_fps = options.fallback_fps};
    pictures = 0;
    apart.leave();
    sound.renew();
    const auto on_sample = [this, again](Sample sample) {
      if (ending) return;
      sample.discontinuity |= again && pictures == 0;
      ++pictures;
      last_picture = sample.captured_at;
      if (loops && !playlist && !sample.live) player.pass(sample);
      if (sample.place) apart.picture(*sample.place);
      sound.picture(sample);
      tap.push(std::move(sample));
    };
    const auto on_sound = [this](GstBuffer* buffer, GstCaps* caps, MediaTime at) {
      if (!ending && !sound_apart()) sound.push(buffer, caps, at);
    };
    auto fresh = std::make_shared<MediaPipeline>(how, news, on_sample, on_sound);
    {
      std::lock_guard lock(pipeline_mutex);
      pipeline = fresh;
    }
    fresh.reset();
    if (how.loop) player.enter(*pipeline);
    const TimePoint opening = Clock::now();
    std::optional<TimePoint> deadline = opening + (awaits_sender() ? answer_limit() : options.open_timeout);
    const bool live = pipeline->open();
    if (spec.listens) {
      deadline.reset();
      tell([](const Listener& l) { l.on_waiting ? l.on_waiting({}) : void(); });
    }
    bool playing = live;
    bool sought = !loops || live || spec.kind != "file";
    bool flowing = false;
    TimePoint since = opening;
    bool shown = false;
    std::uint64_t at_lap = 0;
    int laps = 0;
    for (;;) {
      auto item = news.next(shown ? player.patience() : deadline);
      if (news.stopped()) return Outcome::kStopped;
      if (!item && shown && player.settle()) continue;
      if (!item && shown) return Outcome::kAgain;
      if (!item) blame_camera();
      if (!item && !flowing && awaits_sender()) throw no_sender(spec.shown, to_seconds(answer_limit()));
      if (!item) throw opening_took_too_long(spec.shown, to_seconds(options.open_timeout));
      switch (item->kind) {
        case News::kPrerolled:
          if (playing && !player.settle()) return Outcome::kAgain;
          if (playing) break;
          // Only a seek makes the end of the file a lap that goes on without a gap; where none is possible, it ends.
          if (!std::exchange(sought, true) && pipeline->rewind(true)) break;
          if (const Duration at = beginning(); at > Duration::zero() && pipeline->rewind(true, at)) break;
          playing = true;
          pipeline->play(last_picture + picture_duration);
          if (how.loop && !player.begin()) return Outcome::kAgain;
          break;
        case News::kFlowing:  // until it is shown
          if (!flowing && awaits_sender()) tell_of(&Listener::on_answered);
          if (!flowing && spec.listens) since = Clock::now();
          if (!std::exchange(flowing, true)) tell_of(&Listener::on_flowing);
          deadline = std::max(deadline.value_or(TimePoint{}),
                              std::min(since + kKeyFrameLimit, Clock::now() + options.open_timeout));
          break;
        case News::kOpened:
          shown = true;
          opened = true;
          if (how.loop && !live) player.opened(spec.kind == "file", spec.kind == "file" || content.in_parts);
          tell_info(pipeline->info());
          follow_sound();
          break;
        case News::kChanged:
          if (shown) tell_info(pipeline->info());
          break;
        case News::kWish:
          if (!player.obey()) return Outcome::kAgain;
          break;
        case News::kLength: player.measure(); break;
        case News::kLapRead:
          if (item->flush == pipeline->flushes() && !player.lap_read()) return Outcome::kAgain;
          break;
        case News::kReadShown:
          if (item->flush == pipeline->flushes()) player.read_shown();
          break;
        case News::kLapShown:
          if (item->flush != pipeline->flushes() || player.stops()) break;
          if (pictures == at_lap && !player.take_jumped()) throw damaged(spec.shown);
          at_lap = pictures;
          // What a server cannot send from the beginning is left to the supervisor, with its pauses.
          if (!pipeline->rewind(true)) return spec.kind == "file" || laps > 0 ? Outcome::kAgain : Outcome::kEnded;
          ++laps;
          break;
        case News::kEnded:
          if (playlist && playlist->goes_on()) return Outcome::kAgain;
          blame_camera();
          if (awaits_sender()) throw sender_gone(spec);
          if (pictures == 0) throw damaged(spec.shown);
          return Outcome::kEnded;
        case News::kFailed:
          blame_camera();
          if (awaits_sender() && !shown) throw failed_to_begin(*item->error, spec, flowing);
          // Some servers only say that they cannot go back when they are asked to.
          if (spec.kind == "http" && pictures > 0 && pictures == at_lap) return Outcome::kEnded;
          if (!loops || pictures == 0 || spec.kind != "file") throw *item->error;
          log::warn("{} It is begun anew.", item->error->message());
          return Outcome::kAgain;
      }
    }
  }
};

GstSource::GstSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink, WebContent content,
                     std::shared_ptr<rtmp::Stream> published)
    : impl_(std::make_shared<Impl>(loop, std::move(spec), options, sink, std::move(content), std::move(published))) {}
GstSource::~GstSource() { impl_->stop(); }

void GstSource::start(Listener listener) { impl_->start(std::move(listener)); }

void GstSource::set_demand(Demand demand) {
  impl_->tap.set_demand(demand);
  impl_->sound.set_demand(demand.sound);
  impl_->apart.set_demand(demand.sound);
}
void GstSource::set_frame_rate(double capture_fps) { impl_->tap.set_frame_rate(capture_fps); }
void GstSource::give_up() {
  std::lock_guard lock(impl_->pipeline_mutex);
  if (impl_->relay) impl_->relay->reset_on_close();
}

bool GstSource::has_video() const { return impl_->tap.has_video(); }
std::optional<Playback> GstSource::playback() const { return impl_->player.now(); }
void GstSource::play(const PlaybackWish& wish) { impl_->player.wish(wish); }

SourceFacts GstSource::facts() const {
  const KeyPictures::Seen keys = impl_->keys.seen();
  std::unique_lock lock(impl_->pipeline_mutex);
  const auto pipeline = impl_->pipeline;
  lock.unlock();
  return {.length = pipeline ? pipeline->length() : Duration{},
          .key_gaps = keys.gaps,
          .longest_gap = keys.longest,
          .all_are_keys = keys.all};
}

Source::Pulse GstSource::pulse() const {
  Pulse out = impl_->tap.pulse();
  const bool file = impl_->spec.kind == "file";
  if (!file && impl_->spec.kind != "http") return out;
  // What is read as it is shown owes nothing while something of it is left: a file never does.
  std::lock_guard lock(impl_->pipeline_mutex);
  if (file || impl_->player.rests() || !impl_->pipeline || !impl_->pipeline->is_shown())
    out.expected_at = Clock::now();
  if (!file && impl_->pipeline) out.position = impl_->pipeline->position();
  return out;
}

}  // namespace np
