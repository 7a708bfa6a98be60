#include "cli/manual.hpp"

#include <algorithm>
#include <array>

namespace np {

bool ManualFlag::takes_path() const {
  constexpr std::array<std::string_view, 5> kPaths = {"FILE", "FOLDER", "PATH", "CLIP", "SOURCE"};
  return std::ranges::contains(kPaths, value);
}

bool ManualFlag::takes_value(std::string_view name) const {
  return !value.empty() && !(value == "on|off" && name.starts_with("--no-"));
}

std::string ManualFlag::label() const {
  if (!names.front().starts_with('-')) return "<" + names.front() + ">";
  std::string valued, others;
  for (const std::string& name : names) {
    std::string& list = takes_value(name) ? valued : others;
    list += (list.empty() ? "" : ", ") + name;
  }
  if (valued.empty()) return others;
  return valued + " " + value + (others.empty() ? "" : ", " + others);
}

const ManualCommand* Manual::command(std::string_view name) const {
  const auto it = std::ranges::find(commands, name, &ManualCommand::name);
  return it == commands.end() ? nullptr : &*it;
}

const ManualFlag* Manual::setting(std::string_view flag) const {
  const auto it =
      std::ranges::find_if(settings, [&](const ManualFlag& s) { return std::ranges::contains(s.names, flag); });
  return it == settings.end() ? nullptr : &*it;
}

}  // namespace np
