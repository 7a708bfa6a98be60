// Why a source shows nothing, in words for people: the one place where a reason becomes a sentence with the next step,
// and a kind by which others decide whether to try again. `shown` is the source as it may be shown. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "source/mjpeg_parser.hpp"
#include "source/pipeline/nesting.hpp"
#include "source/source.hpp"

namespace np {

// The kind of source.
Error not_a_video(const std::string& shown);
Error no_video(const std::string& shown);
Error pixels_not_supported(const std::string& shown);
Error damaged(const std::string& shown);
Error copy_protected(const std::string& shown);
// `type`: its kind, "image/png", if that is known.
Error too_large(const std::string& shown, std::int64_t width, std::int64_t height, std::string_view type = {});
// `missing` names the decoder; empty: nobody knows.
Error no_decoder(const std::string& shown, const std::string& missing);
// A picture or a playlist of a kind that is not read: "AVIF", "DASH".
Error unsupported_picture(const std::string& shown, std::string_view kind);
Error unsupported_list(const std::string& shown, std::string_view kind);
Error not_opened(Nesting::Fault fault, const std::string& shown);
Error no_time_of_sound(const std::string& shown);
Error leads_elsewhere(const std::string& shown);
Error web_page(const std::string& shown);
// A verdict other than kGood.
Error no_mjpeg(MjpegParser::Verdict verdict, const std::string& shown);
Error no_picture_in(const std::string& shown, std::uint64_t bytes);
Error other_parts(const std::string& shown, std::string_view type);
Error one_picture(const std::string& shown);

// Refusals of its server.
Error password_refused(const std::string& shown);
Error password_wanted(const std::string& shown, std::string_view scheme);
Error login_not_supported(const std::string& shown, std::string_view method);
// An HTTP status that is no success. `has_credentials`: the address holds a user name.
Error refused_with(int status, const std::string& shown, bool has_credentials);
// HttpClient's errors, except for its time limits.
Error http_error(const Error& error, const std::string& shown);
Error no_answer(const std::string& shown, double seconds);
Error nothing_there(const std::string& shown);
Error connection_ended(const std::string& shown);
// Of srt:// and udp://.
Error no_sender(const std::string& shown, double seconds);
Error sender_gone(const SourceSpec& spec);
// Before the first picture; `flowing`: something has come.
Error failed_to_begin(const Error& error, const SourceSpec& spec, bool flowing);
Error opening_took_too_long(const std::string& shown, double seconds);

// Things that this machine lacks.
Error too_many_left_behind(int count);
Error no_thread(const std::string& shown);

}  // namespace np
