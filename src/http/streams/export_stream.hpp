// /api/lines/export: the record as a document, sent while it is read, however long it is.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "http/message/message.hpp"
#include "http/streams/streams.hpp"

namespace np::http {

// Why the requested document cannot exist; nothing if it can. Pure function.
std::optional<Response> no_such_export(const Request& request);

// Ends once the document, or a failure in its place, is sent. A failure after the first page cuts the document off,
// which shows with HTTP/1.1 (`chunked`).
asio::awaitable<void> stream_export(Stream stream, const Request& request, bool chunked);

}  // namespace np::http
