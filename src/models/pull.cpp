#include "models/pull.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "models/messages.hpp"
#include "models/part_file.hpp"
#include "models/patience.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr int kListingTries = 3;
constexpr std::uint64_t kLargestListing = 8 << 20;

// "bytes 100-199/200": where the piece begins, and the whole's size if it is told.
struct ContentRange {
  std::uint64_t first = 0;
  std::optional<std::uint64_t> whole;
};
std::optional<ContentRange> content_range_of(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  if (!text.starts_with(kUnit)) return std::nullopt;
  text.remove_prefix(kUnit.size());
  ContentRange range;
  if (std::from_chars(text.data(), text.data() + text.size(), range.first).ec != std::errc()) return std::nullopt;
  if (const auto slash = text.find('/'); slash != text.npos) {
    std::uint64_t whole = 0;
    const auto number = text.substr(slash + 1);
    if (std::from_chars(number.data(), number.data() + number.size(), whole).ec == std::errc()) range.whole = whole;
  }
  return range;
}

// The folder itself or, while it is missing, the one that it will be in.
fs::path nearest_existing(fs::path folder) {
  std::error_code error;
  folder = fs::absolute(folder, error);
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

}  // namespace

Pull::Pull(Hub hub, PullListener listener, std::stop_token stop)
    : hub_(std::move(hub)),
      listener_(std::move(listener)),
      stop_(std::move(stop)),
      on_stop_(stop_, [this] { client_.cancel(); }) {}

void Pull::check_stop() const {
  if (stop_.stop_requested()) throw Error(ErrorKind::kEnded, messages::kPullStopped);
}

void Pull::pause(const Error& why, Duration length) {
  const std::string fact = why.message().substr(0, why.message().find(';'));
  listener_.on_note(np::format(messages::kTryingAgain, fact, to_seconds(length)));
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop_, length, [] { return false; });
  check_stop();
}

void Pull::report(const HubFile& file, Progress::Stage stage, std::uint64_t done) const {
  listener_.on_progress({fs::path(file.path).filename().string(), stage, done, file.bytes});
}

std::optional<Refusal> Pull::attempt(const HttpRequest& request, const HttpClient::HeadFn& on_head,
                                     const HttpClient::BodyFn& on_body) {
  try {
    client_.exchange(
        request,
        [&](const HttpHead& head) {
          answered_ = true;
          return on_head(head);
        },
        on_body);
    return std::nullopt;
  } catch (const Error& e) {
    check_stop();
    const bool out_of_reach = e.kind() == ErrorKind::kRefused || e.kind() == ErrorKind::kNotFound;
    const bool may_pass = e.kind() == ErrorKind::kUnavailable || e.kind() == ErrorKind::kTimeout;
    if (out_of_reach && !answered_) throw Error(ErrorKind::kRefused, e.message());
    if (!may_pass && !out_of_reach) throw;
    return Refusal{e, true};
  }
}

std::vector<HubFile> Pull::listing(const CatalogModel& model) {
  HttpRequest request = hub_.request(hub_.listing_url(model.repository));
  request.total_limit = std::chrono::minutes(1);
  request.body_limit = kLargestListing;
  Patience patience(kListingTries, [this](const Error& why, Duration length) { pause(why, length); });
  for (;;) {
    std::string text;
    std::optional<Refusal> refused;
    auto failed = attempt(
        request,
        [&](const HttpHead& head) {
          refused = refusal_of(head, hub_, model.repository);
          return !refused;
        },
        [&](std::string_view piece) {
          text += piece;
          return true;
        });
    if (!failed) failed = std::move(refused);
    if (!failed) return read_listing(text, hub_);
    if (!failed->temporary) throw failed->why;
    patience.failed(failed->why, failed->at_least);
  }
}

std::vector<Quant> Pull::quants(const CatalogModel& model) { return quants_in(listing(model), model); }

bool Pull::is_there(const HubFile& file, const fs::path& target, bool verify) {
  std::error_code missing;
  const auto bytes = fs::file_size(target, missing);
  if (missing) return false;
  const std::string name = target.filename().string();
  if (bytes != file.bytes) {
    listener_.on_note(np::format(messages::kDownloadedAgain, name, bytes, file.bytes));
    return false;
  }
  if (!verify) return true;
  const std::string found = sha256_of(target, [&](std::uint64_t done) {
    check_stop();
    report(file, Progress::Stage::kChecking, done);
  });
  if (found == file.sha256) return true;
  listener_.on_note(np::format(messages::kDamagedDownloadedAgain, name));
  return false;
}

