#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "base/log.hpp"
#include "channel/source_listener.hpp"
#include "commentary/step_reader.hpp"
#include "http/api/status_json.hpp"
#include "http/api/wire.hpp"
#include "http/streams/streams.hpp"

namespace np::http {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
// Without permessage-deflate.
using Socket = websocket::stream<Connection&, false>;

constexpr std::size_t kMaxMessage = 4096;
constexpr int kSendBuffer = 32 << 10;
constexpr Duration kFactsBefore = std::chrono::milliseconds(500);

bool changes_status(const Happening& what) {
  return std::holds_alternative<SourceChanged>(what) || std::holds_alternative<SettingsChanged>(what) ||
         std::holds_alternative<RoomChanged>(what) || std::holds_alternative<PlaybackChanged>(what);
}

// Tells of each picture that the viewer of this name was sent, for as long as it lives.
class ViewerNews {
 public:
  ViewerNews(Viewers& viewers, const std::string& name, std::function<void()> on_picture)
      : viewers_(viewers), name_(name) {
    if (!name_.empty()) viewers_.listen(name_, this, std::move(on_picture));
  }
  ~ViewerNews() { viewers_.end_listening(name_, this); }
  ViewerNews(const ViewerNews&) = delete;

 private:
  Viewers& viewers_;
  const std::string& name_;
};

// One tab of the page: a writer, run by the caller, and a reader beside it.
class Live {
 public:
  Live(Core& core, Connection& connection, Signal& signal) : core_(core), signal_(signal), socket_(connection) {}

  asio::awaitable<void> run(const Request& request, BeastRequest raw);

 private:
  asio::awaitable<void> read();
  asio::awaitable<void> write(const Request& request);
  asio::awaitable<void> send(std::string_view message);
  asio::awaitable<void> send_text(std::string_view text);
  asio::awaitable<void> send_sound(const AudioStream::Block& block, bool of_source);
  asio::awaitable<void> send_status(std::string_view name);
  void hear(bool on);
  void hear_source(LiveWish::SourceSound how);
  void see_facts(bool on);
  std::optional<std::string> next_of_facts();

  Core& core_;
  Signal& signal_;
  Socket socket_;
  bool gone_ = false;
  websocket::close_reason goodbye_{websocket::close_code::going_away};

  std::optional<Counted> counted_;
  std::unique_ptr<AudioStream::Listener> listener_;
  std::optional<MissedBlocks> missed_;
  bool was_silent_ = true;
  std::optional<Counted> counted_source_;
  std::optional<SourceListener> source_;
  bool source_was_silent_ = true;

