#include "cli/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.hpp"
#include "base/format.hpp"
#include "cli/messages.hpp"

namespace np::command {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as many as the kernel follows

bool is_replaceable(const std::string& name) {
  struct stat found{};
  return stat(name.c_str(), &found) != 0 || S_ISREG(found.st_mode);
}

// The target of the name's links. It need not exist.
fs::path place_of(const std::string& name) {
  fs::path place = name;
  if (!is_replaceable(name)) return place;
  std::error_code error;
  for (int links = 0; links < kMostLinks && fs::is_symlink(place, error); ++links)
    place = place.parent_path() / fs::read_symlink(place, error);
  return place;
}

fs::path with_ending(fs::path path, const char* ending) { return path += ending; }

}  // namespace

OutputFile::OutputFile(const std::string& name)
    : name_(name),
      target_(place_of(name)),
      part_(is_replaceable(name) ? with_ending(target_, ".part") : fs::path()),
      file_(part_.empty() ? open(target_.c_str(), O_WRONLY | O_CLOEXEC)
                          : open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666)) {
  if (file_.get() >= 0) return;
  const int error = errno;
  part_.clear();
  fail(error);
}

OutputFile::~OutputFile() {
  if (!part_.empty()) unlink(part_.c_str());
}

void OutputFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(file_.get(), text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(errno);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

void OutputFile::finish() {
  if (part_.empty()) return;
  if (fsync(file_.get()) != 0 || rename(part_.c_str(), target_.c_str()) != 0) fail(errno);
  part_.clear();
}

void OutputFile::fail(int error) const {
  throw Error(ErrorKind::kPermission,
              np::format(messages::kOutputNotWritable, name_, std::generic_category().message(error)));
}

}  // namespace np::command
