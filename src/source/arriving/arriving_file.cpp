#include "source/arriving/arriving_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/format.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

// .arriving ID BYTES NAME
constexpr std::string_view kArrivingPrefix = ".arriving ";
constexpr int kMostBoxes = 64;  // before a video's index or its pictures
constexpr std::array<std::string_view, 12> kBoxesBefore = {"ftyp", "styp", "free", "skip", "wide", "pnot",
                                                           "uuid", "sidx", "emsg", "prft", "pdin", "meta"};

std::uint64_t big_endian(std::span<const unsigned char> bytes) {
  std::uint64_t out = 0;
  for (const unsigned char byte : bytes) out = out << 8 | byte;
  return out;
}

}  // namespace

std::string arriving_name(const ArrivingName& of) {
  return np::format("{}{} {} {}", kArrivingPrefix, of.id, of.bytes, of.name);
}

std::optional<ArrivingName> arriving_name_of(std::string_view name) {
  if (!name.starts_with(kArrivingPrefix)) return std::nullopt;
  name.remove_prefix(kArrivingPrefix.size());
  const auto id_end = name.find(' ');
  const auto bytes_end = name.find(' ', id_end == name.npos ? id_end : id_end + 1);
  if (bytes_end == name.npos) return std::nullopt;
  ArrivingName out{.id = std::string(name.substr(0, id_end)), .name = std::string(name.substr(bytes_end + 1))};
  const auto [end, error] = std::from_chars(name.data() + id_end + 1, name.data() + bytes_end, out.bytes);
  if (error != std::errc() || end != name.data() + bytes_end) return std::nullopt;
  return out;
}

std::optional<fs::path> arriving_at(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) == 0) return std::nullopt;
  const std::string wanted = path.filename();
  std::error_code error;
  for (fs::directory_iterator it(path.parent_path(), error), end; !error && it != end; it.increment(error))
    if (const auto name = arriving_name_of(it->path().filename().string()); name && name->name == wanted)
      return it->path();
  return std::nullopt;
}

ArrivingFile::ArrivingFile(int file, std::uint64_t bytes) : file_(file), bytes_(bytes), grew_at_(Clock::now()) {}

std::unique_ptr<ArrivingFile> ArrivingFile::open(const fs::path& path) {
  const auto name = arriving_name_of(path.filename().string());
  if (!name) return nullptr;
  std::unique_ptr<ArrivingFile> out(
      new ArrivingFile(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), name->bytes));
  struct stat status{};
  if (out->file_.get() < 0 || ::fstat(out->file_.get(), &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
  return static_cast<std::uint64_t>(status.st_size) < name->bytes ? std::move(out) : nullptr;
}

// Only QuickTime's kind, as MP4, may have what it needs at its end; it says so by what stands first. A demuxer that
// cannot go there would keep all the pictures in memory until then.
bool ArrivingFile::can_begin() const {
  std::uint64_t at = 0;
  for (int i = 0; i < kMostBoxes; ++i) {
    std::array<unsigned char, 16> head{};
    const ssize_t there = ::pread(file_.get(), head.data(), head.size(), static_cast<off_t>(at));
    if (there < 8) return false;
    const std::string_view type(reinterpret_cast<const char*>(head.data()) + 4, 4);
    if (type == "moov" || type == "moof") return true;
    if (type == "mdat") return false;
    if (!std::ranges::contains(kBoxesBefore, type)) return i == 0;  // it is none of that kind
    std::uint64_t size = big_endian(std::span(head).first(4));
    if (size == 1 && there < 16) return false;
    if (size == 1) size = big_endian(std::span(head).subspan(8, 8));
    if (size < 8 || size > bytes_ - std::min(at, bytes_)) return false;
    at += size;
  }
  return false;
}

bool ArrivingFile::is_gone() const {
  struct stat status{};
  return !is_whole() && (::fstat(file_.get(), &status) != 0 || status.st_nlink == 0);
}

ArrivingFile::Piece ArrivingFile::read(std::span<char> into) {
  if (is_whole()) return {Next::kEnd};
  // How it stands is asked for first: what is read after it was deleted may be all of it.
  struct stat status{};
  if (::fstat(file_.get(), &status) != 0) return {Next::kGone};
  const auto there = std::min(static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0)), bytes_);
  if (there > seen_) grew_at_ = Clock::now();
  seen_ = std::max(seen_, there);
  const auto wanted =
      static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), there - std::min(read_.load(), there)));
  if (wanted == 0) return {status.st_nlink == 0 ? Next::kGone : Next::kLater};
  const ssize_t got = ::pread(file_.get(), into.data(), wanted, static_cast<off_t>(read_.load()));
  if (got < 0 && errno != EINTR) return {Next::kGone};
  if (got <= 0) return {Next::kLater};
  read_ += static_cast<std::uint64_t>(got);
  return {Next::kBytes, static_cast<std::size_t>(got)};
}

}  // namespace np
