#include "source/hls/hls_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "source/address.hpp"
#include "source/hls/hls_cipher.hpp"
#include "source/messages.hpp"
#include "source/mpeg_time.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

constexpr std::uint64_t kMaxPlaylist = 8u << 20;  // bytes
constexpr std::uint64_t kMaxPiece = 64u << 20;    // bytes
constexpr std::uint64_t kMaxKey = 4096;           // bytes
constexpr std::size_t kLarge = 1u << 20;          // bytes
constexpr std::size_t kMaxKeys = 64;
constexpr int kPiecesFromLive = 3;  // so far behind the end of a live one its pictures begin
// Requests to a server: so many at once, and so many a second for long.
constexpr double kMaxTurns = 30;
constexpr double kTurnsPerSecond = 3;
constexpr Duration kReloadSoonest = std::chrono::milliseconds(500);
constexpr Duration kTryAgainAfter = std::chrono::milliseconds(500);
// A packager may lose some; a server that has none of them has lost the stream.
constexpr int kMostMissing = 5;
// The network is too slow for this quality where fetching takes nearly as long as showing, twice.
constexpr double kSlow = 0.9;
constexpr int kMostSlow = 2;
// What the page shows and a network carries; of more only where there is no less.
constexpr std::int64_t kEnoughPixels = 1920 * 1088;

struct Cancelled {};

// The best that is not more than enough, then the others from small to large.
bool better(const HlsVariant& a, const HlsVariant& b) {
  const bool enough_a = a.pixels <= kEnoughPixels, enough_b = b.pixels <= kEnoughPixels;
  if (enough_a != enough_b) return enough_a;
  return enough_a ? a.bits_per_s > b.bits_per_s : a.pixels < b.pixels;
}

// Large ones get all the room there can be at once: memory is taken as it is written to, and never held twice.
void append(std::string& all, std::string_view piece, std::uint64_t limit) {
  if (const std::size_t needed = all.size() + piece.size(); needed > all.capacity() && needed > kLarge)
    all.reserve(limit);
  all += piece;
}

}  // namespace

HlsReader::HlsReader(Options options)
    : options_(std::move(options)), turns_(kMaxTurns), turns_at_(Clock::now()), lap_(options_.lap) {}

