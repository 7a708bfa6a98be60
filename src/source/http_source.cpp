#include "source/http_source.hpp"

#include <gst/gst.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/format.hpp"
#include "base/gst_init.hpp"
#include "base/gst_ptr.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/worker_thread.hpp"
#include "net/http_client.hpp"
#include "source/address.hpp"
#include "source/gst_source.hpp"
#include "source/hls/hls_playlist.hpp"
#include "source/mjpeg_parser.hpp"
#include "source/pictures/picture_bytes.hpp"
#include "source/pictures/sample_tap.hpp"
#include "source/rate_meter.hpp"
#include "source/reasons.hpp"
#include "source/site_source.hpp"
#include "source/site_video.hpp"
#include "source/source_connection.hpp"
#include "video/coded_size.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxHead = 16u << 10;  // bytes
constexpr std::size_t kMaxHeld = 32u << 20;  // bytes
constexpr std::size_t kToRecognise = 512;    // bytes, where as many come
constexpr Duration kTellAtMostEvery = std::chrono::seconds(1);

bool is_web_page(const std::string& type, std::string_view first_bytes) {
  const auto begin = first_bytes.find_first_not_of(" \t\r\n");
  const std::string start = begin == first_bytes.npos ? "" : lower(first_bytes.substr(begin, 15));
  return (type.contains("html") && start.starts_with('<')) || start.starts_with("<html") ||
         start.starts_with("<!doctype html");
}

// Nothing where it is none.
std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

// A picture as a buffer of GStreamer's, not copied; `held` counts its bytes for as long as anybody has it.
struct HeldPicture {
  PictureBytes jpeg;
  std::shared_ptr<std::atomic<std::size_t>> held;

  static GstBuffer* as_buffer(PictureBytes jpeg, std::shared_ptr<std::atomic<std::size_t>> held) {
    *held += jpeg.size();
    auto* own = new HeldPicture{std::move(jpeg), std::move(held)};
    return gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, own->jpeg.data(), own->jpeg.size(), 0,
                                       own->jpeg.size(), own, let_go);
  }
  static void let_go(gpointer p) {
    auto* own = static_cast<HeldPicture*>(p);
    *own->held -= own->jpeg.size();
    delete own;
  }
};

// Plays what is no MJPEG. It is made on the loop, where the source that wanted it may be gone by then.
struct Inner {
  std::mutex mutex;
  bool closed = false;
  Demand demand;
  double capture_fps = 0;
  std::unique_ptr<Source> source;
};

}  // namespace

struct HttpSource::Impl {
  enum class Content { kUnknown, kMjpeg, kPlaylist, kPage, kOther };

  Loop& loop;
  const SourceSpec spec;
  const SourceOptions options;
  FrameSink& sink;
  const NamedBy named_by;
  SampleTap tap;
  HttpClient client;
  std::shared_ptr<const Listener> listener;
  std::shared_ptr<std::atomic<bool>> open_for_news = std::make_shared<std::atomic<bool>>(true);
  std::shared_ptr<std::atomic<std::size_t>> held = std::make_shared<std::atomic<std::size_t>>(0);
  std::shared_ptr<Inner> inner = std::make_shared<Inner>();
  // The thread's own.
  bool answered = false;
  bool flowing = false;
  std::optional<Error> refusal;         // ours, about what has come
  std::string content_type;             // of the answer
  std::string type;                     // the same in lower case
  std::string first_bytes;              // until it is known what they are
  std::optional<std::uint64_t> length;  // of the answer, where one is told that can be true
  std::uint64_t received = 0;
  WebContent web;
  Content content = Content::kUnknown;
  std::optional<MjpegParser> parser;
  std::uint64_t pictures = 0;
  RateMeter rate;
  SourceInfo info{.kind = "mjpeg", .codec = "JPEG", .live = true};
  bool info_changed = true;
  TimePoint told_at;
  GstCapsPtr caps;
  WorkerThread thread{"source", 1};  // last: uses all of the above

  Impl(Loop& l, SourceSpec s, const SourceOptions& o, FrameSink& f, NamedBy n)
      : loop(l), spec(std::move(s)), options(o), sink(f), named_by(n), tap(o, f) {
    inner->capture_fps = options.capture_fps;
  }

  ~Impl() {
    open_for_news->store(false);
    tap.close();
    client.cancel();
    std::unique_ptr<Source> closing;
    std::lock_guard lock(inner->mutex);
    inner->closed = true;
    closing = std::move(inner->source);
  }

  template <typename F>
  void tell(F f) {
    loop.post([listener = listener, open = open_for_news, f = std::move(f)] {
      if (open->load()) f(*listener);
    });
  }

  void run() {
    try {
      init_gstreamer();
      read();
    } catch (const Error& e) {
      end(e);
    } catch (const std::exception& e) {
      end(Error(ErrorKind::kInternal, np::format("{} cannot be played: {}.", spec.shown, e.what())));
    }
  }

