#include "http/wire.hpp"

#include <bit>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cstring>

#include "base/format.hpp"
#include "http/json.hpp"

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

std::string text_or_null(const std::string& text) { return text.empty() ? "null" : json_string(text); }

std::string cycle_end(const LineEnded& end) {
  std::string ids;
  for (const std::uint64_t id : end.frame_ids) ids += (ids.empty() ? "" : ",") + std::to_string(id);
  const CycleTimes& t = end.times;
  JsonObject o;
  o.add("type", "cycle_end")
      .add("cycle", end.cycle)
      .raw("frame_ids", '[' + ids + ']')
      .raw("oldest_frame_at", moment(t.oldest_frame))
      .raw("newest_frame_at", moment(t.newest_frame))
      .raw("inference_start", moment(t.start))
      .raw("inference_end", moment(t.end))
      .raw("inference_sec", np::format("{:.6f}", to_seconds(t.end - t.start)))
      .raw("latency_sec", np::format("{:.6f}", to_seconds(t.end - t.oldest_frame)))
      .add("skipped", end.outcome == Outcome::kNothing)
      .raw("target_delay", np::format("{:.3f}", to_seconds(end.delay)))
      .add("text", end.text);
  if (!end.error.empty()) o.add("error", end.error);
  if (end.outcome == Outcome::kCancelled) o.add("cancelled", true);
  return o.text();
}

std::string source_json(const SourceChanged& s) {
  return JsonObject()
      .raw("source", text_or_null(s.name))
      .add("state", s.state)
      .raw("reason", text_or_null(s.reason))
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
WireEvent wire_event(const Happening& what) {
  return std::visit(
      Overloaded{[](const LineGrew& grew) { return WireEvent{"piece", json_string(grew.piece)}; },
                 [](const LineEnded& end) { return WireEvent{"cycle_end", cycle_end(end)}; },
                 [](const SourceChanged& source) { return WireEvent{"source", source_json(source)}; },
                 [](const SettingsChanged& s) {
                   return WireEvent{"settings", JsonObject()
                                                    .add("instruction", s.instruction)
                                                    .add("profile", s.profile)
                                                    .add("preset", s.preset)
                                                    .text()};
                 },
                 [](const RoomChanged& room) {
                   return WireEvent{"room", JsonObject()
                                                .add("room", room.room)
                                                .add("connected", room.connected)
                                                .raw("reason", text_or_null(room.reason))
                                                .raw("at", moment(room.at))
                                                .text()};
                 },
                 [](const ActivityChanged& a) {
                   return WireEvent{
                       "activity",
                       JsonObject().add("activity", to_string(a.activity)).add("delay", to_seconds(a.delay)).text()};
                 }},
      what);
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
    // Without an id: a client that is lost between the two gets both again.
    const std::size_t told = end->cycle == cycle_ ? told_ : 0;
    if (end->outcome == Outcome::kNothing)
      add_sse(out, {}, {}, kSkip);
    else if (told < end->text.size())
      add_sse(out, {}, {}, std::string_view(end->text).substr(told));
  }
  const WireEvent wire = wire_event(event.what);
  add_sse(out, event.id, wire.name, wire.data);
  return out;
}

std::optional<std::uint64_t> resume_point(const Request& request) {
  std::string text(request.header("Last-Event-ID"));
  if (text.empty()) text = request.parameter("last_event_id").value_or("");
  std::uint64_t id = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

std::string live_text(const Event& event) {
  const WireEvent wire = wire_event(event.what);
  JsonObject o;
  o.add("id", event.id).add("event", wire.name).raw("data", wire.data);
  if (const auto* grew = std::get_if<LineGrew>(&event.what)) o.add("cycle", grew->cycle);
  return o.text();
}

std::string live_text(std::string_view name, std::string_view json) {
  return JsonObject().add("event", name).raw("data", json).text();
}

std::string live_sound(const AudioStream::Block& block) {
  std::string out(sizeof block.first_sample + sizeof block.samples, '\0');
  std::memcpy(out.data(), &block.first_sample, sizeof block.first_sample);
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
  return wish;
}

std::string part_head(const JpegPicture& picture) {
  return np::format("Content-Type: image/jpeg\r\nContent-Length: {}\r\nX-Timestamp: {}\r\n\r\n", picture.jpeg.size(),
                    moment(picture.captured_at));
}

}  // namespace np::http
