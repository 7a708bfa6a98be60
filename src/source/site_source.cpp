#include "source/site_source.hpp"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "source/http_source.hpp"
#include "source/reasons.hpp"
#include "source/site_video.hpp"
#include "source/source_run.hpp"

namespace np {
namespace {

// Finding takes some seconds, mostly of a Python that starts.
constexpr int kOpenTimeouts = 3;
// So long before the address expires it is found again; where it holds for less than twice that, half-way.
constexpr Duration kBefore = std::chrono::minutes(5);
constexpr Duration kSoonest = std::chrono::seconds(5);      // whatever the address says: a program starts each time
constexpr Duration kAgainAfter = std::chrono::seconds(30);  // where it was not found, as long as the old one plays
Duration until_renewal(std::chrono::system_clock::time_point expires) {
  const auto left = std::chrono::duration_cast<Duration>(expires - std::chrono::system_clock::now());
  return std::max({left - kBefore, left / 2, kSoonest});
}

// Of one address.
struct SitePlay {
  explicit SitePlay(FrameSink& sink) : gate(sink) {}
  StoppableSink gate;
  std::unique_ptr<Source> source;
};

}  // namespace

// Its thread finds addresses, waits for their end and closes what has played. What the sources say comes on the loop,
// perhaps when all is over.
struct SiteSource::Impl : std::enable_shared_from_this<Impl> {
  using WallTime = std::chrono::system_clock::time_point;

  Loop& loop;
  const SourceSpec page;
  const SourceOptions options;
  FrameSink& sink;
  const bool local;
  Listener listener;  // set before the thread starts
  ChildProgram program;

  mutable std::mutex mutex;  // guards what follows
  std::condition_variable changed;
  bool closed = false;
  std::shared_ptr<SitePlay> playing;
  std::shared_ptr<SitePlay> next;               // opens beside it
  std::vector<std::shared_ptr<SitePlay>> gone;  // to be closed
  std::optional<TimePoint> find_at;             // when the address is to be found (again)
  std::uint64_t pictures_before = 0;            // of those that have played
  Demand demand;
  double capture_fps;
  PlaybackWish wished;  // holds for every address, so no position
  std::thread thread;   // the owner's

  Impl(Loop& l, SourceSpec p, const SourceOptions& o, FrameSink& s, bool on_this_machine)
      : loop(l),
        page(std::move(p)),
        options(o),
        sink(s),
        local(on_this_machine),
        find_at(Clock::now()),
        capture_fps(o.capture_fps) {}

  template <typename F>
  void on_loop(F f) {
    loop.post([weak = weak_from_this(), f = std::move(f)] {
      if (const auto self = weak.lock()) f(*self);
    });
  }

  void run() {
    std::unique_lock lock(mutex);
    while (!closed) {
      if (auto closing = std::exchange(gone, {}); !closing.empty()) {
        lock.unlock();
        closing.clear();
        lock.lock();
      } else if (find_at && Clock::now() >= *find_at) {
        find_at.reset();
        lock.unlock();
        find();
        lock.lock();
      } else if (find_at) {
        changed.wait_until(lock, *find_at);
      } else {
        changed.wait(lock);
      }
    }
  }

  void find() {
    // A video that is over needs nothing more of its address.
    if (const auto play = now()) {
      const auto at = play->source->playback();
      if (at && at->ended) return find_again();
    }
    try {
      const SiteVideo video = find_site_video(program, page.text, page.shown, kOpenTimeouts * options.open_timeout);
      on_loop([video](Impl& i) { i.open(video); });
    } catch (const Error& e) {
      on_loop([e](Impl& i) { i.missed(e); });
    } catch (const std::exception& e) {
      on_loop([e = Error(ErrorKind::kInternal, e.what())](Impl& i) { i.missed(e); });
    }
  }

  void find_again() {
    std::lock_guard lock(mutex);
    find_at = Clock::now() + kAgainAfter;
    changed.notify_all();
  }

  // Of the next one: what plays goes on.
  void missed(const Error& why) {
    std::unique_lock lock(mutex);
    if (closed) return;
    const bool plays = playing != nullptr;
    lock.unlock();
    if (!plays) return listener.on_ended(why);
    log::warn("{} It plays on meanwhile.", why.message());
    find_again();
  }

