// PUT /api/uploads/{name}: a video's bytes, written to the disk while they come, however many they are: two buffers a
// connection, whatever its size. I/O thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstdint>
#include <optional>

#include "http/connection.hpp"
#include "http/core.hpp"
#include "http/message.hpp"
#include "http/signal.hpp"

namespace np::http {

// Its body is not read with the request.
bool is_upload(std::string_view method, std::string_view target);

struct Received {
  Response response;
  bool whole = false;  // the body was read to its end, so that another request may follow
};

// `begun`: what has been read of the body already; what belongs to it is consumed. `length`: of the body; nothing: it is
// chunked. Throws system_error where the peer is gone; what has come stays then, if the peer has named the upload.
asio::awaitable<Received> receive_upload(Core& core, Connection& connection, Signal& signal, const Request& request,
                                         boost::beast::flat_buffer& begun, std::optional<std::uint64_t> length);

}  // namespace np::http
