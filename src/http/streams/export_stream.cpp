#include "http/streams/export_stream.hpp"

#include <expected>
#include <utility>

#include "base/format.hpp"
#include "base/log.hpp"
#include "http/api/line_export.hpp"
#include "http/api/wire.hpp"
#include "http/messages.hpp"
#include "record/record.hpp"

namespace np::http {
namespace {

using Page = std::expected<LinePage, Error>;

asio::awaitable<void> write_export(Stream& stream, Gather parts) {
  stream.connection.expires_after(stream.core.limits.write_time);
  co_await stream.connection.write(parts);
  stream.connection.never_expires();
  stream.core.bytes_sent.add(static_cast<double>(asio::buffer_size(parts)));
}

asio::awaitable<void> write_failure(Stream& stream, const Response& failure) {
  const std::string head = head_text(failure, failure.body.size(), true);
  co_await write_export(stream, {head, failure.body});
}

asio::awaitable<void> write_body(Stream& stream, std::string_view text, bool chunked) {
  if (text.empty()) co_return;
  const std::string head = chunked ? np::format("{:x}\r\n", text.size()) : std::string();
  co_await write_export(stream, {head, text, chunked ? "\r\n" : ""});
}

std::string export_head(const LineExport& lines, subtitles::Format format, bool chunked) {
  std::string plain;
  for (const char c : lines.file_name()) plain += c < ' ' || c > '~' || c == '"' || c == '\\' ? '_' : c;
  Response response{.content_type = std::string(subtitles::info(format).content_type)};
  response.headers.emplace_back("Content-Disposition", np::format("attachment; filename=\"{}\"; filename*=UTF-8''{}",
                                                                  plain, percent_encoded(lines.file_name())));
  response.headers.emplace_back("Cache-Control", "no-store");
  if (chunked) response.headers.emplace_back("Transfer-Encoding", "chunked");
  return head_text(response, std::nullopt, true);
}

// Nothing: the reader has gone.
asio::awaitable<std::optional<Page>> read_page(Stream& stream, LineQuery query) {
  std::optional<Page> answer;
  const Lifetime lifetime;
  stream.core.house.record().page(std::move(query), lifetime.guard([&](Page page) {
    answer = std::move(page);
    stream.signal.notify();
  }));
  while (!answer && !stream.gone) co_await stream.signal.wait();
  co_return stream.gone ? std::nullopt : std::move(answer);
}

// As the other routes of the record have it.
Response no_page(const Error& error) {
  return error.kind() == ErrorKind::kConflict ? failure(404, error.message()) : failure(error);
}

}  // namespace

std::optional<Response> no_such_export(const Request& request) {
  try {
    export_wish(request);
    return std::nullopt;
  } catch (const Error& error) {
    return failure(error);
  }
}

asio::awaitable<void> stream_export(Stream stream, const Request& request, bool chunked) {
  const ExportWish wish = export_wish(request);
  const Role reader = request.role;
  std::function<bool(const std::string&)> of_source;
  if (!wish.source.empty())
    of_source = [reader, wanted = wish.source](const std::string& name) { return name_for(reader, name) == wanted; };
  LineExport lines(wish, std::move(of_source));
  bool begun = false;
  while (const auto query = lines.next()) {
    auto page = co_await read_page(stream, *query);
    if (!page) co_return;
    if (!*page && begun) {
      log::warn("A document of the record is cut off: {}", page->error().message());
      co_return;
    }
    if (!*page) co_return co_await write_failure(stream, no_page(page->error()));
    lines.take(std::move(**page));
    if (lines.empty()) co_return co_await write_failure(stream, failure(404, messages::kNoLinesToExport));
    if (!std::exchange(begun, true)) {
      const std::string head = export_head(lines, wish.format, chunked);
      co_await write_export(stream, {head});
    }
    while (lines.ready()) {
      const std::string text = lines.write();
      co_await write_body(stream, text, chunked);
    }
  }
  if (chunked) co_await write_export(stream, {"0\r\n\r\n"});
}

}  // namespace np::http
