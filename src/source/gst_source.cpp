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
#include "base/log.hpp"
#include "base/loop_gate.hpp"
#include "source/arriving/arriving_file.hpp"
#include "source/file_player.hpp"
#include "source/leavable_thread.hpp"
#include "source/messages.hpp"
#include "source/pictures/key_pictures.hpp"
#include "source/pictures/sample_tap.hpp"
#include "source/pipeline/media_pipeline.hpp"
#include "source/pipeline/pipeline_sound.hpp"
#include "source/reasons.hpp"
#include "source/source_connection.hpp"

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
  const std::unique_ptr<SourceConnection> connection;
  const SourceSpec& spec;
  const SourceOptions& options;
  const bool loops;
  SampleTap tap;
  PipelineSound sound;
  PipelineNews news;
  KeyPictures keys;
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
  mutable std::mutex pipeline_mutex;        // guards the pointer, which the thread alone changes
  std::shared_ptr<MediaPipeline> pipeline;  // its threads use all of the above

  Impl(Loop& l, std::unique_ptr<SourceConnection> c, FrameSink& sink)
      : loop(l),
        connection(std::move(c)),
        spec(connection->spec()),
        options(connection->options()),
        loops(options.loop && options.paced && (spec.kind == "file" || spec.kind == "http")),
        tap(options, sink),
        sound(*connection, sink, [this] {
          std::lock_guard lock(pipeline_mutex);
          return pipeline ? pipeline->piece() : 0;
        }) {}

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
    tell([why = connection->told(why)](const Listener& l) { l.on_ended(why); });
  }

  void stop() {
    loop.close();
    tap.close();
    sound.shut();
    news.stop();
    {
      // Once it plays, the camera must hear that we go.
      std::lock_guard lock(pipeline_mutex);
      connection->stop(!pipeline);
    }
    if (!thread.end(kPatience))
      log::warn("{} does not let itself be closed: what was opened for it is left behind.", spec.shown);
  }

  template <typename F>
  void tell(F f) {
    loop.post([listener = listener, f = std::move(f)] { f(*listener); });
  }
  // The listener may have left this callback out.
  void tell_of(std::function<void()> Listener::* what) {
    tell([what](const Listener& l) { l.*what ? (l.*what)() : void(); });
  }

  // Says everything before it takes the pipeline down, which may take for ever.
  void run() {
    play_until_the_end();
    sound.leave();
    close_pipeline();
    sound.close();
  }

  // The pipeline's last words to the camera go through the connection.
  void close_pipeline() {
    player.leave();
    std::unique_lock lock(pipeline_mutex);
    auto closing = std::move(pipeline);
    lock.unlock();
    closing.reset();
    connection->close();
  }

  void play_until_the_end() {
    try {
      connection->open();
      if (!connection->awaits_sender()) tell_of(&Listener::on_answered);
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

  void end(const Error& why) {
    ending = true;
    tap.finish([this, why = connection->told(why)] { tell([why](const Listener& l) { l.on_ended(why); }); });
  }

  void tell_info(SourceInfo info) {
    info.kind = spec.kind;
    info.sound = sound.codec(std::move(info.sound));
    picture_duration = from_seconds(1 / (info.fps > 0 ? info.fps : options.fallback_fps));
    if (std::exchange(told, info) == info) return;
    tell([info](const Listener& l) { l.on_opened(info); });
  }

  // `again`: the first picture follows a break.
  Outcome play_once(bool again) {
    auto way = connection->first_way();
    for (;;) try {
        return play(way, again);
      } catch (const Error& e) {
        const auto next = opened || news.stopped()
                              ? std::nullopt
                              : connection->next_way(way, e, pipeline && pipeline->sound_offered());
        if (!next) throw;
        way = *next;
        close_pipeline();
        news.clear();
      }
  }

  Error rest_missing(const ArrivingFile& file) const {
    return Error(ErrorKind::kEnded, file.is_gone() ? np::format(messages::kUploadGivenUp, spec.shown)
                                                   : np::format(messages::kUploadRests, spec.shown,
                                                                to_seconds(ArrivingFile::kLongestRest)));
  }

  // Where in the file the pipeline begins, when it is asked for the first time.
  Duration beginning() {
    if (const auto place = player.beginning()) return *place;
    return connection->playlist() || std::exchange(begun, true) ? Duration::zero() : options.begin_at;
  }

  // Plays one pipeline.
  Outcome play(const SourceConnection::Way& way, bool again) {
    MediaPipeline::Options how = connection->connect(way);
    how.keys = &keys;
    how.paced = options.paced;
    const bool steered = loops && !how.playlist;
    how.loop = steered && !how.arriving;
    how.fallback_fps = options.fallback_fps;
    pictures = 0;
    sound.renew();
    const auto on_sample = [this, again, steered](Sample sample) {
      if (ending) return;
      sample.discontinuity |= again && pictures == 0;
      ++pictures;
      last_picture = sample.captured_at;
      if (steered && !sample.live) player.pass(sample);
      sound.picture(sample);
      tap.push(std::move(sample));
    };
    const auto on_sound = [this](GstBuffer* buffer, GstCaps* caps, MediaTime at) {
      if (!ending) sound.push(buffer, caps, at);
    };
    auto fresh = std::make_shared<MediaPipeline>(how, news, on_sample, on_sound);
    {
      std::lock_guard lock(pipeline_mutex);
      pipeline = fresh;
    }
    fresh.reset();
    if (steered) player.enter(*pipeline);
    const TimePoint opening = Clock::now();
    std::optional<TimePoint> deadline =
        opening + (connection->awaits_sender() ? connection->answer_limit() : options.open_timeout);
    const bool live = pipeline->open();
    if (spec.listens) {
      deadline.reset();
      tell([](const Listener& l) { l.on_waiting ? l.on_waiting({}) : void(); });
    }
    bool playing = live;
    bool sought = !how.loop || live || spec.kind != "file";
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
      if (!item) throw connection->why_nothing_came(flowing);
      switch (item->kind) {
        case News::kPrerolled:
          if (playing && !player.settle()) return Outcome::kAgain;
          if (playing) break;
          // Only a seek makes the end of the file a lap that goes on without a gap; where none is possible, it ends.
          if (!std::exchange(sought, true) && pipeline->rewind(true)) break;
          if (const Duration at = beginning(); at > Duration::zero() && pipeline->rewind(true, at)) break;
          playing = true;
          pipeline->play(last_picture + picture_duration);
          if (steered && !player.begin()) return Outcome::kAgain;
          break;
        case News::kFlowing:  // until it is shown
          if (!flowing && connection->awaits_sender()) tell_of(&Listener::on_answered);
          if (!flowing && spec.listens) since = Clock::now();
          if (!std::exchange(flowing, true)) tell_of(&Listener::on_flowing);
          deadline = std::max(deadline.value_or(TimePoint{}),
                              std::min(since + kKeyFrameLimit, Clock::now() + options.open_timeout));
          break;
        case News::kOpened:
          shown = true;
          opened = true;
          if (steered && !live) player.opened(spec.kind == "file", connection->in_parts() && !how.arriving);
          tell_info(pipeline->info());
          sound.follow(*pipeline);
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
          // If a server cannot send it from the beginning, the supervisor opens it again, with pauses.
          if (!pipeline->rewind(true)) return spec.kind == "file" || laps > 0 ? Outcome::kAgain : Outcome::kEnded;
          ++laps;
          break;
        case News::kEnded:
          if (how.playlist && how.playlist->goes_on()) return Outcome::kAgain;
          if (const auto why = connection->why_ended()) throw *why;
          if (how.arriving && options.paced && !how.arriving->is_whole()) throw rest_missing(*how.arriving);
          if (pictures == 0) throw damaged(spec.shown);
          if (!how.arriving || !steered) return Outcome::kEnded;
          // All of it is there now: from here on it is a file like any other.
          if (!player.stops()) return Outcome::kAgain;
          break;
        case News::kFailed:
          if (const auto why = connection->why_failed(*item->error, shown, flowing)) throw *why;
          if (player.jump_anew()) return Outcome::kAgain;
          // Some servers only say that they cannot go back when they are asked to.
          if (spec.kind == "http" && pictures > 0 && pictures == at_lap) return Outcome::kEnded;
          if (!loops || pictures == 0 || spec.kind != "file") throw *item->error;
          log::warn("{} It is begun anew.", item->error->message());
          return Outcome::kAgain;
      }
    }
  }
};

GstSource::GstSource(Loop& loop, std::unique_ptr<SourceConnection> connection, FrameSink& sink)
    : impl_(std::make_shared<Impl>(loop, std::move(connection), sink)) {}
GstSource::~GstSource() { impl_->stop(); }

void GstSource::start(Listener listener) { impl_->start(std::move(listener)); }

void GstSource::set_demand(Demand demand) {
  impl_->tap.set_demand(demand);
  impl_->sound.set_demand(demand.sound);
}
void GstSource::set_frame_rate(double capture_fps) { impl_->tap.set_frame_rate(capture_fps); }
void GstSource::give_up() { impl_->connection->reset_on_close(); }
bool GstSource::has_video(VideoForm form) const { return impl_->tap.has_video(form); }
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
  // A video that is read as it is shown owes nothing while some of it is left to show. A file never does.
  std::lock_guard lock(impl_->pipeline_mutex);
  if (file || impl_->player.rests() || !impl_->pipeline || !impl_->pipeline->is_shown()) out.expected_at = Clock::now();
  if (!file && impl_->pipeline) out.position = impl_->pipeline->position();
  return out;
}

}  // namespace np
