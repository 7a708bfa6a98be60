// PUT /api/uploads/{name}: writes a video's bytes to the disk while they arrive, with two buffers a connection,
// whatever the video's size. I/O thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstdint>
#include <optional>

#include "http/message/message.hpp"
#include "http/server/connection.hpp"
#include "http/server/core.hpp"
#include "http/server/signal.hpp"

namespace np::http {

// The session does not read the body of such a request.
bool is_upload(std::string_view method, std::string_view target);

struct Received {
  Response response;
  bool whole = false;  // the body was read to its end, so another request may follow
};

// `begun`: bytes read so far; those of the body are consumed. `length`: of the body; nothing: it is chunked. Throws
// system_error if the peer is gone; the received part stays if the peer has named the upload.
asio::awaitable<Received> receive_upload(Core& core, Connection& connection, Signal& signal, const Request& request,
                                         boost::beast::flat_buffer& begun, std::optional<std::uint64_t> length);

}  // namespace np::http
