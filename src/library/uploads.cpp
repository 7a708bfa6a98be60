#include "library/uploads.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "base/worker_thread.hpp"
#include "library/glances.hpp"
#include "library/messages.hpp"

namespace np {
namespace {

constexpr Duration kLookLimit = std::chrono::seconds(8);
// An upload that is under way holds up the looks at others: it gets less time, and each time twice as much has to be
// there. A look that its time was too short for is tried again with more of it.
constexpr Duration kEarlyLookLimit = std::chrono::seconds(2);
constexpr std::uint64_t kFirstLook = 256u << 10;  // bytes
constexpr std::uint64_t kBytesOfMegabyte = 1'000'000;
constexpr std::size_t kMostRemembered = 32;

Error too_busy() { return Error(ErrorKind::kUnavailable, messages::kLibraryBusy); }

}  // namespace

struct Uploads::Arrival::Inside {
  // The thread that writes; the loop's between two writes.
  std::unique_ptr<UploadPart> part;
  UploadWish wish;
  bool over = false;  // another connection goes on with it
  // Of an upload that was kept before its sender could hear of it; it has no part any more.
  std::optional<Kept> kept;
  // The loop's thread.
  std::uint64_t look_at = kFirstLook;  // bytes that have to be there
  std::uint64_t received = 0;
  Duration look_limit = kEarlyLookLimit;
  bool looking = false;
  // Any thread.
  std::atomic<bool> plays{false};
};

struct Uploads::Disk {
  explicit Disk(UploadFolder::Options options)
      : folder(std::move(options)),
        writes("uploads", 4 * kMostAsked),
        looks(std::in_place, "upload-look", kMostAsked) {}
  ~Disk() {
    ending = true;
    looks.reset();
  }

  // Only the newest upload with an id writes.
  void take_over(const std::string& id, const std::shared_ptr<Arrival::Inside>& by) {
    std::erase_if(current, [](const auto& entry) { return entry.second.expired(); });
    auto& now = current[id];
    if (const auto before = now.lock()) {
      before->over = true;
      by->plays = before->plays.load();
    }
    now = by;
  }

  void remember(UploadWish wish, Kept kept) {
    recent.emplace_back(std::move(wish), std::move(kept));
    if (recent.size() > kMostRemembered) recent.pop_front();
  }

  // What became of this upload lately, if its sender asks how much of it is there.
  std::optional<Kept> kept_of(const UploadWish& wish) const {
    if (wish.first) return std::nullopt;
    for (const auto& [sent, kept] : recent) {
      std::error_code error;
      if (sent.id == wish.id && sent.name == wish.name && sent.bytes == wish.bytes &&
          std::filesystem::exists(kept.path, error))
        return kept;
    }
    return std::nullopt;
  }

  bool plays(const std::string& id) const {
    const auto found = current.find(id);
    const auto inside = found == current.end() ? nullptr : found->second.lock();
    return inside && inside->plays;
  }