  void end(const Error& why) {
    tap.finish([this, why] { tell([why](const Listener& l) { l.on_ended(why); }); });
  }

  void read() {
    const Duration answer_limit = options.answer_timeout > Duration::zero()
                                      ? std::min(options.answer_timeout, options.open_timeout)
                                      : options.open_timeout;
    const HttpRequest request{
        .url = spec.text,
        .follow_redirects = true,
        .wait_for_challenge = true,
        .local_addresses = named_by == NamedBy::kSite ? LocalAddresses::kRefused : LocalAddresses::kAsTheFirst,
        .ignore_length = true,
        .connect_limit = answer_limit,
        .first_byte_limit = {},
        .silence_limit = {},
        .total_limit = answer_limit,
        .head_limit = kMaxHead};
    try {
      client.exchange(
          request, [this](const HttpHead& head) { return take_head(head); },
          [this](std::string_view piece) { return take_piece(piece); });
    } catch (const Error& e) {
      if (e.kind() == ErrorKind::kTimeout)
        throw answered ? opening_took_too_long(spec.shown, to_seconds(options.open_timeout))
                       : no_answer(spec.shown, to_seconds(answer_limit));
      if (pictures > 0) throw connection_ended(spec.shown);
      throw http_error(e, spec.shown);
    }
    if (content == Content::kUnknown && !refusal) recognise(true);
    if (refusal) throw *refusal;
    if (content != Content::kMjpeg) return hand_over();
    if (pictures == 0) throw nothing_there(spec.shown);
    throw pictures == 1 && !parser->multipart() ? one_picture(spec.shown) : connection_ended(spec.shown);
  }

  bool take_head(const HttpHead& head) {
    if (head.status < 200 || head.status >= 300) {
      refusal = refused_with(head.status, spec.shown, has_credentials(spec.text));
      return false;
    }
    answered = true;
    tell([](const Listener& l) {
      if (l.on_answered) l.on_answered();
    });
    client.limit_total(options.open_timeout);
    content_type = head.header("content-type");
    type = lower(content_type);
    web.address = web_address(spec.text, head.url);
    web.local = head.local;
    web.in_parts = lower(head.header("accept-ranges")).contains("bytes");
    if (!type.starts_with("multipart/")) length = whole_number(head.header("content-length"));
    return length != 0;
  }

  bool take_piece(std::string_view piece) {
    if (!std::exchange(flowing, true))
      tell([](const Listener& l) {
        if (l.on_flowing) l.on_flowing();
      });
    received += piece.size();
    const bool more = !length || received < *length;
    if (content == Content::kMjpeg) return parse(piece) && more;
    first_bytes += piece;
    recognise(false);
    if (content != Content::kMjpeg) return content == Content::kUnknown && !refusal && more;
    return parse(std::exchange(first_bytes, {})) && more;
  }

  // `complete`: no more bytes will come.
  void recognise(bool complete) {
    std::optional<bool> mjpeg = looks_like_mjpeg(first_bytes);
    if (type.starts_with("multipart/") || type.starts_with("image/jpeg") || type.starts_with("image/jpg")) mjpeg = true;
    if (complete && first_bytes.empty()) {
      refusal = nothing_there(spec.shown);
    } else if (const auto size = picture_file_size(first_bytes);
               size && is_too_large(size->width, size->height, picture_file_type(first_bytes))) {
      refusal = too_large(spec.shown, size->width, size->height, picture_file_type(first_bytes));
    } else if (mjpeg && *mjpeg) {
      content = Content::kMjpeg;
      parser.emplace(content_type, [this](MjpegParser::Picture picture) { show(std::move(picture)); });
    } else if (const auto list = looks_like_hls(first_bytes); list && *list) {
      content = Content::kPlaylist;
      web.playlist = true;
    } else if (complete || (mjpeg && list && first_bytes.size() >= kToRecognise)) {
      content = Content::kOther;
      const std::string_view picture = unsupported_picture_kind(first_bytes);
      const std::string_view other_list = unsupported_list_kind(first_bytes);
      if (is_web_page(type, first_bytes) && named_by == NamedBy::kUser && may_be_site(spec.text))
        content = Content::kPage;
      else if (is_web_page(type, first_bytes))
        refusal = web_page(spec.shown);
      else if (!picture.empty())
        refusal = unsupported_picture(spec.shown, picture);
      else if (!other_list.empty())
        refusal = unsupported_list(spec.shown, other_list);
    }
  }

