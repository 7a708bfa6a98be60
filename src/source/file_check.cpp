#include "source/file_check.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>

#include "base/format.hpp"
#include "source/hls/hls_playlist.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"
#include "video/coded_size.hpp"

namespace np {
namespace {

constexpr std::size_t kHead = 4096;  // bytes

struct File {
  int fd;
  ~File() {
    if (fd >= 0) ::close(fd);
  }
};

Error cannot_open(int error, const SourceSpec& spec) {
  const bool camera = spec.kind == "camera";
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENXIO:
    case ENODEV:
    case ENAMETOOLONG:
      return camera ? Error(ErrorKind::kNotFound, np::format(messages::kNoSuchCamera, spec.shown))
                    : Error(ErrorKind::kNotFound, np::format(messages::kNoSuchFile, spec.shown));
    case EACCES:
    case EPERM:
      return camera ? Error(ErrorKind::kPermission,
                            np::format("Camera {} may not be used by the user that runs NerdPudding: add that user to "
                                       "the group video.",
                                       spec.shown))
                    : Error(ErrorKind::kPermission, np::format(messages::kFileNotReadable, spec.shown));
    case EBUSY:
      return Error(ErrorKind::kUnavailable,
                   np::format("{} is in use: close the other program that uses it.", spec.shown));
    default:
      return Error(ErrorKind::kUnavailable, np::format("{} cannot be opened: check the disk it is on.", spec.shown));
  }
}

// What GStreamer would call damaged, or something else.
void check_kind(int fd, const SourceSpec& spec) {
  char head[kHead];
  const ssize_t size = ::pread(fd, head, sizeof head, 0);
  const std::string_view bytes(head, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  if (const auto kind = unsupported_picture_kind(bytes); !kind.empty()) throw unsupported_picture(spec.shown, kind);
  const std::string_view type = picture_file_type(bytes);
  if (const auto size = picture_file_size(bytes); size && is_too_large(size->width, size->height, type))
    throw too_large(spec.shown, size->width, size->height, type);
  if (const auto kind = unsupported_list_kind(bytes); !kind.empty()) throw unsupported_list(spec.shown, kind);
  if (looks_like_hls(bytes) == true) throw unsupported_list(spec.shown, "HLS");
}

}  // namespace

void check_source(const SourceSpec& spec) {
  if (spec.kind != "file" && spec.kind != "camera") return;
  // Not blocking: a named pipe would wait for its writer.
  const File file{::open(spec.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  if (file.fd < 0) throw cannot_open(errno, spec);
  struct stat status{};
  if (::fstat(file.fd, &status) != 0) throw cannot_open(errno, spec);
  if (spec.kind == "camera") {
    if (!S_ISCHR(status.st_mode))
      throw Error(ErrorKind::kInvalid, np::format("{} is not a camera: name one as 0 or /dev/video0.", spec.shown));
    return;
  }
  if (S_ISDIR(status.st_mode)) throw Error(ErrorKind::kInvalid, np::format(messages::kIsFolder, spec.shown));
  if (!S_ISREG(status.st_mode)) throw Error(ErrorKind::kInvalid, np::format(messages::kIsNoFile, spec.shown));
  check_kind(file.fd, spec);
  if (status.st_size == 0) throw Error(ErrorKind::kInvalid, np::format(messages::kIsEmpty, spec.shown));
}

}  // namespace np