void HlsReader::cancel() {
  {
    std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  cancelled_changed_.notify_all();
  client_.cancel();
}

void HlsReader::wait(Duration duration) {
  std::unique_lock lock(mutex_);
  if (cancelled_changed_.wait_for(lock, std::max(duration, Duration::zero()), [this] { return cancelled_; }))
    throw Cancelled{};
}

void HlsReader::take_turn() {
  const TimePoint now = Clock::now();
  turns_ = std::min(kMaxTurns, turns_ + kTurnsPerSecond * to_seconds(now - std::exchange(turns_at_, now)));
  if (turns_ < 1) wait(from_seconds((1 - turns_) / kTurnsPerSecond));
  --turns_;
}

HlsReader::Fetched HlsReader::fetch(const HlsPlace& place, std::uint64_t limit) {
  if (place.url.empty()) throw leads_elsewhere(options_.shown);
  take_turn();
  HttpRequest request{.url = place.url,
                      .follow_redirects = true,
                      .wait_for_challenge = true,
                      .local_addresses = options_.local ? LocalAddresses::kAllowed : LocalAddresses::kRefused,
                      .keep_cookies = true,
                      .first_byte_limit = std::chrono::seconds(10),
                      .silence_limit = std::chrono::seconds(5),
                      .head_limit = 64u << 10,
                      .body_limit = limit};
  if (place.offset)
    request.headers.emplace_back("Range", np::format("bytes={}-{}", *place.offset,
                                                     *place.offset + std::max<std::uint64_t>(place.length, 1) - 1));
  Fetched out;
  std::uint64_t skip = 0;
  try {
    client_.exchange(
        request,
        [&](const HttpHead& head) {
          out.status = head.status;
          out.url = head.url;
          if (place.offset && head.status == 200) skip = *place.offset;  // the server has ignored the range
          return head.status >= 200 && head.status < 300;
        },
        [&](std::string_view piece) {
          const auto skipped = std::min<std::uint64_t>(skip, piece.size());
          skip -= skipped;
          append(out.bytes, piece.substr(skipped), limit);
          if (!place.offset || out.bytes.size() < place.length) return true;
          out.bytes.resize(place.length);
          return false;
        });
  } catch (const Error& e) {
    throw http_error(e, options_.shown);
  }
  return out;
}

HlsPlaylist HlsReader::load(const std::string& url) {
  const Fetched fetched = fetch({.url = url, .offset = {}, .length = 0}, kMaxPlaylist);
  if (fetched.status < 200 || fetched.status >= 300)
    throw refused_with(fetched.status, options_.shown, has_credentials(options_.url));
  auto playlist = parse_hls(fetched.bytes, fetched.url.empty() ? url : fetched.url);
  if (!playlist) throw not_a_video(options_.shown);
  if (playlist->locked && playlist->pieces.size() > 0 && !playlist->pieces.front().key)
    throw copy_protected(options_.shown);
  return std::move(*playlist);
}

void HlsReader::choose() {
  HlsPlaylist first = load(options_.url);
  if (first.variants.empty()) {
    url_ = options_.url;
    if (first.pieces.empty() && first.complete) throw nothing_there(options_.shown);
    std::lock_guard lock(playlist_mutex_);
    playlist_ = std::move(first);
  } else {
    const bool elsewhere = first.elsewhere;
    std::erase_if(first.variants, [](const HlsVariant& v) { return !v.pictures || v.url.empty(); });
    if (first.variants.empty()) throw elsewhere ? leads_elsewhere(options_.shown) : no_video(options_.shown);
    variants_ = std::move(first.variants);
    std::ranges::stable_sort(variants_, better);
    std::optional<Error> why;
    while (!variants_.empty()) {
      try {
        if (load_variant(0)) break;
      } catch (const Error& e) {
        // A server that does not answer at all will not answer the next request either.
        if (e.kind() == ErrorKind::kRefused || e.kind() == ErrorKind::kTimeout) throw;
        if (!why) why = e;
      }
      variants_.erase(variants_.begin());
    }
    if (variants_.empty()) throw why.value_or(not_a_video(options_.shown));
  }
  loaded_at_ = Clock::now();
  place_at_begin();
}

bool HlsReader::load_variant(std::size_t which) {
  HlsPlaylist loaded = load(variants_[which].url);
  if (!loaded.variants.empty() || (loaded.pieces.empty() && loaded.complete)) return false;
  url_ = variants_[which].url;
  std::lock_guard lock(playlist_mutex_);
  playlist_ = std::move(loaded);
  if (!variants_[which].sound.empty()) sound_ = {variants_[which].sound, variants_[which].codecs};
  return true;
}

// Another quality, where the one in use is no good.
bool HlsReader::drop_variant() {
  while (variants_.size() > 1) {
    variants_.erase(variants_.begin());
    try {
      if (load_variant(0)) {
        missing_in_a_row_ = slow_in_a_row_ = 0;
        return true;
      }
    } catch (const Error& e) {
      log::debug("{}: another quality: {}", options_.shown, e.message());
    }
  }
  return false;
}

void HlsReader::place_at_begin() {
  const auto& pieces = playlist_->pieces;
  number_ = pieces.empty() ? 0 : pieces.front().number;
  Duration at{};
  if (playlist_->complete) {
    for (const HlsPiece& piece : pieces) {
      number_ = piece.number;
      if ((at += piece.length) > options_.begin_at) return;
    }
    if (!pieces.empty()) number_ = pieces.front().number;
    return;
  }
  if (!pieces.empty() && options_.begin_number >= number_ && options_.begin_number <= pieces.back().number) {
    number_ = options_.begin_number;
    return;
  }
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
    number_ = piece->number;
    if ((at += piece->length) >= kPiecesFromLive * playlist_->target) return;
  }
}

void HlsReader::reload(const std::function<bool()>& showing) {
  for (;;) {
    const Duration pause = std::max(kReloadSoonest, changed_ ? playlist_->target : playlist_->target / 2);
    wait(loaded_at_ + pause - Clock::now());
    loaded_at_ = Clock::now();
    try {
      HlsPlaylist fresh = load(url_);
      const auto newest = [](const HlsPlaylist& p) { return p.pieces.empty() ? 0 : p.pieces.back().number; };
      changed_ = newest(fresh) != newest(*playlist_) || fresh.complete;
      {
        std::lock_guard lock(playlist_mutex_);
        playlist_ = std::move(fresh);
      }
      if (playlist_->pieces.empty()) return;
      // The sender has begun anew, or we have fallen behind.
      if (newest(*playlist_) + 1 < number_ || playlist_->pieces.front().number > number_) {
        place_at_begin();
        jumped_ = true;
      }
      return;
    } catch (const Error& e) {
      changed_ = true;
      if (e.kind() == ErrorKind::kNotFound && drop_variant()) return;
      if (!showing()) throw;
    }
  }
}

const HlsPiece* HlsReader::upcoming() const {
  for (const HlsPiece& piece : playlist_->pieces)
    if (piece.number >= number_) return &piece;
  return nullptr;
}

// True: there is another lap.
bool HlsReader::end_of_lap() {
  // A playlist that was live may end empty.
  if (!options_.loops || playlist_->pieces.empty()) return false;
  if (!std::exchange(lap_showed_, false)) throw missing();
  number_ = playlist_->pieces.front().number;
  jumped_ = true;
  ++lap_;
  return true;
}

Error HlsReader::missing() const {
  return missing_status_ > 0 ? refused_with(missing_status_, options_.shown, has_credentials(options_.url))
                             : damaged(options_.shown);
}

void HlsReader::begin_stream() { stream_begun_ = false; }

