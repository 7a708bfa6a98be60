#include "source/file_check.hpp"

#include <fcntl.h>
#include <gst/gst.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <format>

#include "source/gst_ptr.hpp"

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
      return camera ? Error(ErrorKind::kNotFound,
                            std::format("There is no camera {}: plug it in, or choose another number.", spec.shown))
                    : Error(ErrorKind::kNotFound,
                            std::format("There is no file {} on the machine that runs NerdPudding: check the path.",
                                        spec.shown));
    case EACCES:
    case EPERM:
      return camera ? Error(ErrorKind::kPermission,
                            std::format("Camera {} may not be used by the user that runs NerdPudding: add that user to "
                                        "the group video.",
                                        spec.shown))
                    : Error(ErrorKind::kPermission,
                            std::format("{} may not be read by the user that runs NerdPudding: change its permissions.",
                                        spec.shown));
    case EBUSY:
      return Error(ErrorKind::kUnavailable, std::format("{} is in use: close the other program that uses it.", spec.shown));
    default:
      return Error(ErrorKind::kUnavailable, std::format("{} cannot be opened: check the disk it is on.", spec.shown));
  }
}

std::string file_uri(const std::string& path) {
  GError* error = nullptr;
  const GCharPtr uri(gst_filename_to_uri(path.c_str(), &error));
  const GErrorPtr owner(error);
  if (!uri) throw Error(ErrorKind::kInvalid, "This path cannot be used: write it without special characters.");
  return uri.get();
}

}  // namespace

std::string source_uri(const SourceSpec& spec) {
  if (spec.kind != "file" && spec.kind != "camera") return spec.text;
  // Not blocking: a named pipe would wait for its writer.
  const File file{::open(spec.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  if (file.fd < 0) throw cannot_open(errno, spec);
  struct stat status {};
  if (::fstat(file.fd, &status) != 0) throw cannot_open(errno, spec);
  if (spec.kind == "camera") {
    if (!S_ISCHR(status.st_mode))
      throw Error(ErrorKind::kInvalid, std::format("{} is not a camera: name one as 0 or /dev/video0.", spec.shown));
    return "v4l2://" + spec.path;
  }
  if (S_ISDIR(status.st_mode))
    throw Error(ErrorKind::kInvalid, std::format("{} is a folder: name a video file in it.", spec.shown));
  if (!S_ISREG(status.st_mode))
    throw Error(ErrorKind::kInvalid, std::format("{} is not a file: name a video file.", spec.shown));
  if (status.st_size == 0)
    throw Error(ErrorKind::kInvalid, std::format("{} is empty: copy or export it again.", spec.shown));
  return file_uri(spec.path);
}

}  // namespace np