  bool parse(std::string_view bytes) {
    // Pictures that are complete and still wait come first: the one under way is dropped.
    if (*held + parser->held() + bytes.size() > kMaxHeld) {
      log::debug("A picture of {} was left out, as those before it are still held.", spec.shown);
      parser->drop();
    }
    const auto verdict = parser->feed(bytes);
    if (verdict == MjpegParser::Verdict::kOtherParts)
      refusal = other_parts(spec.shown, parser->other_type());
    else if (verdict != MjpegParser::Verdict::kGood)
      refusal = no_mjpeg(verdict, spec.shown);
    return !refusal;
  }

  void show(MjpegParser::Picture picture) {
    const TimePoint now = Clock::now();
    if (pictures++ == 0) client.limit_total({});
    learn(picture.size, now);
    GstBuffer* buffer = HeldPicture::as_buffer(std::move(picture.jpeg), held);
    GstSample* sample = gst_sample_new(buffer, caps.get(), nullptr, nullptr);
    gst_buffer_unref(buffer);
    tap.push({.gst = std::shared_ptr<GstSample>(sample, gst_sample_unref), .captured_at = now, .live = true});
    // If a sender's pictures change all the time, not every change is told.
    if (!info_changed || (pictures > 1 && now - told_at < kTellAtMostEvery)) return;
    info_changed = false;
    told_at = now;
    tell([info = info](const Listener& l) { l.on_opened(info); });
  }

  void learn(PictureSize size, TimePoint now) {
    const bool other_size = size.width != info.width || size.height != info.height;
    if (!rate.add(now) && !other_size) return;
    info.width = size.width;
    info.height = size.height;
    info.fps = rate.fps();
    info_changed = true;
    caps.reset(
        gst_caps_new_simple("image/jpeg", "width", G_TYPE_INT, size.width, "height", G_TYPE_INT, size.height, nullptr));
    int numerator = 0, denominator = 1;
    gst_util_double_to_fraction(info.fps, &numerator, &denominator);
    if (numerator > 0) gst_caps_set_simple(caps.get(), "framerate", GST_TYPE_FRACTION, numerator, denominator, nullptr);
  }

  void hand_over() {
    loop.post([inner = inner, listener = listener, &loop = loop, &sink = sink, spec = spec, how = options, web = web,
               page = content == Content::kPage]() mutable {
      std::lock_guard lock(inner->mutex);
      if (inner->closed) return;
      how.capture_fps = inner->capture_fps;
      if (page)
        inner->source = std::make_unique<SiteSource>(loop, std::move(spec), how, sink, web.local);
      else
        inner->source = std::make_unique<GstSource>(
            loop, std::make_unique<SourceConnection>(std::move(spec), how, std::move(web)), sink);
      inner->source->set_demand(inner->demand);
      inner->source->start({.on_flowing = listener->on_flowing,
                            .on_opened = listener->on_opened,
                            .on_ended = listener->on_ended,
                            .on_playback = listener->on_playback});
    });
  }
};

HttpSource::HttpSource(Loop& loop, SourceSpec spec, const SourceOptions& options, FrameSink& sink, NamedBy named_by)
    : impl_(std::make_unique<Impl>(loop, std::move(spec), options, sink, named_by)) {}
HttpSource::~HttpSource() = default;

void HttpSource::start(Listener listener) {
  impl_->listener = std::make_shared<const Listener>(std::move(listener));
  (void)impl_->thread.post([impl = impl_.get()] { impl->run(); });
}

void HttpSource::set_demand(Demand demand) {
  impl_->tap.set_demand(demand);
  std::lock_guard lock(impl_->inner->mutex);
  impl_->inner->demand = demand;
  if (impl_->inner->source) impl_->inner->source->set_demand(demand);
}

void HttpSource::set_frame_rate(double capture_fps) {
  impl_->tap.set_frame_rate(capture_fps);
  std::lock_guard lock(impl_->inner->mutex);
  impl_->inner->capture_fps = capture_fps;
  if (impl_->inner->source) impl_->inner->source->set_frame_rate(capture_fps);
}

Source::Pulse HttpSource::pulse() const {
  std::lock_guard lock(impl_->inner->mutex);
  return impl_->inner->source ? impl_->inner->source->pulse() : impl_->tap.pulse();
}

SourceFacts HttpSource::facts() const {
  std::lock_guard lock(impl_->inner->mutex);
  return impl_->inner->source ? impl_->inner->source->facts() : SourceFacts{};
}

bool HttpSource::has_video(VideoForm form) const {
  std::lock_guard lock(impl_->inner->mutex);
  return impl_->inner->source ? impl_->inner->source->has_video(form) : impl_->tap.has_video(form);
}

std::optional<Playback> HttpSource::playback() const {
  std::lock_guard lock(impl_->inner->mutex);
  return impl_->inner->source ? impl_->inner->source->playback() : std::nullopt;
}

void HttpSource::play(const PlaybackWish& wish) {
  std::lock_guard lock(impl_->inner->mutex);
  if (impl_->inner->source) impl_->inner->source->play(wish);
}

}  // namespace np
