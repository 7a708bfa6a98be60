#include "http/wire.hpp"

#include <bit>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cstring>

#include "base/format.hpp"
#include "http/json.hpp"

namespace np::http {

static_assert(std::endian::native == std::endian::little, "sound is sent as it lies in memory");

std::string sse_text(const Event& event) {
  std::string out = np::format("id: {}\n", event.id);
  if (const std::string_view name = event_name(event.type); !name.empty()) out += np::format("event: {}\n", name);
  std::string_view rest = event.data;
  for (;;) {
    const auto end = rest.find_first_of("\r\n");
    out += "data: ";
    out += rest.substr(0, end);
    out += '\n';
    if (end == rest.npos) break;
    rest.remove_prefix(end + (rest.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return out + '\n';
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
  const bool piece = event.type == EventType::kPiece;
  return JsonObject()
      .add("id", event.id)
      .add("event", piece ? "piece" : event_name(event.type))
      .raw("data", piece ? json_string(event.data) : event.data)
      .text();
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

std::string part_head(std::size_t bytes) {
  return np::format("Content-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n", bytes);
}

}  // namespace np::http
