#include "library/media_folders.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "library/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::array kVideoEndings{"3gp",  "avi", "flv", "gif", "h264", "m2ts", "m4v", "mjpeg",
                                   "mjpg", "mkv", "mov", "mp4", "mpe",  "mpeg", "mpg", "mts",
                                   "mxf",  "ogm", "ogv", "ts",  "vob",  "webm", "wmv"};

bool is_within(const fs::path& path, const fs::path& root) {
  const std::string text = path, folder = root;
  return text == folder || text.starts_with(folder == "/" ? folder : folder + "/");
}

bool is_hidden(std::string_view name) { return name.starts_with('.'); }

// The end of a link, if that is inside.
std::optional<fs::path> settled_inside(const fs::path& path, const fs::path& root) {
  std::error_code error;
  fs::path settled = fs::canonical(path, error);
  if (error || !is_within(settled, root)) return std::nullopt;
  return settled;
}

// Nothing: it is none that is shown.
std::optional<MediaListing::Video> video_at(const fs::path& path, const std::string& name, const std::string& dir,
                                            const fs::path& root) {
  if (!is_video_name(name)) return std::nullopt;
  const auto settled = settled_inside(path, root);
  struct stat status{};
  if (!settled || stat(settled->c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return MediaListing::Video{.name = name,
                             .dir = dir,
                             .path = *settled,
                             .bytes = static_cast<std::uint64_t>(status.st_size),
                             .at = static_cast<double>(status.st_mtim.tv_sec)};
}

// As people read names; the page after an entry begins behind its key.
std::string key_of(bool folder, const std::string& name) { return (folder ? "d" : "v") + lower(name) + '\n' + name; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const auto end = std::min(text.find(' '), text.size());
    words.push_back(lower(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return words;
}

}  // namespace

bool is_video_name(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == name.npos || dot == 0) return false;
  const std::string ending = lower(name.substr(dot + 1));
  return std::ranges::find(kVideoEndings, std::string_view(ending)) != kVideoEndings.end();
}

MediaFolders::MediaFolders(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    std::error_code error;
    fs::path path = fs::weakly_canonical(fs::absolute(folder), error);
    if (error) path = fs::absolute(folder, error).lexically_normal();
    if (path.has_parent_path() && path.filename().empty()) path = path.parent_path();
    std::string base = path.filename().empty() ? path.string() : path.filename().string();
    std::ranges::replace(base, '/', '_');
    std::string name = base;
    for (int n = 2; std::ranges::contains(roots_, name, &Root::name); ++n) name = base + " " + std::to_string(n);
    roots_.push_back({std::move(name), std::move(path)});
  }
}

bool MediaFolders::hold(const fs::path& video) const {
  return video == video.lexically_normal() && is_video_name(video.filename().string()) &&
         std::ranges::any_of(roots_, [&](const Root& root) { return is_within(video, root.path); });
}

MediaFolders::Place MediaFolders::place_of(const std::string& dir) const {
  const auto slash = std::min(dir.find('/'), dir.size());
  const auto root = std::ranges::find(roots_, dir.substr(0, slash), &Root::name);
  const Error missing(ErrorKind::kNotFound, messages::kNoSuchDir);
  if (root == roots_.end()) throw missing;
  fs::path path = root->path;
  for (const fs::path& part : fs::path(dir.substr(std::min(slash + 1, dir.size())))) {
    if (part.empty() || is_hidden(part.string()) || part.is_absolute()) throw missing;
    path /= part;
  }
  std::error_code error;
  const auto settled = settled_inside(path, root->path);
  if (!settled || !fs::is_directory(*settled, error)) throw missing;
  return {&*root, *settled};
}

MediaListing MediaFolders::list(const MediaWish& wish) const {
  MediaListing found{.dir = wish.dir};
  if (wish.dir.empty() && wish.words.empty()) {
    for (const Root& root : roots_) found.folders.push_back({root.name, root.name});
    return found;
  }
  if (!wish.words.empty()) {
    if (!wish.dir.empty()) {
      search(place_of(wish.dir), wish, found);
    } else {
      for (const Root& root : roots_) search({&root, root.path}, wish, found);
    }
    std::ranges::sort(found.videos, {}, [](const auto& v) { return std::tuple(lower(v.name), v.dir, v.name); });
    return found;
  }

  const Place place = place_of(wish.dir);
  std::error_code error;
  std::vector<std::pair<std::string, std::string>> entries;  // key, name
  fs::directory_iterator it(place.path, error);
  if (error) throw Error(ErrorKind::kPermission, messages::kDirUnreadable);
  for (const fs::directory_iterator end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename();
    std::error_code none;
    const bool folder = it->is_directory(none);
    if (is_hidden(name) || (!folder && !is_video_name(name))) continue;
    std::string key = key_of(folder, name);
    if (wish.after < key) entries.emplace_back(std::move(key), name);
  }
  std::ranges::sort(entries);
  std::size_t shown = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [key, name] = entries[i];
    if (shown == kPage) {
      found.more = entries[i - 1].first;
      break;
    }
    if (key.starts_with('d')) {
      if (!settled_inside(place.path / name, place.root->path)) continue;
      found.folders.push_back({name, wish.dir + "/" + name});
    } else {
      auto video = video_at(place.path / name, name, wish.dir, place.root->path);
      if (!video) continue;
      found.videos.push_back(std::move(*video));
    }
    ++shown;
  }
  return found;
}

void MediaFolders::search(const Place& place, const MediaWish& wish, MediaListing& found) const {
  const std::vector<std::string> words = words_of(wish.words);
  std::size_t looked_at = 0;
  std::error_code error;
  fs::recursive_directory_iterator it(place.path, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    if (++looked_at > kMostLookedAt || found.videos.size() >= kPage) {
      found.cut = true;
      return;
    }
    const std::string name = it->path().filename();
    std::error_code none;
    if (is_hidden(name) || it.depth() >= kDeepest) it.disable_recursion_pending();
    if (is_hidden(name) || !is_video_name(name)) continue;
    const std::string text = lower(name);
    if (!std::ranges::all_of(words, [&](const std::string& word) { return text.contains(word); })) continue;
    const fs::path inside = it->path().parent_path().lexically_relative(place.root->path);
    const std::string dir = inside == "." ? place.root->name : place.root->name + "/" + inside.string();
    if (auto video = video_at(it->path(), name, dir, place.root->path)) found.videos.push_back(std::move(*video));
  }
}

}  // namespace np
