#include "cameras/v4l2_cameras.hpp"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/descriptor.hpp"
#include "base/format.hpp"
#include "base/utf8.hpp"
#include "cameras/messages.hpp"

namespace np {
namespace {

// A driver that never ends its lists would keep us for ever.
constexpr std::size_t kMostName = 80;  // characters
constexpr std::uint32_t kMostFormats = 32, kMostSizes = 128;

template <std::size_t N>
std::string text_in(const std::uint8_t (&bytes)[N]) {
  const auto* begin = reinterpret_cast<const char*>(bytes);
  return utf8::one_line(std::string_view(begin, std::find(begin, begin + N, '\0')), kMostName);
}

std::optional<int> number_of(const std::string& file_name) {
  constexpr std::string_view kName = "video";
  int number = 0;
  if (!file_name.starts_with(kName) || file_name.size() == kName.size()) return std::nullopt;
  const char* end = file_name.data() + file_name.size();
  const auto [at, error] = std::from_chars(file_name.data() + kName.size(), end, number);
  return error == std::errc() && at == end ? std::optional(number) : std::nullopt;
}

std::string largest_size(int fd, std::uint32_t format, const DeviceCall& call) {
  std::uint32_t width = 0, height = 0;
  for (std::uint32_t i = 0; i < kMostSizes; ++i) {
    v4l2_frmsizeenum size{};
    size.index = i;
    size.pixel_format = format;
    if (call(fd, VIDIOC_ENUM_FRAMESIZES, &size) != 0) break;
    const bool discrete = size.type == V4L2_FRMSIZE_TYPE_DISCRETE;
    const std::uint32_t w = discrete ? size.discrete.width : size.stepwise.max_width;
    const std::uint32_t h = discrete ? size.discrete.height : size.stepwise.max_height;
    if (std::uint64_t{w} * h > std::uint64_t{width} * height) std::tie(width, height) = std::pair(w, h);
    if (!discrete) break;
  }
  return width > 0 ? np::format(" {}x{}", width, height) : "";
}

// "MJPEG 1920x1080, YUYV 1280x720": each format with its largest pictures.
std::string modes(int fd, const DeviceCall& call) {
  std::string out;
  for (std::uint32_t i = 0; i < kMostFormats; ++i) {
    v4l2_fmtdesc format{};
    format.index = i;
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (call(fd, VIDIOC_ENUM_FMT, &format) != 0) break;
    if (!out.empty()) out += ", ";
    out += text_in(format.description) + largest_size(fd, format.pixelformat, call);
  }
  return out;
}

// Nothing if it gives no pictures, as the second device of most webcams.
std::optional<Camera> camera_at(const std::string& path, const DeviceCall& call) {
  const Descriptor device(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  Camera camera{.name = path, .kind = "v4l2", .source = path, .detail = {}, .address = path};
  if (device.get() < 0) {
    if (errno != EACCES && errno != EPERM) return std::nullopt;
    camera.detail = messages::kCameraNotAllowed;
    return camera;
  }
  v4l2_capability can{};
  if (call(device.get(), VIDIOC_QUERYCAP, &can) != 0) return std::nullopt;
  const std::uint32_t kinds = can.capabilities & V4L2_CAP_DEVICE_CAPS ? can.device_caps : can.capabilities;
  if (!(kinds & V4L2_CAP_VIDEO_CAPTURE) || !(kinds & (V4L2_CAP_STREAMING | V4L2_CAP_READWRITE))) return std::nullopt;
  if (const std::string name = text_in(can.card); !name.empty()) camera.name = name;
  camera.detail = modes(device.get(), call);
  return camera;
}

}  // namespace

std::vector<Camera> v4l2_cameras(const std::string& folder, const DeviceCall& call) {
  std::vector<std::pair<int, std::string>> paths;
  std::error_code none;
  for (const auto& file : std::filesystem::directory_iterator(folder, none))
    if (const auto number = number_of(file.path().filename())) paths.emplace_back(*number, file.path());
  std::ranges::sort(paths);
  std::vector<Camera> out;
  for (const auto& [number, path] : paths)
    if (auto camera = camera_at(path, call)) out.push_back(std::move(*camera));
  return out;
}

std::vector<Camera> v4l2_cameras() {
  return v4l2_cameras("/dev",
                      [](int fd, unsigned long request, void* argument) { return ::ioctl(fd, request, argument); });
}

}  // namespace np
