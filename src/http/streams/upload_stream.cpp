#include "http/streams/upload_stream.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/string.hpp>
#include <charconv>
#include <cstring>
#include <expected>
#include <utility>

#include "base/format.hpp"
#include "http/api/library_api.hpp"
#include "http/message/json.hpp"
#include "http/messages.hpp"
#include "library/library.hpp"
#include "library/upload_name.hpp"

namespace np::http {
namespace {

constexpr std::string_view kUploadPath = "/api/uploads/";
constexpr std::size_t kUploadBuffer = 512u << 10;

std::string random_upload_id() {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::array<unsigned char, 16> bytes;
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) return {};
  std::string id;
  for (const auto byte : bytes) id += kAlphabet[byte % kAlphabet.size()];
  return id;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "bytes 0-99/1000", or "bytes */1000" of an empty body; without the header the body is all of it.
std::optional<UploadWish> range_of(std::string_view header, std::uint64_t length) {
  if (header.empty()) return UploadWish{.first = 0, .bytes = length};
  constexpr std::string_view kUnit = "bytes ";
  const auto slash = header.find('/');
  if (!header.starts_with(kUnit) || slash == header.npos) return std::nullopt;
  const auto range = header.substr(kUnit.size(), slash - kUnit.size());
  const auto all = whole_number(header.substr(slash + 1));
  if (!all) return std::nullopt;
  if (range == "*") return length == 0 ? std::optional(UploadWish{.bytes = *all}) : std::nullopt;
  const auto dash = range.find('-');
  if (dash == range.npos) return std::nullopt;
  const auto first = whole_number(range.substr(0, dash)), last = whole_number(range.substr(dash + 1));
  if (!first || !last || *last < *first || *last >= *all || *last - *first + 1 != length) return std::nullopt;
  return UploadWish{.first = *first, .bytes = *all};
}

// Awaits a worker's answer. Nothing if the connection has been closed meanwhile.
template <typename Result>
class Awaited {
 public:
  explicit Awaited(Signal& signal) : signal_(signal) {}

  auto done() {
    return lifetime_.guard([this](std::expected<Result, Error> result) {
      result_ = std::move(result);
      signal_.notify();
    });
  }
  asio::awaitable<std::expected<Result, Error>> get(Connection& connection) {
    connection.never_expires();
    while (!result_ && connection.is_open()) co_await signal_.wait();
    if (!result_) throw boost::system::system_error(asio::error::operation_aborted);
    co_return std::move(*result_);
  }

 private:
  Signal& signal_;
  std::optional<std::expected<Result, Error>> result_;
  Lifetime lifetime_;
};

Response refused(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::kRefused: return failure(413, error.message());
    case ErrorKind::kUnavailable: return failure(507, error.message());
    default: return failure(error);
  }
}

// The bytes of one buffer: of what has been read already, then of the connection.
asio::awaitable<std::size_t> fill(Connection& connection, Duration patience, boost::beast::flat_buffer& begun,
                                  Uploads::Bytes& into, std::uint64_t left) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left));
  std::size_t filled = std::min(wanted, begun.size());
  std::memcpy(into.data(), begun.data().data(), filled);
  begun.consume(filled);
  while (filled < wanted) {
    connection.expires_after(patience);
    filled +=
        co_await connection.async_read_some(asio::buffer(into.data() + filled, wanted - filled), asio::use_awaitable);
  }
  co_return filled;
}

// Nothing: all is written. While one buffer is written the other one is read.
asio::awaitable<std::optional<Error>> write_all(Core& core, Connection& connection, Signal& signal,
                                                boost::beast::flat_buffer& begun, const Uploads::ArrivalPtr& arrival,
                                                std::uint64_t left) {
  Uploads& uploads = core.house.library().uploads();
  Uploads::Bytes next(kUploadBuffer);
  std::optional<Awaited<Uploads::Bytes>> writing;
  while (left > 0) {
    const std::size_t count = co_await fill(connection, core.limits.write_time, begun, next, left);
    left -= count;
    Uploads::Bytes spare;
    if (writing) {
      auto written = co_await writing->get(connection);
      if (!written) co_return written.error();
      spare = std::move(*written);
    } else {
      spare.resize(kUploadBuffer);
    }
    writing.emplace(signal);
    uploads.write(arrival, std::exchange(next, std::move(spare)), count, writing->done());
  }
  if (!writing) co_return std::nullopt;
  const auto written = co_await writing->get(connection);
  co_return written ? std::nullopt : std::optional(written.error());
}

}  // namespace

bool is_upload(std::string_view method, std::string_view target) {
  return method == "PUT" && target.starts_with(kUploadPath);
}

asio::awaitable<Received> receive_upload(Core& core, Connection& connection, Signal& signal, const Request& request,
                                         boost::beast::flat_buffer& begun, std::optional<std::uint64_t> length) {
  Uploads& uploads = core.house.library().uploads();
  if (!uploads.off().empty()) co_return Received{failure(403, uploads.off())};
  if (!length) co_return Received{failure(411, messages::kUploadLength)};
  auto wish = range_of(request.header("Content-Range"), *length);
  if (!wish) co_return Received{failure(400, messages::kUploadRange)};
  const auto named = request.parameter("id");
  if (named && !is_upload_id(*named)) co_return Received{failure(400, messages::kUploadId)};
  wish->id = named ? *named : random_upload_id();
  wish->name = upload_name(last_segment(request.path));
  if (!core.show.may_open(uploads.folder() / wish->name)) co_return Received{failure(403, messages::kUploadNotAllowed)};

  Awaited<Uploads::ArrivalPtr> begins(signal);
  uploads.begin(*wish, begins.done());
  const auto arrival = co_await begins.get(connection);
  if (!arrival) co_return Received{refused(arrival.error())};
  const std::uint64_t first = (*arrival)->received;
  if (boost::beast::iequals(request.header("Expect"), "100-continue"))
    co_await connection.write({"HTTP/1.1 100 Continue\r\n\r\n"});
  try {
    if (const auto error = co_await write_all(core, connection, signal, begun, *arrival, *length))
      co_return Received{refused(*error)};
  } catch (const boost::system::system_error&) {
    // Nobody else knows what it was called.
    if (!named) uploads.forget(wish->id, [](std::expected<void, Error>) {});
    throw;
  }
  if (first + *length < wish->bytes) {
    Response more{.status = 202, .headers = {{"Cache-Control", "no-store"}}};
    more.body =
        JsonObject().add("status", "arriving").add("received", first + *length).add("bytes", wish->bytes).text();
    co_return Received{std::move(more), true};
  }
  Awaited<Uploads::Kept> keeps(signal);
  uploads.finish(*arrival, keeps.done());
  const auto kept = co_await keeps.get(connection);
  if (!kept) co_return Received{refused(kept.error()), true};
  co_return Received{Response{.headers = {{"Cache-Control", "no-store"}}, .body = kept_json(*kept)}, true};
}

}  // namespace np::http
