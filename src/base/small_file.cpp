#include "base/small_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/format.hpp"
#include "base/messages.hpp"

namespace np {
namespace {

std::unexpected<FileTrouble> unreadable(int error) {
  const bool missing = error == ENOENT || error == ENOTDIR;
  return std::unexpected(FileTrouble{missing ? FileProblem::kMissing : FileProblem::kUnreadable,
                                     np::format(messages::kFileCannotBeRead, std::generic_category().message(error))});
}

}  // namespace

std::expected<std::string, FileTrouble> read_small_file(const std::filesystem::path& path, std::size_t max_bytes) {
  struct Closer {
    int fd;
    ~Closer() {
      if (fd >= 0) close(fd);
    }
  } file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) return unreadable(errno);
  struct stat info{};
  if (fstat(file.fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    return std::unexpected(FileTrouble{FileProblem::kFolder, messages::kFolderNotFile});
  }
  std::string bytes;
  char block[4096];
  for (;;) {
    const ssize_t n = read(file.fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return unreadable(errno);
    if (n == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(n));
    if (bytes.size() > max_bytes) {
      return std::unexpected(
          FileTrouble{FileProblem::kTooLarge, np::format(messages::kFileTooLarge, max_bytes / 1024)});
    }
  }
}

}  // namespace np
