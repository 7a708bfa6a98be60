// The forms of a show's picture for viewers who decode H.264 themselves.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace np {

enum class VideoForm : std::uint8_t {
  kSource,   // as the source sends it
  kEncoded,  // encoded here, once for all viewers
  kSmall,    // likewise, for viewers who save data
};

inline constexpr std::array kVideoForms{VideoForm::kSource, VideoForm::kEncoded, VideoForm::kSmall};

// One of something for each form.
template <typename T>
class ByForm {
 public:
  T& operator[](VideoForm form) { return all[static_cast<std::size_t>(form)]; }
  const T& operator[](VideoForm form) const { return all[static_cast<std::size_t>(form)]; }
  auto begin() { return all.begin(); }
  auto end() { return all.end(); }

  std::array<T, kVideoForms.size()> all{};
};

// By its name in addresses; nothing: there is none of that name.
constexpr std::optional<VideoForm> video_form(std::string_view name) {
  if (name == "source") return VideoForm::kSource;
  if (name == "encoded") return VideoForm::kEncoded;
  if (name == "small") return VideoForm::kSmall;
  return std::nullopt;
}

}  // namespace np
