#include "config/profiles.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "base/format.hpp"
#include "base/small_file.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "config/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxProfile = 64 * 1024;
constexpr std::size_t kMaxLabel = 80;             // characters
constexpr double kSlowest = 0.8, kFastest = 1.4;  // as VOICE_SPEED
constexpr std::size_t kMaxSuggestion = 2000;      // as an instruction

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= 64 && std::ranges::all_of(key, [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trim(line);
}

bool is_field(std::string_view name, std::string_view field) {
  return std::ranges::equal(name, field, {}, [](unsigned char c) { return std::tolower(c); });
}

std::optional<double> speed_of(std::string_view text) {
  double speed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), speed);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || !(speed >= kSlowest && speed <= kFastest)) return std::nullopt;
  return speed;
}

// What is wrong, for a sentence that starts with the file's name.
std::expected<Profile, std::string> parse_profile(std::string_view key, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!utf8::length(text) || text.contains('\0')) return std::unexpected(messages::kProfileNotUtf8);
  Profile profile{.key = std::string(key)};
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    const std::string_view name = trim(line.substr(0, colon));
    if (is_field(name, "speed") && colon != std::string_view::npos) {
      const auto speed = speed_of(trim(line.substr(colon + 1)));
      if (!speed) return std::unexpected(np::format(messages::kProfileSpeed, kSlowest, kFastest));
      profile.speed = *speed;
      continue;
    }
    std::string* field = is_field(name, "label")        ? &profile.label
                         : is_field(name, "suggestion") ? &profile.suggestion
                                                        : nullptr;
    if (colon == std::string_view::npos || !field) {
      return std::unexpected(np::format(messages::kProfileStrayLine, number));
    }
    *field = trim(line.substr(colon + 1));
  }
  if (profile.label.empty()) return std::unexpected(messages::kProfileWithoutLabel);
  if (utf8::length(profile.label) > kMaxLabel)
    return std::unexpected(np::format(messages::kProfileLabelTooLong, kMaxLabel));
  if (utf8::length(profile.suggestion) > kMaxSuggestion) {
    return std::unexpected(np::format(messages::kProfileSuggestionTooLong, kMaxSuggestion));
  }
  std::erase(profile.prompt = trim(text), '\r');
  if (profile.prompt.empty()) return std::unexpected(messages::kProfileWithoutPrompt);
  return profile;
}

std::expected<Profile, std::string> read_profile(const fs::path& file) {
  const std::string key = file.stem().string();
  if (!is_key(key)) return std::unexpected(messages::kProfileNoKey);
  std::error_code error;
  if (fs::exists(file, error) && !fs::is_regular_file(file, error)) return std::unexpected(messages::kProfileNoFile);
  const auto text = read_small_file(file, kMaxProfile);
  if (!text) return std::unexpected(text.error().reason);
  return parse_profile(key, *text);
}

std::vector<fs::path> profile_files(const std::string& folder, std::vector<std::string>& warnings) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path name = it->path().filename();
    if ((name.extension() == ".md" || name.extension() == ".txt") && !name.string().starts_with('.'))
      files.push_back(it->path());
  }
  if (error) {
    warnings.push_back(np::format(messages::kProfilesDirUnreadable, error.message()));
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

const Profile* Profiles::find(std::string_view key) const {
  const auto it = std::ranges::find(list, key, &Profile::key);
  return it == list.end() ? nullptr : &*it;
}

const Profile& Profiles::get(std::string_view key) const {
  if (const Profile* profile = find(key)) return *profile;
  std::string keys;
  for (const Profile& profile : list) keys += (keys.empty() ? "" : ", ") + profile.key;
  throw Error(ErrorKind::kInvalid, np::format(messages::kNoSuchProfile, utf8::one_line(key, 40), keys));
}

Profiles load_profiles(const Settings& settings) {
  std::map<std::string, Profile> by_key;
  for (const Asset& asset : profiles_assets()) {
    const std::string key = fs::path(asset.name).stem().string();
    auto profile = parse_profile(key, asset.bytes);
    if (!profile) throw Error(ErrorKind::kInternal, np::format("The built-in profile {} {}.", key, profile.error()));
    by_key[key] = std::move(*profile);
  }
  if (!settings.commentator_prompt.empty()) by_key["default"].prompt = settings.commentator_prompt;

  Profiles result;
  std::map<std::string, std::string> taken;  // key, file
  if (!settings.profiles_dir.empty()) {
    for (const fs::path& file : profile_files(settings.profiles_dir, result.warnings)) {
      const std::string name = utf8::one_line(file.filename().string(), 80);
      auto profile = read_profile(file);
      if (!profile) {
        result.warnings.push_back(np::format(messages::kProfileLeftOut, name, profile.error()));
      } else if (const auto [other, first] = taken.try_emplace(profile->key, name); !first) {
        result.warnings.push_back(np::format(messages::kProfileTwice, name, other->second));
      } else {
        by_key[profile->key] = std::move(*profile);
      }
    }
  }

  result.list.push_back(std::move(by_key.extract("default").mapped()));
  for (auto& [key, profile] : by_key) result.list.push_back(std::move(profile));
  return result;
}

void settle_profile(Loaded& loaded, const Profiles& profiles) {
  std::string& key = loaded.settings.profile;
  if (profiles.find(key)) return;
  if (loaded.origin("PROFILE") == Origin::kState) {
    loaded.warnings.push_back(np::format(messages::kProfileGone, key));
    key = "default";
    return;
  }
  try {
    profiles.get(key);
  } catch (const Error& e) {
    throw Error(e.kind(), "PROFILE: " + e.message());
  }
}

}  // namespace np
