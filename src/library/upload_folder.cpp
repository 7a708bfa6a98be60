#include "library/upload_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <optional>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "library/messages.hpp"
#include "library/upload_name.hpp"
#include "source/arriving/arriving_file.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr int kMostOfOneName = 10'000;
constexpr std::uint64_t kMegabyte = 1'000'000;

std::uint64_t megabytes(std::uint64_t bytes) { return (bytes + kMegabyte - 1) / kMegabyte; }

// An unfinished upload is in the same folder, under a name that says all there is to know of it.
std::optional<ArrivingUpload> part_of(std::string_view name) {
  auto arriving = arriving_name_of(name);
  if (!arriving || !is_upload_id(arriving->id)) return std::nullopt;
  return ArrivingUpload{.id = std::move(arriving->id), .name = std::move(arriving->name), .bytes = arriving->bytes};
}

// Whether `name` is what `asked` became because it was taken.
bool is_numbered(const std::string& name, const std::string& asked) {
  int number = 0;
  const auto open = name.rfind(" (");
  return open != name.npos &&
         std::from_chars(name.data() + open + 2, name.data() + name.size(), number).ec == std::errc() && number > 1 &&
         number < kMostOfOneName && name == numbered_name(asked, number);
}

// That no other upload has, or will have.
std::string free_name(const std::string& asked, const UploadFolder::Contents& now) {
  const auto taken = [&](const std::string& name) {
    return std::ranges::contains(now.kept, name, &KeptUpload::name) ||
           std::ranges::contains(now.arriving, name, &ArrivingUpload::name);
  };
  std::string name = asked;
  for (int number = 2; taken(name) && number < kMostOfOneName; ++number) name = numbered_name(asked, number);
  return name;
}

// Every file of the folder; links and folders are none of ours.
template <typename See>
void each_file(const fs::path& folder, See see) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    struct stat status{};
    if (lstat(it->path().c_str(), &status) == 0 && S_ISREG(status.st_mode)) see(it->path(), status);
  }
}

double seconds_of(const timespec& time) { return static_cast<double>(time.tv_sec) + time.tv_nsec * 1e-9; }

Error broken(int error) {
  return Error(ErrorKind::kInternal, np::format(messages::kUploadFolderBroken, std::generic_category().message(error)));
}

Error disk_full(const std::string& name) {
  return Error(ErrorKind::kUnavailable, np::format(messages::kUploadDiskFull, name));
}

bool is_full(int error) { return error == ENOSPC || error == EDQUOT; }

}  // namespace

void UploadFolder::make_folder() const {
  std::error_code error;
  fs::create_directories(options_.folder, error);
  if (error) throw broken(error.value());
}

std::uint64_t UploadFolder::disk_free() const {
  struct statvfs disk{};
  if (statvfs(options_.folder.c_str(), &disk) != 0) return options_.most_bytes;
  const std::uint64_t free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  return free > kSpare ? free - kSpare : 0;
}

UploadFolder::Contents UploadFolder::contents() const {
  Contents all;
  std::uint64_t used = 0, to_come = 0;
  each_file(options_.folder, [&](const fs::path& path, const struct stat& status) {
    const std::string name = path.filename();
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (auto part = part_of(name)) {
      part->received = std::min(size, part->bytes);
      used += part->bytes;
      // What is reserved is not free any more.
      const auto on_disk = std::max<std::uint64_t>(part->received, static_cast<std::uint64_t>(status.st_blocks) * 512);
      to_come += part->bytes - std::min(on_disk, part->bytes);
      all.arriving.push_back(std::move(*part));
    } else if (!name.starts_with('.')) {
      used += size;
      all.kept.push_back({.name = name, .bytes = size, .at = seconds_of(status.st_mtim)});
    }
  });
  std::ranges::sort(all.kept, std::greater(), &KeptUpload::at);
  const std::uint64_t disk = disk_free();
  all.allowed_bytes = options_.most_bytes - std::min(used, options_.most_bytes);
  all.free_bytes = std::min(all.allowed_bytes, disk - std::min(to_come, disk));
  return all;
}

