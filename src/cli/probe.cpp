#include <boost/json.hpp>
#include <iostream>

#include "base/format.hpp"
#include "cli/commands.hpp"
#include "cli/messages.hpp"
#include "source/source.hpp"

namespace np::command {
namespace {

namespace json = boost::json;

json::value known_or_null(double value) { return value > 0 ? json::value(value) : json::value(nullptr); }

json::object as_json(const SourceFacts& facts) {
  const SourceInfo& info = facts.info;
  return {{"kind", info.kind},
          {"codec", info.codec},
          {"width", info.width},
          {"height", info.height},
          {"fps", known_or_null(info.fps)},
          {"live", info.live},
          {"length_s", known_or_null(to_seconds(facts.length))},
          {"sound", info.sound.empty() ? json::value(nullptr) : json::value(json::string(info.sound))},
          {"keyframes_s", known_or_null(to_seconds(facts.longest_gap))}};
}

// "0:42.5", "1:02:03.0"
std::string length_text(Duration length) {
  const double seconds = to_seconds(length);
  const int minutes = static_cast<int>(seconds / 60);
  const double rest = seconds - 60.0 * minutes;
  if (minutes < 60) return np::format("{}:{:04.1f}", minutes, rest);
  return np::format("{}:{:02}:{:04.1f}", minutes / 60, minutes % 60, rest);
}

std::string key_text(const SourceFacts& facts) {
  if (facts.all_are_keys) return messages::kEveryPictureIsKey;
  if (facts.key_gaps == 0) return messages::kKeyFramesNotKnown;
  return np::format(messages::kKeyFrames, to_seconds(facts.longest_gap));
}

}  // namespace

void probe(const Settings& settings, const std::string& source, bool as_json_object) {
  const SourceFacts facts = probe_source(parse_source(source), from_seconds(settings.open_timeout), true);
  if (as_json_object) {
    std::cout << json::serialize(as_json(facts)) << std::endl;
    return;
  }
  const SourceInfo& info = facts.info;
  std::cout << "kind       " << info.kind << "\ncodec      " << info.codec << "\nsize       " << info.width << "x"
            << info.height << "\nrate       "
            << (info.fps > 0 ? np::format(messages::kPictureRate, info.fps) : std::string("not known\n"))
            << "length     "
            << (facts.length > Duration::zero() ? length_text(facts.length)
                : info.live                     ? std::string("live, without an end")
                                                : std::string("not known"))
            << "\nsound      " << (info.sound.empty() ? "none" : info.sound) << "\nkeyframes  " << key_text(facts)
            << "\n";
}

}  // namespace np::command
