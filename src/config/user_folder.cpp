#include "config/user_folder.hpp"

#include <unistd.h>

namespace np {

std::filesystem::path user_folder(const SettingTexts& environment, std::string_view variable,
                                  std::string_view under_home) {
  const auto absolute = [&](std::string_view name) {
    const auto found = environment.find(name);
    return found != environment.end() && found->second.starts_with('/') ? std::filesystem::path(found->second)
                                                                        : std::filesystem::path();
  };
  if (auto folder = absolute(variable); !folder.empty()) return folder;
  const auto home = absolute("HOME");
  return home.empty() ? home : home / under_home;
}

std::filesystem::path models_folder(const SettingTexts& environment) {
  std::error_code error;
  if (std::filesystem::is_directory("models", error) && access("models", W_OK) == 0) return "models";
  const std::filesystem::path data = user_folder(environment, "XDG_DATA_HOME", ".local/share");
  return data.empty() ? data : data / "nerdpudding/models";
}

}  // namespace np
