#include "source/file_check.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/format.hpp"
#include "source/messages.hpp"

namespace np {
namespace {

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
  if (status.st_size == 0) throw Error(ErrorKind::kInvalid, np::format(messages::kIsEmpty, spec.shown));
}

}  // namespace np