void Pull::check_space(const std::vector<HubFile>& missing, const fs::path& folder) const {
  std::uint64_t needed = 0;
  for (const HubFile& file : missing)
    needed += file.bytes - std::min(file.bytes, PartFile::bytes_there(folder / file.path, file));
  std::error_code unknown;
  const fs::space_info space = fs::space(nearest_existing(folder), unknown);
  if (unknown || needed <= space.available) return;
  throw Error(ErrorKind::kConflict,
              np::format(messages::kNoRoomForModel, byte_text(needed), folder.string(), byte_text(space.available)));
}

std::optional<Refusal> Pull::fetch(const CatalogModel& model, const HubFile& file, PartFile& part,
                                   const std::function<bool()>& on_piece) {
  HttpRequest request = hub_.request(hub_.file_url(model.repository, file.path));
  const std::uint64_t from = part.bytes();
  if (from > 0) request.headers.emplace_back("Range", np::format("bytes={}-", from));
  const auto again = [&](std::string_view what) {
    return Refusal{Error(ErrorKind::kUnavailable, np::format("{} {}; try again.", hub_.name(), what)), true};
  };
  std::optional<Refusal> refused;
  auto failed = attempt(
      request,
      [&](const HttpHead& head) {
        if (from > 0 && head.status == 416) {
          part.clear();
          refused = again("cannot continue " + file.path);
          return false;
        }
        refused = refusal_of(head, hub_, file.path);
        if (refused) return false;
        if (is_web_page(head))
          throw Error(ErrorKind::kInvalid, np::format(messages::kHubSendsWebPage, hub_.name(), file.path));
        if (from > 0 && head.status == 200) {
          listener_.on_note(np::format(messages::kDownloadBeginsAnew, hub_.name(), file.path));
          part.clear();
        }
        if (head.status == 206) {
          const auto range = content_range_of(head.header("content-range"));
          if (!range || range->first != from || (range->whole && *range->whole != file.bytes)) {
            part.clear();
            refused = again("continues " + file.path + " at the wrong place");
            return false;
          }
        }
        return true;
      },
      [&](std::string_view piece) {
        check_stop();
        part.add(piece.substr(0, file.bytes - part.bytes()));
        return on_piece() && part.bytes() < file.bytes;
      });
  if (!failed) failed = std::move(refused);
  if (!failed && part.bytes() < file.bytes) failed = again("ended " + file.path + " early");
  return failed;
}

void Pull::download(const CatalogModel& model, const HubFile& file, const fs::path& target,
                    const PullOptions& options) {
  PartFile part(target, file);
  part.take_up([&](std::uint64_t done) {
    check_stop();
    report(file, Progress::Stage::kChecking, done);
  });
  Patience patience(options.tries, [this](const Error& why, Duration length) { pause(why, length); });
  std::uint64_t furthest = part.bytes();
  while (part.bytes() < file.bytes) {
    bool trickles = false;
    TimePoint looked_at = Clock::now();
    std::uint64_t came = 0, before = part.bytes();
    auto failed = fetch(model, file, part, [&] {
      report(file, Progress::Stage::kDownloading, part.bytes());
      came += part.bytes() - std::min(before, part.bytes());
      before = part.bytes();
      if (const TimePoint now = Clock::now(); now - looked_at >= options.slowest_time) {
        trickles = came < options.slowest_bytes;
        looked_at = now;
        came = 0;
      }
      return !trickles;
    });
    if (!failed) break;
    if (!failed->temporary) throw failed->why;
    if (trickles) failed->why = Error(ErrorKind::kTimeout, np::format(messages::kHubTrickles, hub_.name(), file.path));
    // A server that starts again each time and breaks off at the same place makes no progress.
    if (part.bytes() > furthest && !trickles) patience.progress();
    furthest = std::max(furthest, part.bytes());
    patience.failed(failed->why, failed->at_least);
  }
  if (!part.is_right()) {
    part.clear();
    throw Error(ErrorKind::kInvalid, np::format(messages::kSumDiffers, file.path));
  }
  part.finish();
}

Pulled Pull::run(const PullOptions& options) {
  const CatalogModel& model = options.model;
  const std::vector<HubFile> files = files_in(listing(model), model, options.quant);
  Pulled pulled{.language = options.folder / files.front().path};
  std::vector<HubFile> missing;
  for (const HubFile& file : files) {
    pulled.bytes += file.bytes;
    if (is_there(file, options.folder / file.path, options.verify)) continue;
    pulled.brought += file.bytes;
    missing.push_back(file);
  }
  if (listener_.on_plan) listener_.on_plan(pulled.brought);
  check_space(missing, options.folder);
  for (const HubFile& file : missing) download(model, file, options.folder / file.path, options);
  return pulled;
}

}  // namespace np