  UploadFolder folder;
  // The thread that writes.
  std::map<std::string, std::weak_ptr<Arrival::Inside>> current;  // by id
  std::deque<std::pair<UploadWish, Kept>> recent;                 // at most kMostRemembered, the oldest go
  std::atomic<bool> ending{false};
  WorkerThread writes;
  std::optional<WorkerThread> looks;
};

Uploads::Uploads(Loop& loop, Glances& glances, Options options, std::function<bool(const std::string&)> in_use)
    : loop_(loop),
      glances_(glances),
      limits_{.folder = options.most_mb > 0 ? std::move(options.folder) : std::filesystem::path(),
              .most_bytes = static_cast<std::uint64_t>(std::max(options.most_mb, 0)) * kBytesOfMegabyte,
              .days = options.days},
      in_use_(std::move(in_use)),
      begun_(loop),
      written_(loop),
      kept_(loop),
      contents_(loop),
      done_(loop),
      looked_(loop) {
  if (options.most_mb <= 0)
    off_ = messages::kUploadsAreOff;
  else if (limits_.folder.empty())
    off_ = messages::kUploadsNeedFolder;
  if (!off_.empty()) return;
  disk_ = std::make_unique<Disk>(limits_);
  tidy_timer_ = loop_.after(std::chrono::seconds(5), [this] { tidy(); });
}

Uploads::~Uploads() = default;

template <typename Result>
void Uploads::ask(Answers<int, Result>& answers, std::function<void(std::expected<Result, Error>)> done,
                  std::function<std::expected<Result, Error>(UploadFolder&)> work) {
  const auto ticket = answers.ask(nullptr, std::move(done));
  if (!disk_) return ticket.finish(std::unexpected(Error(ErrorKind::kRefused, off_)));
  const bool taken =
      answers.open() <= kMostAsked && disk_->writes.post([ticket, work = std::move(work), disk = disk_.get()] {
        try {
          ticket.finish(work(disk->folder));
        } catch (const Error& error) {
          ticket.finish(std::unexpected(error));
        }
      });
  if (!taken) ticket.finish(std::unexpected(too_busy()));
}

void Uploads::begin(UploadWish wish, std::function<void(std::expected<ArrivalPtr, Error>)> done) {
  ask<ArrivalPtr>(begun_, std::move(done), [wish = std::move(wish), disk = disk_.get()](UploadFolder& folder) {
    auto inside = std::make_shared<Arrival::Inside>();
    disk->take_over(wish.id, inside);
    inside->wish = wish;
    if ((inside->kept = disk->kept_of(wish))) return std::make_shared<const Arrival>(wish.bytes, wish.bytes, inside);
    inside->part = folder.begin(wish);
    return std::make_shared<const Arrival>(wish.bytes, inside->part->received, inside);
  });
}

void Uploads::write(const ArrivalPtr& arrival, Bytes bytes, std::size_t count,
                    std::function<void(std::expected<Bytes, Error>)> done) {
  const auto held = std::make_shared<Bytes>(std::move(bytes));
  auto then = [this, inside = arrival->inside, done = std::move(done)](std::expected<Bytes, Error> written) {
    if (written) {
      inside->received = inside->part->received;
      look_early(inside);
    }
    done(std::move(written));
  };
  ask<Bytes>(written_, std::move(then),
             [inside = arrival->inside, held, count](UploadFolder& folder) -> std::expected<Bytes, Error> {
               if (inside->over) throw Error(ErrorKind::kConflict, messages::kUploadTakenOver);
               folder.write(*inside->part, std::span<const char>(held->data(), count));
               return std::move(*held);
             });
}

void Uploads::look_early(const std::shared_ptr<Arrival::Inside>& inside) {
  if (inside->plays || inside->looking || inside->received < inside->look_at || inside->received >= inside->part->bytes)
    return;
  inside->looking = true;
  const auto ticket = looked_.ask(nullptr, [this, inside, seen = inside->received](std::expected<bool, Error> in_time) {
    inside->looking = false;
    if (!in_time) return;  // the next write tries again
    if (*in_time || inside->look_limit >= kLookLimit)
      inside->look_at = 2 * seen;
    else
      inside->look_limit *= 2;
    look_early(inside);
  });
  const auto look = [ticket, inside, disk = disk_.get(), path = inside->part->path, name = inside->part->name,
                     limit = inside->look_limit] {
    const TimePoint begun = Clock::now();
    try {
      (void)glance_at(path, name, limit, [disk] { return !disk->ending; });
      inside->plays = !disk->ending;
    } catch (const Error&) {  // not yet, or not at all
    }
    ticket.finish(inside->plays || Clock::now() - begun < limit);
  };
  if (!disk_->looks->post(look)) ticket.finish(std::unexpected(too_busy()));
}

void Uploads::finish(const ArrivalPtr& arrival, std::function<void(std::expected<Kept, Error>)> done) {
  const auto ticket = kept_.ask(nullptr, [this, done = std::move(done)](std::expected<Kept, Error> kept) {
    if (kept) glances_.put(kept->path, kept->glance);
    done(std::move(kept));
  });
  if (arrival->inside->kept) return ticket.finish(*arrival->inside->kept);
  const auto look = [ticket, inside = arrival->inside, disk = disk_.get()] {
    std::expected<Glance, Error> glance;
    try {
      glance = glance_at(inside->part->path, inside->part->name, kLookLimit, [disk] { return !disk->ending; });
    } catch (const Error& error) {
      glance = std::unexpected(error);
    }
    if (disk->ending) return;
    const auto keep = [ticket, inside, disk, glance = std::move(glance)] {
      try {
        if (inside->over) throw Error(ErrorKind::kConflict, messages::kUploadTakenOver);
        if (!glance) {
          disk->folder.forget(*inside->part);
          throw glance.error();
        }
        const std::string name = disk->folder.keep(*inside->part);
        const Kept kept{name, disk->folder.path_of(name), inside->part->bytes, *glance};
        disk->remember(inside->wish, kept);
        ticket.finish(kept);
      } catch (const Error& error) {
        ticket.finish(std::unexpected(error));
      }
    };
    if (!disk->writes.post(keep)) ticket.finish(std::unexpected(too_busy()));
  };
  if (!disk_->looks->post(look)) ticket.finish(std::unexpected(too_busy()));
}

void Uploads::contents(std::function<void(std::expected<UploadFolder::Contents, Error>)> done) {
  ask<UploadFolder::Contents>(contents_, std::move(done), [disk = disk_.get()](UploadFolder& folder) {
    auto now = folder.contents();
    for (ArrivingUpload& one : now.arriving) one.plays = disk->plays(one.id);
    return now;
  });
}

void Uploads::remove(const std::string& name, std::function<void(std::expected<void, Error>)> done) {
  if (in_use_(limits_.folder / name)) {
    return done_.ask(nullptr, std::move(done))
        .finish(std::unexpected(Error(ErrorKind::kConflict, np::format(messages::kUploadPlays, name))));
  }
  ask<void>(done_, std::move(done), [name](UploadFolder& folder) -> std::expected<void, Error> {
    folder.remove(name);
    return {};
  });
}

void Uploads::forget(const std::string& id, std::function<void(std::expected<void, Error>)> done) {
  ask<void>(done_, std::move(done), [id](UploadFolder& folder) -> std::expected<void, Error> {
    folder.forget(id);
    return {};
  });
}

void Uploads::tidy() {
  // Only the loop knows the playing videos; an old one cannot begin to play between here and there.
  contents([this](std::expected<UploadFolder::Contents, Error> now) {
    std::vector<std::string> in_use;
    if (now)
      for (const KeptUpload& one : now->kept)
        if (in_use_(limits_.folder / one.name)) in_use.push_back(limits_.folder / one.name);
    ask<void>(
        done_, [](std::expected<void, Error>) {},
        [in_use](UploadFolder& folder) -> std::expected<void, Error> {
          folder.tidy([&](const std::filesystem::path& path) { return std::ranges::contains(in_use, path.string()); });
          return {};
        });
  });
  tidy_timer_ = loop_.after(kTidy, [this] { tidy(); });
}

}  // namespace np
