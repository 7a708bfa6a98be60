#include "base/kept_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "base/descriptor.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

void check_done(bool done) {
  if (!done) throw std::system_error(errno, std::generic_category());
}

void write_whole(const Descriptor& file, std::string_view bytes) {
  check_done(file.get() >= 0);
  while (!bytes.empty()) {
    const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
    check_done(n >= 0 || errno == EINTR);
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

void make_kept_folder(const fs::path& folder) {
  std::error_code exists;
  if (fs::is_directory(folder, exists)) return;
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
}

void write_kept_file(const fs::path& folder, std::string_view name, std::string_view text) {
  make_kept_folder(folder);
  std::string temporary = (folder / (std::string(name) + ".XXXXXX")).string();
  try {
    const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600
    write_whole(file, text);
    check_done(fsync(file.get()) == 0);
    fs::rename(temporary, folder / name);
  } catch (...) {
    unlink(temporary.c_str());
    throw;
  }
  check_done(fsync(Descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)).get()) == 0);
}

}  // namespace np
