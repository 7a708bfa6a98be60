#include "http/api/playback.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "base/format.hpp"
#include "http/message/body.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

// Longer than any file, and still a Duration.
constexpr double kFarthest = 1e8;

std::optional<bool> flag_if_there(const boost::json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  return value && !value->is_null() ? std::optional(optional_flag(body, name)) : std::nullopt;
}

JsonObject playback_object(const PlaybackReport& p) {
  JsonObject object;
  object.add("kind", "file")
      .add("position", p.position)
      .raw("length", p.length ? json_number(*p.length) : "null")
      .add("paused", p.paused)
      .add("loop", p.loop)
      .add("ended", p.ended)
      .add("seekable", p.seekable)
      .add("lap", p.lap);
  return object;
}

}  // namespace

PlaybackWish playback_wish(const boost::json::object& body) {
  PlaybackWish wish{.paused = flag_if_there(body, "paused"), .loop = flag_if_there(body, "loop")};
  if (const auto position = optional_number(body, "position")) {
    if (!std::isfinite(*position) || *position < 0) throw WrongBody{messages::kPositionForm};
    wish.position = from_seconds(std::min(*position, kFarthest));
  }
  if (wish.empty()) throw WrongBody{messages::kNoPlaybackWish};
  return wish;
}

std::string playback_json(const PlaybackReport& playback) { return playback_object(playback).text(); }

std::string playback_json(const PlaybackChanged& p) {
  return playback_object({.position = to_seconds(p.position),
                          .length = p.length ? std::optional(to_seconds(*p.length)) : std::nullopt,
                          .paused = p.paused,
                          .loop = p.loop,
                          .ended = p.ended,
                          .seekable = p.seekable,
                          .lap = p.lap})
      .add("jumped", p.jumped)
      .raw("at", np::format("{:.6f}", unix_seconds(p.at)))
      .text();
}

}  // namespace np::http