std::optional<HlsReader::Data> HlsReader::next(const std::function<bool()>& showing) {
  try {
    if (held_) {
      stream_begun_ = true;
      return std::exchange(held_, std::nullopt);
    }
    if (!playlist_) choose();
    for (;;) {
      const HlsPiece* piece = upcoming();
      if (!piece && playlist_->complete) {
        if (!end_of_lap()) return std::nullopt;
        continue;
      }
      if (!piece) {
        reload(showing);
        continue;
      }
      const HlsPiece wanted = *piece;
      const bool anew = stream_begun_ && begins_anew(wanted);
      try {
        auto data = take(wanted, anew || !stream_begun_);
        number_ = wanted.number + 1;
        if (!data) continue;
        lap_showed_ = true;
        missing_in_a_row_ = 0;
        stream_begun_ = true;
        sent_beginning_ = wanted.beginning;
        sent_stretch_ = data->stretch;
        if (!anew) return data;
        held_ = std::move(data);
        return std::nullopt;
      } catch (const Error& e) {
        if (e.kind() == ErrorKind::kInvalid || e.kind() == ErrorKind::kPermission || !showing()) throw;
        wait(kTryAgainAfter);
      }
    }
  } catch (const Cancelled&) {
    return std::nullopt;
  }
}

bool HlsReader::begins_anew(const HlsPiece& piece) const {
  const bool in_two = options_.sound || sound();
  const bool other_clock = piece.discontinuity || jumped_ || sent_stretch_ != HlsStretch{lap_, piece.stretch};
  return sent_beginning_ != piece.beginning || (in_two && other_clock);
}

// Nothing where it is missing. `first`: of a stream.
std::optional<HlsReader::Data> HlsReader::take(const HlsPiece& piece, bool first) {
  Data out{.bytes = {},
           .length = piece.length,
           .discontinuity = piece.discontinuity || jumped_,
           .position = {},
           .number = piece.number,
           .stretch = {lap_, piece.stretch},
           .time = {}};
  int status = piece.gap ? 404 : 200;
  if (!piece.gap) {
    const TimePoint begun = Clock::now();
    if (piece.beginning && first) {
      Fetched beginning = fetch(*piece.beginning, kMaxPiece);
      status = beginning.status;
      out.bytes = std::move(beginning.bytes);
    }
    if (status >= 200 && status < 300) {
      Fetched body = fetch(piece.place, kMaxPiece);
      status = body.status;
      if (status >= 200 && status < 300) {
        out.bytes += piece.key ? decrypt(std::move(body.bytes), piece) : std::move(body.bytes);
        judge_speed(Clock::now() - begun, piece.length);
      }
    }
  }
  if (status == 401) throw refused_with(status, options_.shown, has_credentials(options_.url));
  if (status < 200 || status >= 300) {
    log::debug("{}: piece {} is missing ({}).", options_.shown, piece.number, status);
    missing_status_ = status;
    jumped_ |= options_.sound;  // what counts its samples does not notice
    if (++missing_in_a_row_ >= kMostMissing && !drop_variant()) throw missing();
    return std::nullopt;
  }
  jumped_ = false;
  for (const HlsPiece& before : playlist_->pieces) {
    if (before.number >= piece.number) break;
    out.position += before.length;
  }
  out.time = mpeg_time(out.bytes, options_.sound);
  if (options_.sound && is_bare_sound(out.bytes)) {
    if (!out.time) throw no_time_of_sound(options_.shown);
    out.bytes.erase(0, id3_size(out.bytes));
  }
  return out;
}

std::string HlsReader::decrypt(std::string bytes, const HlsPiece& piece) {
  const std::string& url = piece.key->url;
  if (!keys_.contains(url)) {
    Fetched fetched = fetch({.url = url, .offset = {}, .length = 0}, kMaxKey);
    if (fetched.status < 200 || fetched.status >= 300 || fetched.bytes.size() != 16)
      throw copy_protected(options_.shown);
    if (keys_.size() >= kMaxKeys) keys_.clear();
    keys_[url] = std::move(fetched.bytes);
  }
  std::array<std::uint8_t, 16> iv{};
  for (std::size_t i = 0; i < 8; ++i) iv[15 - i] = static_cast<std::uint8_t>(piece.number >> (8 * i));
  if (piece.key->iv) iv = *piece.key->iv;
  auto out = decrypted(bytes, keys_[url], iv);
  if (!out) throw copy_protected(options_.shown);
  return std::move(*out);
}

void HlsReader::judge_speed(Duration took, Duration length) {
  slow_in_a_row_ = to_seconds(took) > kSlow * to_seconds(length) ? slow_in_a_row_ + 1 : 0;
  if (slow_in_a_row_ < kMostSlow || variants_.size() < 2) return;
  log::info("{}: the network is too slow for this quality; a smaller one is taken.", options_.shown);
  drop_variant();
}

Duration HlsReader::longest_piece() const {
  std::lock_guard lock(playlist_mutex_);
  return playlist_ ? playlist_->target : Duration{};
}

std::optional<HlsReader::Sound> HlsReader::sound() const {
  std::lock_guard lock(playlist_mutex_);
  return sound_;
}

bool HlsReader::complete() const {
  std::lock_guard lock(playlist_mutex_);
  return playlist_ && playlist_->complete;
}

}  // namespace np
