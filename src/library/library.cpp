#include "library/library.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "library/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

// Without links, so that a path below it can be told by its text.
fs::path settled_path(const fs::path& path) {
  if (path.empty()) return path;
  std::error_code error;
  const fs::path settled = fs::weakly_canonical(fs::absolute(path), error);
  return error ? path : settled;
}

Uploads::Options settled_uploads(Uploads::Options options) {
  options.folder = settled_path(options.folder);
  return options;
}

fs::path sample_that_is_there(const fs::path& sample) {
  std::error_code none;
  return fs::is_regular_file(sample, none) ? settled_path(sample) : fs::path();
}

}  // namespace

Library::Library(Loop& loop, LibraryOptions options, std::function<bool(const std::string& path)> in_use)
    : glances_(loop, options.state_dir.empty() ? fs::path() : options.state_dir / "glances"),
      uploads_(loop, glances_, settled_uploads(std::move(options.uploads)), std::move(in_use)),
      folders_(options.folders),
      sample_(sample_that_is_there(options.sample)),
      listings_(loop),
      lists_("media", 2 * kMostListed) {}

void Library::list(MediaWish wish, std::function<void(std::expected<MediaListing, Error>)> done) {
  const auto ticket = listings_.ask(nullptr, std::move(done));
  const auto work = [this, ticket, wish = std::move(wish)] {
    try {
      ticket.finish(folders_.list(wish));
    } catch (const Error& error) {
      ticket.finish(std::unexpected(error));
    }
  };
  if (listings_.open() > kMostListed || !lists_.post(work))
    ticket.finish(std::unexpected(Error(ErrorKind::kUnavailable, messages::kLibraryBusy)));
}

bool Library::holds(const fs::path& video) const {
  if (video != video.lexically_normal() || video.filename().string().starts_with('.')) return false;
  return video.string() == sample_ || folders_.hold(video) ||
         (!uploads_.folder().empty() && video.parent_path() == uploads_.folder());
}

void Library::glance(const std::string& video, Glances::Done done) {
  if (!holds(video)) return done(std::unexpected(Error(ErrorKind::kNotFound, messages::kNotInLibrary)));
  glances_.look(video, std::move(done));
}

}  // namespace np