  Role reader_ = Role::kNobody;
  std::string viewer_;
  std::unique_ptr<FactsFeed::Reader> facts_;
  FactsWriter facts_writer_;
  std::optional<TimePoint> picture_told_;
};

void Live::hear(bool on) {
  if (on == (listener_ != nullptr)) return;
  listener_.reset();
  counted_.reset();
  if (auto* audio = core_.show.audio(); on && audio) {
    listener_ = audio->listen([this] { signal_.notify(); });
    counted_.emplace(core_.audience.listeners);
    missed_.emplace(core_.sound_missed);
    was_silent_ = true;
  }
}

void Live::hear_source(LiveWish::SourceSound how) {
  const bool on = how != LiveWish::SourceSound::kOff && core_.show.source_sound();
  const bool ducked = how == LiveWish::SourceSound::kDuck;
  if (!on) {
    source_.reset();
    counted_source_.reset();
  } else if (source_) {
    source_->set_ducked(ducked);
  } else {
    source_.emplace(core_.loop, core_.show, ducked, core_.seen_by(viewer_));
    counted_source_.emplace(core_.audience.listeners);
    source_was_silent_ = true;
  }
  signal_.notify();
}

void Live::see_facts(bool on) {
  if (on == (facts_ != nullptr)) return;
  facts_.reset();
  picture_told_.reset();
  facts_writer_ = {};
  // A picture that is shown late needs the facts of the moment when it was taken.
  const TimePoint from = core_.loop.now() - core_.show.delay() - kFactsBefore;
  if (on) facts_ = core_.show.facts().read(from, [this] { signal_.notify(); });
}

// Facts come as soon as there are any, ahead of a picture that is shown late, so that the program that draws them knows
// the next ones. It then has to be told which picture it sees.
std::optional<std::string> Live::next_of_facts() {
  if (!facts_) return std::nullopt;
  while (const FactsPtr facts = facts_->next())
    if (const auto json = facts_writer_.json(*facts)) return live_text("facts", *json);
  const auto shown = core_.viewers.shown(viewer_);
  if (shown == picture_told_) return std::nullopt;
  picture_told_ = shown;
  return shown ? std::optional(live_picture(*shown)) : std::nullopt;
}

asio::awaitable<void> Live::read() {
  beast::flat_buffer buffer;
  for (;;) {
    co_await socket_.async_read(buffer, asio::use_awaitable);
    const auto wish = parse_live_wish({static_cast<const char*>(buffer.data().data()), buffer.size()});
    buffer.clear();
    if (!wish) {
      goodbye_ = {websocket::close_code::policy_error, wish.error()};
      co_return;
    }
    if (wish->audio) hear(*wish->audio);
    if (wish->source_sound) hear_source(*wish->source_sound);
    if (wish->seen) core_.viewers.saw(viewer_, *wish->seen, core_.loop.now());
    if (wish->facts) {
      see_facts(*wish->facts);
      signal_.notify();
    }
  }
}

asio::awaitable<void> Live::send(std::string_view message) {
  auto& connection = socket_.next_layer();
  connection.expires_after(core_.limits.write_time);
  co_await socket_.async_write(asio::buffer(message), asio::use_awaitable);
  connection.never_expires();
  core_.bytes_sent.add(static_cast<double>(message.size()));
}

asio::awaitable<void> Live::send_text(std::string_view text) {
  socket_.text(true);
  co_await send(text);
}

asio::awaitable<void> Live::send_sound(const AudioStream::Block& block, bool of_source) {
  if (!of_source) missed_->saw(block);
  bool& was_silent = of_source ? source_was_silent_ : was_silent_;
  const bool worth_sending = !block.silent || !was_silent;
  was_silent = block.silent;
  if (!worth_sending) co_return;
  socket_.binary(true);
  co_await send(live_sound(block, of_source));
}

asio::awaitable<void> Live::send_status(std::string_view name) {
  co_await send_text(live_text(name, status_json(core_.house.report(), core_.show.report(), core_.audience, reader_)));
}

asio::awaitable<void> Live::write(const Request& request) {
  reader_ = request.role;
  viewer_ = request.parameter(kViewer).value_or("");
  const ViewerNews news(core_.viewers, viewer_, [this] { signal_.notify(); });
  StepReader reader(core_.show.events().read(resume_point(request), [this] { signal_.notify(); }),
                    [&](TimePoint captured_at) {
                      return core_.viewers.until_shown(viewer_, captured_at, core_.loop.now())
                          .value_or(core_.show.until_shown(captured_at));
                    });
  co_await send_status("hello");
  if (wants_facts(request)) see_facts(true);
  TimePoint status_at = core_.loop.now() + core_.limits.live_status;
  while (!gone_) {
    if (reader.lost()) {
      core_.readers_lost.add();
      log::warn("A page was too slow for the commentary and is closed; it can come back and catch up.");
      goodbye_ = {websocket::close_code::try_again_later, "Too slow: connect again to catch up."};
      co_return;
    }
    if (const auto event = reader.next()) {
      co_await send_text(live_text(*event, reader_, reader.is_past(*event)));
      if (changes_status(event->what)) status_at = core_.loop.now();
      continue;
    }
    if (const auto block = listener_ ? listener_->next() : nullptr) {
      co_await send_sound(*block, false);
      continue;
    }
    if (const auto block = source_ ? source_->next() : std::nullopt) {
      co_await send_sound(*block, true);
      continue;
    }
    if (const auto message = next_of_facts()) {
      co_await send_text(*message);
      continue;
    }
    if (core_.loop.now() >= status_at) {
      co_await send_status("status");
      status_at = core_.loop.now() + core_.limits.live_status;
      continue;
    }
    TimePoint until = source_ ? std::min(status_at, source_->due()) : status_at;
    if (const Duration wait = reader.wait(); wait != Duration::max()) until = std::min(until, core_.loop.now() + wait);
    co_await signal_.wait(until);
  }
}

asio::awaitable<void> Live::run(const Request& request, BeastRequest raw) {
  auto& connection = socket_.next_layer();
  connection.never_expires();  // Beast has a time limit of its own for reading
  connection.set_send_buffer(kSendBuffer);
  socket_.set_option(websocket::stream_base::timeout{core_.limits.request_time, core_.limits.live_idle, true});
  socket_.read_message_max(kMaxMessage);
  socket_.auto_fragment(false);
  co_await socket_.async_accept(raw, asio::use_awaitable);

  asio::co_spawn(connection.get_executor(), read(), [this](std::exception_ptr) {
    gone_ = true;
    signal_.notify();
  });
  std::exception_ptr failed;
  try {
    co_await write(request);
  } catch (...) {
    failed = std::current_exception();
  }
  if (connection.is_open()) {
    ErrorCode ec;
    connection.expires_after(std::chrono::seconds(1));
    co_await socket_.async_close(goodbye_, asio::redirect_error(asio::use_awaitable, ec));
  }
  connection.close();
  while (!gone_) co_await signal_.wait();
  if (failed) std::rethrow_exception(failed);
}

}  // namespace

asio::awaitable<void> run_live(Core& core, Connection& connection, Signal& signal, const Request& request,
                               BeastRequest raw) {
  Live live(core, connection, signal);
  co_await live.run(request, std::move(raw));
}

}  // namespace np::http