std::unique_ptr<UploadPart> UploadFolder::begin(const UploadWish& wish) {
  if (wish.bytes == 0) throw Error(ErrorKind::kInvalid, np::format(messages::kUploadIsEmpty, wish.name));
  if (wish.bytes > options_.most_bytes)
    throw Error(ErrorKind::kRefused, np::format(messages::kUploadTooLarge, wish.name, megabytes(wish.bytes),
                                                options_.most_bytes / kMegabyte));
  make_folder();
  const Contents now = contents();
  const auto there = std::ranges::find(now.arriving, wish.id, &ArrivingUpload::id);
  const bool goes_on = there != now.arriving.end() && there->bytes == wish.bytes &&
                       (there->name == wish.name || is_numbered(there->name, wish.name));
  const std::uint64_t received = goes_on ? there->received : 0;
  const std::uint64_t first = wish.first.value_or(received);
  if (first > received) throw Error(ErrorKind::kConflict, np::format(messages::kUploadHasGap, received, first));
  if (!goes_on) {
    if (now.arriving.size() >= kMostParts)
      throw Error(ErrorKind::kConflict, np::format(messages::kUploadTooMany, kMostParts));
    if (wish.bytes > now.free_bytes && wish.bytes <= now.allowed_bytes) throw disk_full(wish.name);
    if (wish.bytes > now.free_bytes)
      throw Error(ErrorKind::kUnavailable, np::format(messages::kUploadNoRoom, wish.name, megabytes(wish.bytes),
                                                      now.free_bytes / kMegabyte, options_.most_bytes / kMegabyte));
  }
  const std::string name = goes_on ? there->name : free_name(wish.name, now);
  const fs::path path = options_.folder / arriving_name({wish.id, wish.bytes, name});
  std::unique_ptr<UploadPart> part(
      new UploadPart{.id = wish.id,
                     .name = name,
                     .bytes = wish.bytes,
                     .received = first,
                     .path = path,
                     .file = Descriptor(open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600))});
  const int file = part->file.get();
  if (file < 0) throw is_full(errno) ? disk_full(wish.name) : broken(errno);
  if (ftruncate(file, static_cast<off_t>(first)) != 0) throw broken(errno);
  // The file system can say now that it will be full. The file's size stays at what has arrived.
  if (fallocate(file, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(wish.bytes)) != 0 && is_full(errno)) {
    if (!goes_on) forget(*part);
    throw disk_full(wish.name);
  }
  return part;
}

void UploadFolder::write(UploadPart& part, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t done = pwrite(part.file.get(), bytes.data(), bytes.size(), static_cast<off_t>(part.received));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) {
      const int error = done < 0 ? errno : ENOSPC;
      forget(part);
      throw is_full(error) ? disk_full(part.name) : broken(error);
    }
    part.received += static_cast<std::uint64_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
}

std::string UploadFolder::keep(UploadPart& part) {
  for (int number = 1; number < kMostOfOneName; ++number) {
    std::string name = number == 1 ? part.name : numbered_name(part.name, number);
    if (renameat2(AT_FDCWD, part.path.c_str(), AT_FDCWD, path_of(name).c_str(), RENAME_NOREPLACE) == 0) return name;
    // Not every file system can do both at once.
    if (errno == EINVAL && link(part.path.c_str(), path_of(name).c_str()) == 0) {
      unlink(part.path.c_str());
      return name;
    }
    if (errno != EEXIST) throw broken(errno);
  }
  throw broken(EEXIST);
}

void UploadFolder::forget(UploadPart& part) { unlink(part.path.c_str()); }

void UploadFolder::remove(const std::string& name) {
  struct stat status{};
  const fs::path path = path_of(name);
  const bool is_name = upload_name(name) == name && !name.starts_with('.');
  if (!is_name || lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    throw Error(ErrorKind::kNotFound, np::format(messages::kNoSuchUpload, name));
  if (unlink(path.c_str()) != 0) throw broken(errno);
}

void UploadFolder::forget(const std::string& id) {
  bool found = false;
  each_file(options_.folder, [&](const fs::path& path, const struct stat&) {
    const auto part = part_of(path.filename().string());
    if (part && part->id == id) found |= unlink(path.c_str()) == 0;
  });
  if (!found) throw Error(ErrorKind::kNotFound, np::format(messages::kNoSuchUpload, id));
}

void UploadFolder::tidy(const std::function<bool(const fs::path&)>& in_use) {
  const auto now = static_cast<double>(std::time(nullptr));
  each_file(options_.folder, [&](const fs::path& path, const struct stat& status) {
    const std::string name = path.filename();
    const double age = now - seconds_of(status.st_mtim);
    const bool part = part_of(name).has_value();
    const double life = part ? kPartLife : options_.days * 86400.0;
    if (life > 0 && age > life && (part || !name.starts_with('.')) && !in_use(path)) unlink(path.c_str());
  });
}

}  // namespace np
