#include "http/api/lines.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "base/format.hpp"
#include "http/api/wire.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"

namespace np::http {
namespace {

constexpr const char* kForEver = "private, max-age=31536000, immutable";

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(number) : std::nullopt;
}

// Years that a clock may show.
bool is_moment(double seconds) { return std::isfinite(seconds) && seconds >= 0 && seconds < 1e11; }

// "/api/lines/17/picture": 17; what is too large for an id is none that was ever given.
std::uint64_t id_in(std::string_view path) {
  path.remove_prefix(path.find_first_of("0123456789"));
  return number_in<std::uint64_t>(path.substr(0, path.find('/'))).value_or(0);
}

Response refusal(const Error& error) {
  const bool missing = error.kind() == ErrorKind::kNotFound || error.kind() == ErrorKind::kConflict;
  return missing ? failure(404, error.message()) : failure(error);
}

std::string or_null(const std::string& text) { return text.empty() ? "null" : json_string(text); }
std::string or_null(std::optional<double> value) { return value ? json_number(*value) : "null"; }

Response answer_of(std::string json) { return {.headers = {{"Cache-Control", "no-store"}}, .body = std::move(json)}; }

std::string page_json(const LinePage& page, Role reader) {
  std::string lines;
  for (const RecordEntry& entry : page.lines) {
    if (!lines.empty()) lines += ',';
    lines += entry_json(entry, reader, false);
  }
  return JsonObject().raw("lines", '[' + lines + ']').add("more", page.more).text();
}

}  // namespace

bool is_of_record(Endpoint endpoint) {
  return endpoint == Endpoint::kLines || endpoint == Endpoint::kLine || endpoint == Endpoint::kLinePicture ||
         endpoint == Endpoint::kMarkWrong || endpoint == Endpoint::kUnmarkWrong;
}

std::string entry_json(const RecordEntry& e, Role reader, bool whole) {
  const std::string source = name_for(reader, e.source);
  const bool note = e.kind == RecordEntry::Kind::kNote;
  JsonObject o;
  o.add("id", e.id)
      .raw("at", np::format("{:.3f}", e.at))
      .raw("ended_at", np::format("{:.3f}", e.ended_at))
      .raw("media_time", or_null(e.media_time))
      .raw("media_end", or_null(e.media_end))
      .raw("source", or_null(source))
      .raw("source_kind", or_null(e.source_kind))
      .add("kind", to_string(e.kind))
      .add("text", note ? np::format(messages::kWatchedFromHere, source) : e.text)
      .raw("latency_s", or_null(e.latency))
      .add("wrong", e.wrong)
      .raw("picture", e.has_picture ? json_string(np::format("/api/lines/{}/picture", e.id)) : "null");
  if (whole) o.add("instruction", e.instruction);
  return o.text();
}

std::expected<LineQuery, std::string> line_query(const Request& request) {
  LineQuery query;
  const std::pair<const char*, std::optional<std::uint64_t>*> ids[] = {
      {"before", &query.before}, {"after", &query.after}, {"around", &query.around}};
  for (const auto& [name, id] : ids)
    if (const auto text = request.parameter(name); text && !(*id = number_in<std::uint64_t>(*text)))
      return std::unexpected(np::format(messages::kParameterIsNoId, name));
  const std::pair<const char*, std::optional<double>*> moments[] = {
      {"at", &query.at}, {"from", &query.from}, {"to", &query.until}};
  for (const auto& [name, moment] : moments)
    if (const auto text = request.parameter(name))
      if (*moment = number_in<double>(*text); !*moment || !is_moment(**moment))
        return std::unexpected(np::format(messages::kParameterIsNoMoment, name));
  if (const auto text = request.parameter("limit")) {
    const auto limit = number_in<std::uint64_t>(*text);
    if (!limit || *limit < 1 || *limit > LineQuery::kMostLines)
      return std::unexpected(np::format(messages::kLimitOfLines, LineQuery::kMostLines));
    query.limit = *limit;
  }
  query.words = request.parameter("q").value_or("");
  if (const auto source = request.parameter("source"); source && !source->empty())
    query.of_source = [wanted = *source, reader = request.role](const std::string& name) {
      return name_for(reader, name) == wanted;
    };
  return query;
}

void answer_lines(Endpoint endpoint, const Request& request, Record& record, std::function<void(Response)> reply) {
  const Role reader = request.role;
  const auto id = endpoint == Endpoint::kLines ? 0 : id_in(request.path);
  switch (endpoint) {
    case Endpoint::kLines: {
      auto query = line_query(request);
      if (!query) return reply(failure(400, query.error()));
      return record.page(std::move(*query), [reader, reply](std::expected<LinePage, Error> page) {
        reply(page ? answer_of(page_json(*page, reader)) : refusal(page.error()));
      });
    }
    case Endpoint::kLine:
      return record.find(id, [reader, reply](std::expected<RecordEntry, Error> entry) {
        reply(entry ? answer_of(entry_json(*entry, reader, true)) : refusal(entry.error()));
      });
    case Endpoint::kLinePicture:
      return record.picture(id, [reply](std::expected<std::string, Error> jpeg) {
        if (!jpeg) return reply(refusal(jpeg.error()));
        reply({.content_type = "image/jpeg", .headers = {{"Cache-Control", kForEver}}, .body = std::move(*jpeg)});
      });
    default: {
      const bool wrong = endpoint == Endpoint::kMarkWrong;
      return record.mark_wrong(id, wrong, [id, wrong, reply](std::expected<void, Error> done) {
        if (!done) return reply(refusal(done.error()));
        reply(answer_of(JsonObject().add("status", "ok").add("id", id).add("wrong", wrong).text()));
      });
    }
  }
}

}  // namespace np::http
