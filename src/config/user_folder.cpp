#include "config/user_folder.hpp"

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

}  // namespace np
