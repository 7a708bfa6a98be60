#include "http/api/wire.hpp"

#include <algorithm>
#include <bit>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/format.hpp"
#include "http/api/playback.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

static_assert(std::endian::native == std::endian::little, "sound is sent as it lies in memory");

// How clients know that a cycle had nothing to say.
constexpr std::string_view kSkip = "...";

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

std::string moment(TimePoint t) { return np::format("{:.6f}", unix_seconds(t)); }

// Seconds from a file's beginning.
std::string place_in_file(std::optional<Duration> time) {
  return time ? np::format("{:.3f}", to_seconds(*time)) : "null";
}

std::string cycle_end(std::uint64_t id, const LineEnded& end, Role reader) {
  std::string ids;
  for (const std::uint64_t id : end.frame_ids) ids += (ids.empty() ? "" : ",") + std::to_string(id);
  const CycleTimes& t = end.times;
  JsonObject o;
  o.add("type", "cycle_end")
      .add("cycle", end.cycle)
      .raw("frame_ids", '[' + ids + ']')
      .raw("oldest_frame_at", moment(t.oldest_frame))
      .raw("newest_frame_at", moment(t.newest_frame))
      .raw("media_time", place_in_file(end.media_time))
      .raw("media_end", place_in_file(end.media_end))
      .raw("inference_start", moment(t.start))
      .raw("inference_end", moment(t.end))
      .raw("inference_sec", np::format("{:.6f}", to_seconds(t.end - t.start)))
      .raw("latency_sec", np::format("{:.6f}", to_seconds(t.end - t.oldest_frame)))
      .add("skipped", end.outcome == Outcome::kNothing)
      .raw("target_delay", np::format("{:.3f}", to_seconds(end.delay)))
      .add("text", end.text);
  if (end.outcome == Outcome::kSaid) o.add("line", id);
  if (!end.error.empty()) o.add("error", sentence_for(reader, end.error, messages::kLineBrokeOff));
  if (end.outcome == Outcome::kCancelled) o.add("cancelled", true);
  return o.text();
}

std::string source_json(const SourceChanged& s, Role reader) {
  return JsonObject()
      .raw("source", text_or_null(name_for(reader, s.name)))
      .add("state", s.state)
      .raw("reason", text_or_null(sentence_for(reader, s.reason, messages::kSourceIsAway)))
      .add("restarts", s.restarts)
      .raw("at", moment(s.at))
      .raw("next_try_at", s.next_try_at ? moment(*s.next_try_at) : "null")
      .raw("gone_s", s.gone ? json_number(to_seconds(*s.gone)) : "null")
      .text();
}

struct WireEvent {
  std::string_view name;
  std::string data;  // JSON
};

// All but pieces.
WireEvent wire_event(const Event& event, Role reader) {
  return std::visit(
      Overloaded{[](const LineGrew& grew) { return WireEvent{"piece", json_string(grew.piece)}; },
                 [&](const LineEnded& end) { return WireEvent{"cycle_end", cycle_end(event.id, end, reader)}; },
                 [reader](const SourceChanged& source) { return WireEvent{"source", source_json(source, reader)}; },
                 [](const PlaybackChanged& playback) { return WireEvent{"playback", playback_json(playback)}; },
                 [](const SettingsChanged& s) {
                   return WireEvent{"settings", JsonObject()
                                                    .add("instruction", s.instruction)
                                                    .add("profile", s.profile)
                                                    .add("preset", s.preset)
                                                    .raw("at", moment(s.at))
                                                    .text()};
                 },
                 [reader](const RoomChanged& room) {
                   const std::string reason = sentence_for(reader, room.reason, messages::kRoomIsAway);
                   return WireEvent{"room", JsonObject()
                                                .add("room", room.room)
                                                .add("connected", room.connected)
                                                .raw("reason", text_or_null(reason))
                                                .raw("at", moment(room.at))
                                                .text()};
                 },
                 [](const ActivityChanged& a) {
                   return WireEvent{
                       "activity",
                       JsonObject().add("activity", to_string(a.activity)).add("delay", to_seconds(a.delay)).text()};
                 }},
      event.what);
}

// For people's eyes 0 is as good as any; JSON has no word for what is no number.
std::string finite(double value) { return json_number(std::isfinite(value) ? value : 0); }

