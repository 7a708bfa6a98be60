// /api/lines/export: the record as a document, sent while it is being read, however long it is.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "http/message.hpp"
#include "http/streams.hpp"

namespace np::http {

// Why there can be no document of what is asked for; nothing where there can. Pure function.
std::optional<Response> no_such_export(const Request& request);

// Ends once the document is sent, or a failure in its place. What fails after the first page cuts the document off,
// which shows with HTTP/1.1 (`chunked`).
asio::awaitable<void> stream_export(Stream stream, const Request& request, bool chunked);

}  // namespace np::http
