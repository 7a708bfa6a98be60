#include "source/site_video.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <vector>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "source/address.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

namespace json = boost::json;
namespace urls = boost::urls;
using WallTime = std::chrono::system_clock::time_point;

constexpr std::size_t kMostOutput = 8u << 20;  // bytes; yt-dlp describes every format there is
constexpr std::size_t kMostSaid = 160;         // characters of what a program says
constexpr std::array<std::string_view, 4> kExpiryNames = {"expire", "expires", "exp", "e"};
constexpr auto kLongestLife = std::chrono::hours(24 * 30);

struct Finder {
  const char* name;
  std::vector<std::string> (*words)(const std::string& address);
};

// One stream with picture and sound where there is such a one; only sites that it knows, as it would look into any page
// and follow it anywhere.
std::vector<std::string> words_for_yt_dlp(const std::string& address) {
  return {"yt-dlp",
          "--ignore-config",
          "--no-cache-dir",
          "--no-playlist",
          "--no-warnings",
          "--socket-timeout",
          "10",
          "--use-extractors",
          "default,-generic",
          "--format",
          "b[height<=1080][protocol^=m3u8]/b[height<=1080]/b/bv[height<=1080]/bv",
          "--dump-json",
          "--",
          address};
}

std::vector<std::string> words_for_streamlink(const std::string& address) {
  return {"streamlink", "--no-config", "--no-plugin-sideloading", "--json", address, "1080p60,1080p,720p60,720p,best"};
}

constexpr Finder kFinders[] = {{"yt-dlp", words_for_yt_dlp}, {"streamlink", words_for_streamlink}};

// Nothing but an object.
std::optional<json::object> object_in(std::string_view text) {
  boost::system::error_code wrong;
  const json::value value = json::parse(text, wrong);
  if (wrong || !value.is_object()) return std::nullopt;
  return value.get_object();
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<SiteVideo> video_at(std::string address) {
  address = web_address(address, address);
  if (address.empty()) return std::nullopt;
  return SiteVideo{address, expiry_of(address, std::chrono::system_clock::now())};
}

bool too_old(const ChildProgram::Answer& answer) {
  const std::string said = lower(answer.errors + answer.output);
  return said.contains("no such option") || said.contains("unrecognized arguments");
}

bool not_a_site(const ChildProgram::Answer& answer) {
  const std::string said = lower(answer.errors + answer.output);
  return said.contains("unsupported url") || said.contains("no plugin can handle") ||
         said.contains("no suitable extractor");
}

// The last line that says what is wrong, as a line of text.
std::string complaint_of(const ChildProgram::Answer& answer) {
  std::string said;
  if (const auto object = object_in(trim(answer.output))) said = text_in(*object, "error");
  if (said.empty()) {
    std::string_view last = trim(answer.errors);
    if (const auto line = last.rfind('\n'); line != last.npos) last.remove_prefix(line + 1);
    if (last.starts_with("ERROR: ")) last.remove_prefix(7);
    said = last;
  }
  return std::string(trim(without_secrets(utf8::one_line(said, kMostSaid))));
}

SiteVideo ask(const Finder& finder, ChildProgram& program, const std::string& address, const std::string& shown,
              Duration limit) {
  ChildProgram::Answer answer;
  try {
    answer = program.run(finder.words(address), limit, kMostOutput);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::kTimeout)
      throw Error(ErrorKind::kTimeout, np::format(messages::kFinderTooSlow, finder.name, shown, to_seconds(limit)));
    if (e.kind() == ErrorKind::kInvalid)
      throw Error(ErrorKind::kInvalid, np::format(messages::kFinderNonsense, finder.name, shown));
    throw;
  }
  if (answer.status == 0)
    if (auto video = video_in(answer.output)) return *video;
  log::debug("{}: status {}, {}", finder.name, answer.status, complaint_of(answer));
  if (too_old(answer)) throw Error(ErrorKind::kUnsupported, np::format(messages::kFinderTooOld, finder.name, shown));
  if (not_a_site(answer)) throw web_page(shown);
  const std::string complaint = complaint_of(answer);
  if (answer.status == 0 || complaint.empty())
    throw Error(ErrorKind::kInvalid, np::format(messages::kFinderNonsense, finder.name, shown));
  throw Error(ErrorKind::kUnavailable, np::format(messages::kFinderComplains, finder.name, shown, complaint));
}

}  // namespace

bool may_be_site(std::string_view address) {
  const auto url = urls::parse_uri(address);
  return url && url->host_type() == urls::host_type::name && std::string_view(url->encoded_host()).contains('.') &&
         !url->encoded_host().ends_with(".local");
}

SiteVideo find_site_video(ChildProgram& program, const std::string& address, const std::string& shown, Duration limit) {
  std::optional<Error> first;
  for (const Finder& finder : kFinders) {
    if (!ChildProgram::installed(finder.name)) continue;
    try {
      return ask(finder, program, address, shown, limit);
    } catch (const Error& e) {
      if (!first) first = e;
    }
  }
  throw first.value_or(Error(ErrorKind::kNotFound, np::format(messages::kFinderMissing, shown)));
}

std::optional<SiteVideo> video_in(std::string_view output) {
  const auto object = object_in(trim(output));
  return object ? video_at(text_in(*object, "url")) : std::nullopt;
}

std::optional<WallTime> expiry_of(std::string_view address, WallTime now) {
  const auto url = urls::parse_uri(address);
  if (!url) return std::nullopt;
  const auto as_time = [now](const std::string& text) -> std::optional<WallTime> {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (seconds < 1'000'000'000 || seconds > 10'000'000'000) return std::nullopt;
    const WallTime time{std::chrono::seconds(seconds)};
    return time > now && time < now + kLongestLife ? std::optional(time) : std::nullopt;
  };
  for (const auto& value : url->params())
    if (std::ranges::contains(kExpiryNames, lower(value.key)))
      if (const auto time = as_time(value.value)) return time;
  bool named = false;
  for (const auto& segment : url->segments()) {
    const std::string text(segment);
    if (named)
      if (const auto time = as_time(text)) return time;
    named = std::ranges::contains(kExpiryNames, lower(text));
  }
  return std::nullopt;
}

}  // namespace np
