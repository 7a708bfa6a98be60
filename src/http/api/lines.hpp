// The routes of the record: lines as JSON, their pictures, the mark on those that are wrong. I/O thread; never blocks.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "http/message/message.hpp"
#include "http/message/route.hpp"
#include "record/record.hpp"

namespace np::http {

// True for the routes below /api/lines that answer_lines() knows.
bool is_of_record(Endpoint endpoint);

// `reply` is called once on the loop, now or later. A fault in the request's parameters gives a 400 with a sentence.
void answer_lines(Endpoint endpoint, const Request& request, Record& record, std::function<void(Response)> reply);

// The query of an /api/lines request. The error is a sentence. Pure function.
std::expected<LineQuery, std::string> line_query(const Request& request);

// The entry for this reader: viewers see no folders. `whole`: with the instruction.
std::string entry_json(const RecordEntry& entry, Role reader, bool whole);

}  // namespace np::http
