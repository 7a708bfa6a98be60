#include "source/source_connection.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/gst_init.hpp"
#include "rtmp/stream.hpp"
#include "source/arriving/arriving_file.hpp"
#include "source/file_check.hpp"
#include "source/listening_check.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"
#include "source/rtsp/rtsp_relay.hpp"

namespace np {
namespace {

SourceSpec sent_already(SourceSpec spec) {
  spec.listens = false;
  return spec;
}

}  // namespace

SourceConnection::SourceConnection(SourceSpec spec, const SourceOptions& options, WebContent content)
    : spec_(std::move(spec)), options_(options), content_(std::move(content)) {}
SourceConnection::SourceConnection(SourceSpec spec, const SourceOptions& options,
                                   std::shared_ptr<rtmp::Stream> published)
    : spec_(sent_already(std::move(spec))), options_(options), published_(std::move(published)) {}
SourceConnection::~SourceConnection() = default;

void SourceConnection::open() {
  if (const auto arriving = arriving_file(); arriving && !arriving->can_begin()) throw still_arrives();
  check_source(where_it_is());
  if (spec_.listens && !options_.after_break) check_listening(spec_);
  init_gstreamer();
  if (spec_.kind == "rtsp") greet(answer_limit());
  if (!content_.playlist) return;
  HlsReader::Options how = playlist_at(content_.address);
  how.begin_at = options_.begin_at;
  playlist_.emplace(std::move(how));
}

// An upload has its own name once all of it is there.
SourceSpec SourceConnection::where_it_is() const {
  SourceSpec out = spec_;
  if (spec_.kind == "file")
    if (const auto at = arriving_at(spec_.path)) out.path = *at;
  return out;
}

std::unique_ptr<ArrivingFile> SourceConnection::arriving_file() const {
  return spec_.kind == "file" ? ArrivingFile::open(where_it_is().path) : nullptr;
}

Error SourceConnection::still_arrives() const {
  return Error(ErrorKind::kUnavailable, np::format(messages::kStillArrives, spec_.shown));
}

void SourceConnection::greet(Duration limit) {
  auto fresh = std::make_unique<RtspRelay>(spec_);
  {
    std::lock_guard lock(mutex_);
    relay_ = std::move(fresh);
    if (stopped_) relay_->cancel();
  }
  relay_->connect(limit);
}

MediaPipeline::Options SourceConnection::connect(const Way& way) {
  if (spec_.kind == "rtsp" && !relay_) greet(options_.open_timeout);
  std::shared_ptr<ArrivingFile> arriving = arriving_file();
  if (arriving && !arriving->can_begin()) throw still_arrives();
  return {.spec = where_it_is(),
          .arriving = std::move(arriving),
          .address = relay_ ? relay_->serve() : content_.address,
          .playlist = playlist(),
          .published = published_,
          .over_tcp = way.over_tcp,
          .sound = options_.sound && way.sound};
}

void SourceConnection::close() {
  std::unique_lock lock(mutex_);
  const auto closing = std::move(relay_);
  lock.unlock();
}

void SourceConnection::stop(bool cut) {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  if (relay_ && cut) relay_->cancel();
}

void SourceConnection::reset_on_close() {
  std::lock_guard lock(mutex_);
  if (relay_) relay_->reset_on_close();
}

SourceConnection::Way SourceConnection::first_way() const {
  return {.over_tcp = options_.rtsp_transport != RtspTransport::kUdp};
}

std::optional<SourceConnection::Way> SourceConnection::next_way(const Way& failed, const Error& why,
                                                                bool sound_offered) const {
  const bool refused = why.kind() == ErrorKind::kUnsupported || why.kind() == ErrorKind::kUnavailable;
  if (spec_.kind != "rtsp" || !refused) return std::nullopt;
  // Some cameras refuse everything where only their sound cannot be had. Others, as VLC, send beside the connection
  // only. They say so in many ways.
  if (failed.sound && sound_offered) return Way{.over_tcp = failed.over_tcp, .sound = false};
  if (failed.over_tcp && options_.rtsp_transport == RtspTransport::kAuto) return Way{.over_tcp = false};
  return std::nullopt;
}

bool SourceConnection::awaits_sender() const { return spec_.listens || spec_.kind == "srt"; }

Duration SourceConnection::answer_limit() const {
  return options_.answer_timeout > Duration::zero() ? options_.answer_timeout : options_.open_timeout;
}

std::optional<HlsReader::Sound> SourceConnection::sound_apart() const {
  return playlist_ && options_.sound ? playlist_->sound() : std::nullopt;
}

HlsReader::Options SourceConnection::playlist_at(std::string url) const {
  return {
      .url = std::move(url), .shown = spec_.shown, .local = content_.local, .loops = options_.loop && options_.paced};
}

Error SourceConnection::why_nothing_came(bool flowing) const {
  if (const auto why = relay_ ? relay_->failure() : std::nullopt) return *why;
  if (!flowing && awaits_sender()) return no_sender(spec_.shown, to_seconds(answer_limit()));
  return opening_took_too_long(spec_.shown, to_seconds(options_.open_timeout));
}

std::optional<Error> SourceConnection::why_ended() const {
  if (const auto why = relay_ ? relay_->failure() : std::nullopt) return why;
  return awaits_sender() ? std::optional(sender_gone(spec_)) : std::nullopt;
}

std::optional<Error> SourceConnection::why_failed(const Error& error, bool shown, bool flowing) const {
  if (const auto why = relay_ ? relay_->failure() : std::nullopt) return why;
  return awaits_sender() && !shown ? std::optional(failed_to_begin(error, spec_, flowing)) : std::nullopt;
}

// A publisher has to be told what he can change about it.
Error SourceConnection::told(const Error& why) const {
  if (!published_) return why;
  if (!published_->has_video())
    return Error(ErrorKind::kUnsupported, np::format(messages::kPublisherSendsNoVideo, spec_.shown));
  if (why.kind() == ErrorKind::kUnsupported || why.kind() == ErrorKind::kTimeout) return why;
  return Error(ErrorKind::kUnsupported, np::format(messages::kNotFromSender, spec_.shown, "H.264"));
}

}  // namespace np