std::string pair_json(double a, double b) { return np::format("[{},{}]", finite(a), finite(b)); }

std::string id_or_null(int id) { return id ? std::to_string(id) : "null"; }

std::string actor_json(const Actor& a) {
  const PictureBox& b = a.box;
  return JsonObject()
      .add("id", a.id)
      .add("kind", name(a.kind).one)
      .add("family", name(family(a.kind)).one)
      .raw("certainty", finite(a.certainty))
      .add("sightings", a.sightings)
      .raw("box", np::format("[{},{},{},{}]", finite(b.x), finite(b.y), finite(b.w), finite(b.h)))
      .add("covered", a.covered)
      .add("cut_off", a.cut_off)
      .raw("colour", text_or_null(to_string(a.colour)))
      .raw("velocity", pair_json(a.velocity.x, a.velocity.y))
      .raw("gait", text_or_null(to_string(a.gait)))
      .add("distance", to_string(a.distance))
      .add("at_start", a.at_start)
      .raw("came_from", text_or_null(to_string(a.came_from)))
      .raw("since", moment(a.since))
      .raw("still_for_s", finite(a.still_for))
      .raw("rides", id_or_null(a.rides))
      .raw("ridden_by", id_or_null(a.ridden_by))
      .raw("with", id_or_null(a.with))
      .text();
}

std::string occurrence_json(const Occurrence& o) {
  JsonObject object;
  object.add("what", to_string(o.what)).raw("at", moment(o.at));
  object.raw("actor", id_or_null(o.actor)).raw("other", id_or_null(o.other));
  object.raw("kind", o.actor ? json_string(name(o.who.kind).one) : "null");
  object.raw("side", text_or_null(to_string(o.side)));
  object.raw("place", o.actor ? pair_json(o.place.x, o.place.y) : "null");
  return object.text();
}

std::string list_json(const auto& all, auto json) {
  std::string list;
  for (const auto& one : all) list += (list.empty() ? "" : ",") + json(one);
  return '[' + list + ']';
}

