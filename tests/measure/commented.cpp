#include "measure/commented.hpp"

#include "app/describe.hpp"
#include "base/log.hpp"
#include "config/profiles.hpp"

namespace np::measure {

std::vector<score::SpokenLine> commentary(const std::filesystem::path& clip) {
  log::set_level(log::Level::kWarn);
  Settings settings;
  settings.source = clip.string();
  const Profiles profiles = load_profiles(settings);
  std::vector<score::SpokenLine> lines;
  describe(settings, profiles.get(settings.profile).prompt,
           [&](const DescribedLine& line) { lines.push_back({.at = line.at_s, .text = line.text}); });
  return lines;
}

}  // namespace np::measure