  void open(const SiteVideo& video) {
    auto play = std::make_shared<SitePlay>(sink);
    SourceOptions how = options;
    how.answer_timeout = {};
    std::unique_lock lock(mutex);
    if (closed) return;
    if (playing) {
      how.after_break = true;
      how.begin_at = playing->source->pulse().position;
    }
    play->source = std::make_unique<HttpSource>(
        loop, SourceSpec{.text = video.address, .shown = page.shown, .kind = "http", .path = {}}, how, play->gate,
        local ? HttpSource::NamedBy::kLocalSite : HttpSource::NamedBy::kSite);
    next = play;
    lock.unlock();
    const std::weak_ptr<SitePlay> which = play;
    const auto guarded = [weak = weak_from_this(), which](auto f) {
      return [weak, which, f](const auto&... what) {
        const auto self = weak.lock();
        const auto play = which.lock();
        if (self && play) f(*self, play, what...);
      };
    };
    play->source->start(
        {.on_flowing = guarded([](Impl& i, const auto& play) { i.flows(play); }),
         .on_opened = guarded([expires = video.expires](Impl& i, const auto& play, const SourceInfo& info) {
           i.opened(play, info, expires);
         }),
         .on_ended = guarded([](Impl& i, const auto& play, const Error& why) { i.ended(play, why); }),
         .on_playback = guarded([](Impl& i, const auto& play) { i.played(play); })});
  }

  void flows(const std::shared_ptr<SitePlay>& play) {
    std::unique_lock lock(mutex);
    if (closed || play != next || playing) return;
    lock.unlock();
    if (listener.on_flowing) listener.on_flowing();
  }

  void opened(const std::shared_ptr<SitePlay>& play, const SourceInfo& info, std::optional<WallTime> expires) {
    std::unique_lock lock(mutex);
    if (closed || (play != next && play != playing)) return;
    const bool renewed = play == next && playing;
    if (play == next) {
      play->source->set_frame_rate(capture_fps);
      play->source->set_demand(demand);
      if (!wished.empty()) play->source->play(wished);
      if (playing) {
        playing->gate.shut();
        pictures_before += playing->source->pulse().pictures;
        gone.push_back(std::move(playing));
      }
      playing = std::move(next);
      if (expires) find_at = Clock::now() + until_renewal(*expires);
      changed.notify_all();
    }
    lock.unlock();
    listener.on_opened(info);
    if (renewed && listener.on_playback) listener.on_playback();
  }

  void ended(const std::shared_ptr<SitePlay>& play, const Error& why) {
    std::unique_lock lock(mutex);
    if (closed || (play != next && play != playing)) return;
    const bool of_next = play == next;
    if (of_next) gone.push_back(std::move(next));
    changed.notify_all();
    lock.unlock();
    of_next ? missed(why) : listener.on_ended(why);
  }

  void played(const std::shared_ptr<SitePlay>& play) {
    std::unique_lock lock(mutex);
    if (closed || play != playing) return;
    lock.unlock();
    if (listener.on_playback) listener.on_playback();
  }

  void stop() {
    std::vector<std::shared_ptr<SitePlay>> closing;
    {
      std::lock_guard lock(mutex);
      closed = true;
      for (const auto& play : {playing, next})
        if (play) play->gate.shut();
      changed.notify_all();
    }
    program.cancel();
    if (thread.joinable()) thread.join();
    std::lock_guard lock(mutex);
    closing = std::move(gone);
    closing.push_back(std::move(playing));
    closing.push_back(std::move(next));
  }

  std::shared_ptr<SitePlay> now() const {
    std::lock_guard lock(mutex);
    return playing;
  }
};

SiteSource::SiteSource(Loop& loop, SourceSpec page, const SourceOptions& options, FrameSink& sink, bool local)
    : impl_(std::make_shared<Impl>(loop, std::move(page), options, sink, local)) {}
SiteSource::~SiteSource() { impl_->stop(); }

void SiteSource::start(Listener listener) {
  impl_->listener = std::move(listener);
  try {
    impl_->thread = std::thread([impl = impl_.get()] {
      pthread_setname_np(pthread_self(), "site");
      impl->run();
    });
  } catch (const std::system_error&) {
    impl_->on_loop([](Impl& i) { i.missed(no_thread(i.page.shown)); });
  }
}

void SiteSource::set_demand(Demand demand) {
  std::lock_guard lock(impl_->mutex);
  impl_->demand = demand;
  if (impl_->playing) impl_->playing->source->set_demand(demand);
}
void SiteSource::set_frame_rate(double capture_fps) {
  std::lock_guard lock(impl_->mutex);
  impl_->capture_fps = capture_fps;
  if (impl_->playing) impl_->playing->source->set_frame_rate(capture_fps);
}

Source::Pulse SiteSource::pulse() const {
  std::lock_guard lock(impl_->mutex);
  if (!impl_->playing) return {};
  Pulse out = impl_->playing->source->pulse();
  out.pictures += impl_->pictures_before;
  return out;
}

SourceFacts SiteSource::facts() const {
  const auto play = impl_->now();
  return play ? play->source->facts() : SourceFacts{};
}

bool SiteSource::has_video(VideoForm form) const {
  const auto play = impl_->now();
  return play && play->source->has_video(form);
}

std::optional<Playback> SiteSource::playback() const {
  const auto play = impl_->now();
  return play ? play->source->playback() : std::nullopt;
}
void SiteSource::play(const PlaybackWish& wish) {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->wished.add({.paused = wish.paused, .position = {}, .loop = wish.loop});
  }
  if (const auto play = impl_->now()) play->source->play(wish);
}

}  // namespace np
