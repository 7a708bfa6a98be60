#include "library/glance_cache.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/format.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBegin = "glance 1";
constexpr std::size_t kMostBytes = 256u << 10;

// Nothing: there is no such file.
std::optional<std::string> key_of(const fs::path& video) {
  struct stat status{};
  if (stat(video.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const std::string all =
      np::format("{} {} {}.{}", video.string(), status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  return np::format("{:016x}", std::hash<std::string>()(all));
}

}  // namespace

GlanceCache::GlanceCache(fs::path folder, std::size_t most) : folder_(std::move(folder)), most_(most) {}

std::optional<Glance> GlanceCache::find(const fs::path& video) const {
  const auto key = folder_.empty() ? std::nullopt : key_of(video);
  if (!key) return std::nullopt;
  std::ifstream file(folder_ / *key, std::ios::binary);
  std::string head;
  if (!std::getline(file, head) || !head.starts_with(kBegin)) return std::nullopt;
  std::istringstream words(head.substr(kBegin.size()));
  Glance glance;
  if (!(words >> glance.width >> glance.height >> glance.length_s)) return std::nullopt;
  std::getline(words >> std::ws, glance.codec);
  glance.jpeg.assign(std::istreambuf_iterator<char>(file), {});
  if (glance.jpeg.size() > kMostBytes) return std::nullopt;
  return glance;
}

void GlanceCache::keep(const fs::path& video, const Glance& glance) {
  const auto key = folder_.empty() ? std::nullopt : key_of(video);
  if (!key) return;
  std::error_code error;
  fs::create_directories(folder_, error);
  if (!error) fs::permissions(folder_, fs::perms::owner_all, error);
  if (error) return;
  const fs::path made = folder_ / (*key + ".new");
  {
    std::ofstream file(made, std::ios::binary);
    file << kBegin << ' ' << glance.width << ' ' << glance.height << ' ' << np::format("{:.3f}", glance.length_s) << ' '
         << glance.codec << '\n';
    file.write(reinterpret_cast<const char*>(glance.jpeg.data()), static_cast<std::streamsize>(glance.jpeg.size()));
    file.close();
    if (!file) {
      fs::remove(made, error);
      return;
    }
  }
  fs::rename(made, folder_ / *key, error);
  if (until_tidy_ > 0) {
    --until_tidy_;
    return;
  }
  tidy(folder_ / *key);
}

void GlanceCache::tidy(const fs::path& newest) {
  std::vector<std::pair<fs::file_time_type, fs::path>> all;
  std::error_code error;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;
    const auto at = fs::last_write_time(it->path(), gone);
    if (!gone && it->path() != newest) all.emplace_back(at, it->path());
  }
  const std::size_t spare = most_ / 10;
  const bool many = all.size() >= most_;
  if (many) {
    std::ranges::sort(all);
    for (std::size_t i = 0; i <= std::min(all.size() - most_ + spare, all.size() - 1); ++i)
      fs::remove(all[i].second, error);
  }
  until_tidy_ = many ? spare : most_ - all.size() - 1;
}

}  // namespace np
