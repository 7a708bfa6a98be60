#include "models/part_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "models/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnd = ".part";
constexpr std::size_t kVersionDigits = 12;
constexpr std::size_t kBlock = 1 << 20;
// Handing over a little at a time keeps the last step, to the disk for good, short.
constexpr std::uint64_t kHandOver = 32 << 20;

[[noreturn]] void fail(int error, const fs::path& path) {
  const std::string place = path.parent_path().string();
  switch (error) {
    case ENOSPC:
    case EDQUOT: throw Error(ErrorKind::kConflict, np::format(messages::kDiskIsFull, place));
    case EACCES:
    case EPERM:
    case EROFS:
      throw Error(ErrorKind::kPermission,
                  np::format("You may not write in {}; choose another place with --to.", place));
    case EFBIG: throw Error(ErrorKind::kConflict, np::format(messages::kTooLargeForItsDisk, place));
    case ELOOP: throw Error(ErrorKind::kConflict, np::format(messages::kPartIsALink, path.string()));
    case ENOTDIR:
    case EEXIST: throw Error(ErrorKind::kInvalid, np::format(messages::kIsNoFolder, place));
    default:
      throw Error(ErrorKind::kInternal, np::format("{} cannot be written ({}); choose another place with --to.",
                                                   path.string(), std::generic_category().message(error)));
  }
}

// Reads on from where the file stands, to its end.
void read_blocks(int fd, const fs::path& path, const std::function<void(std::string_view)>& on_block) {
  posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  std::vector<char> block(kBlock);
  for (;;) {
    const ssize_t n = read(fd, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      throw Error(ErrorKind::kInternal, np::format("{} cannot be read ({}); remove it and pull again.", path.string(),
                                                   std::generic_category().message(errno)));
    if (n == 0) return;
    on_block({block.data(), static_cast<std::size_t>(n)});
  }
}

}  // namespace

fs::path PartFile::path_for(const fs::path& target, const HubFile& file) {
  return target.string() + "." + file.sha256.substr(0, kVersionDigits) + kEnd;
}

std::uint64_t PartFile::bytes_there(const fs::path& target, const HubFile& file) {
  std::error_code missing;
  const auto bytes = fs::file_size(path_for(target, file), missing);
  return missing ? 0 : bytes;
}

PartFile::PartFile(fs::path target, const HubFile& file)
    : target_(std::move(target)), file_(file), path_(path_for(target_, file)) {
  std::error_code error;
  fs::create_directories(path_.parent_path(), error);
  if (error) fail(error.value(), path_);
  open_locked();
  remove_others();
}

PartFile::~PartFile() {
  if (fd_ < 0) return;
  if (bytes_ == 0) unlink(path_.c_str());
  close(fd_);
}

void PartFile::open_locked() {
  for (;;) {
    fd_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd_ < 0) fail(errno, path_);
    const bool locked = flock(fd_, LOCK_EX | LOCK_NB) == 0;
    struct stat opened{}, named{};
    // Between opening and locking another process may have brought it to its place.
    if (locked && fstat(fd_, &opened) == 0 && stat(path_.c_str(), &named) == 0 && opened.st_ino == named.st_ino) {
      bytes_ = static_cast<std::uint64_t>(opened.st_size);
      return;
    }
    close(std::exchange(fd_, -1));
    if (!locked)
      throw Error(ErrorKind::kConflict,
                  np::format(messages::kAnotherPull, target_.filename().string(), target_.parent_path().string()));
  }
}

void PartFile::remove_others() const {
  const std::string start = target_.filename().string() + ".";
  std::error_code error;
  for (fs::directory_iterator it(target_.parent_path(), error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(start) || !name.ends_with(kEnd) || it->path() == path_) continue;
    const Descriptor other(open(it->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (other.get() >= 0 && flock(other.get(), LOCK_EX | LOCK_NB) == 0) unlink(it->path().c_str());
  }
}

void PartFile::take_up(const std::function<void(std::uint64_t)>& on_read) {
  if (bytes_ > file_.bytes) clear();
  std::uint64_t read = 0;
  sha_.restart();
  lseek(fd_, 0, SEEK_SET);
  read_blocks(fd_, path_, [&](std::string_view block) {
    sha_.add(block);
    read += block.size();
    on_read(read);
  });
  bytes_ = handed_over_ = read;
}

void PartFile::add(std::string_view bytes) {
  sha_.add(bytes);
  while (!bytes.empty()) {
    const ssize_t n = pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(bytes_));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(errno, path_);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    bytes_ += static_cast<std::uint64_t>(n);
  }
  if (bytes_ - handed_over_ < kHandOver) return;
  sync_file_range(fd_, static_cast<off_t>(handed_over_), static_cast<off_t>(bytes_ - handed_over_),
                  SYNC_FILE_RANGE_WRITE);
  handed_over_ = bytes_;
}

void PartFile::clear() {
  if (ftruncate(fd_, 0) != 0) fail(errno, path_);
  bytes_ = handed_over_ = 0;
  sha_.restart();
}

bool PartFile::is_right() { return bytes_ == file_.bytes && sha_.finish() == file_.sha256; }

void PartFile::finish() {
  if (fsync(fd_) != 0) fail(errno, path_);
  if (rename(path_.c_str(), target_.c_str()) != 0) fail(errno, target_);
  const Descriptor folder(open(target_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) fsync(folder.get());
  close(std::exchange(fd_, -1));
}

std::string sha256_of(const fs::path& path, const std::function<void(std::uint64_t)>& on_read) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0)
    throw Error(ErrorKind::kPermission, np::format("{} cannot be read ({}); see to its permissions.", path.string(),
                                                   std::generic_category().message(errno)));
  Sha256 sha;
  std::uint64_t read = 0;
  read_blocks(file.get(), path, [&](std::string_view block) {
    sha.add(block);
    read += block.size();
    on_read(read);
  });
  return sha.finish();
}

}  // namespace np
