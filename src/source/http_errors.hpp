// Why an http(s):// address shows nothing, in words for people: one sentence with the next step. `shown` is the address
// as it may be shown.
#pragma once

#include <string>

#include "base/error.hpp"
#include "source/mjpeg_parser.hpp"

namespace np {

// An answer's status that is no success. `has_credentials`: the address holds a user name.
Error refused_with(int status, const std::string& shown, bool has_credentials);
// What HttpClient says, except for its time limits.
Error http_error(const Error& error, const std::string& shown);
Error no_answer(const std::string& shown, double seconds);
Error nothing_there(const std::string& shown);
Error web_page(const std::string& shown);
// A verdict other than kGood.
Error no_mjpeg(MjpegParser::Verdict verdict, const std::string& shown);
Error one_picture(const std::string& shown);
Error connection_ended(const std::string& shown);

}  // namespace np