void add_sse(std::string& out, std::optional<std::uint64_t> id, std::string_view name, std::string_view data) {
  if (id) out += np::format("id: {}\n", *id);
  if (!name.empty()) out += np::format("event: {}\n", name);
  for (;;) {
    const auto end = data.find_first_of("\r\n");
    out += "data: ";
    out += data.substr(0, end);
    out += '\n';
    if (end == data.npos) break;
    data.remove_prefix(end + (data.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  out += '\n';
}

}  // namespace

std::string name_for(Role reader, const std::string& source) {
  if (reader == Role::kController) return source;
  const auto scheme = source.find("://");
  if (scheme != source.npos) return source.substr(0, source.find_first_of("/?#", scheme + 3));
  return source.substr(source.rfind('/') + 1);
}

std::string sentence_for(Role reader, const std::string& sentence, std::string_view instead) {
  return reader == Role::kController || sentence.empty() ? sentence : std::string(instead);
}

std::string SseWriter::text(const Event& event) {
  std::string out;
  if (const auto* grew = std::get_if<LineGrew>(&event.what)) {
    cycle_ = grew->cycle;
    told_ = grew->at + grew->piece.size();
    add_sse(out, event.id, {}, grew->piece);
    return out;
  }
  if (std::holds_alternative<ActivityChanged>(event.what)) return out;
  if (const auto* end = std::get_if<LineEnded>(&event.what)) {
    // No id: a client that loses the connection between the two gets both again.
    const std::size_t told = end->cycle == cycle_ ? told_ : 0;
    if (end->outcome == Outcome::kNothing)
      add_sse(out, {}, {}, kSkip);
    else if (told < end->text.size())
      add_sse(out, {}, {}, std::string_view(end->text).substr(told));
  }
  const WireEvent wire = wire_event(event, reader_);
  add_sse(out, event.id, wire.name, wire.data);
  return out;
}

std::string facts_json(const Facts& f, std::span<const Occurrence> events) {
  return JsonObject()
      .add("frame_id", f.frame_id)
      .raw("at", moment(f.at))
      .raw("watched_for_s", finite(f.watched_for))
      .add("picture", to_string(f.picture))
      .raw("picture_for_s", finite(f.picture_for))
      .add("camera_moves", f.camera_moves)
      .add("names_things", f.names_things)
      .add("crowd", f.crowd)
      .raw("actors", list_json(f.actors, actor_json))
      .raw("events", list_json(events, occurrence_json))
      .text();
}

std::optional<std::string> FactsWriter::json(const Facts& facts) {
  constexpr Duration kStep = std::chrono::milliseconds(1000 / kMostASecond);
  // Five frames a second do not arrive to the millisecond.
  constexpr Duration kUnrest = kStep / 4;
  untold_.insert(untold_.end(), facts.events.begin(), facts.events.end());
  if (untold_.size() > kMostEvents) untold_.erase(untold_.begin(), untold_.end() - kMostEvents);
  if (due_ && facts.at + kUnrest < *due_) return std::nullopt;
  due_ = std::max(due_.value_or(facts.at), facts.at) + kStep;
  std::string json = facts_json(facts, untold_);
  untold_.clear();
  return json;
}

std::string sse_facts(std::string_view json) {
  std::string out;
  add_sse(out, {}, "facts", json);
  return out;
}

bool wants_facts(const Request& request) {
  const auto wish = request.parameter("facts");
  return wish == "1" || wish == "true";
}

std::string live_picture(TimePoint captured_at) {
  return live_text("picture", JsonObject().raw("at", moment(captured_at)).text());
}

std::optional<std::uint64_t> resume_point(const Request& request) {
  std::string text(request.header("Last-Event-ID"));
  if (text.empty()) text = request.parameter("last_event_id").value_or("");
  std::uint64_t id = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

std::string live_text(const Event& event, Role reader, bool past) {
  const WireEvent wire = wire_event(event, reader);
  JsonObject o;
  o.add("id", event.id).add("event", wire.name).raw("data", wire.data);
  if (const auto* grew = std::get_if<LineGrew>(&event.what)) o.add("cycle", grew->cycle);
  if (past) o.add("past", true);
  return o.text();
}

std::string live_text(std::string_view name, std::string_view json) {
  return JsonObject().add("event", name).raw("data", json).text();
}

std::string live_sound(const AudioStream::Block& block, bool of_source) {
  std::string out(sizeof block.first_sample + sizeof block.samples, '\0');
  const std::uint64_t position = block.first_sample | (of_source ? kSourceSoundBit : 0);
  std::memcpy(out.data(), &position, sizeof position);
  std::memcpy(out.data() + sizeof block.first_sample, block.samples.data(), sizeof block.samples);
  return out;
}

std::expected<LiveWish, std::string> parse_live_wish(std::string_view text) {
  boost::system::error_code ec;
  const auto value = boost::json::parse(text, ec);
  if (ec || !value.is_object()) return std::unexpected("A message must be a JSON object.");
  LiveWish wish;
  if (const auto* audio = value.as_object().if_contains("audio")) {
    if (!audio->is_bool()) return std::unexpected("The field \"audio\" must be true or false.");
    wish.audio = audio->as_bool();
  }
  if (const auto* sound = value.as_object().if_contains("source_sound")) {
    using Wish = LiveWish::SourceSound;
    const std::string_view how = sound->is_string() ? std::string_view(sound->get_string()) : "";
    if (how == "off")
      wish.source_sound = Wish::kOff;
    else if (how == "duck")
      wish.source_sound = Wish::kDuck;
    else if (how == "plain")
      wish.source_sound = Wish::kPlain;
    else
      return std::unexpected("The field \"source_sound\" must be \"off\", \"duck\" or \"plain\".");
  }
  if (const auto* facts = value.as_object().if_contains("facts")) {
    if (!facts->is_bool()) return std::unexpected("The field \"facts\" must be true or false.");
    wish.facts = facts->as_bool();
  }
  if (const auto* seen = value.as_object().if_contains("seen")) {
    if (!seen->is_number()) return std::unexpected("The field \"seen\" must be a number.");
    wish.seen = seen->to_number<double>();
  }
  return wish;
}

std::string part_head(const JpegPicture& picture) {
  return np::format("Content-Type: image/jpeg\r\nContent-Length: {}\r\nX-Timestamp: {}\r\n\r\n", picture.jpeg.size(),
                    moment(picture.captured_at));
}

}  // namespace np::http
