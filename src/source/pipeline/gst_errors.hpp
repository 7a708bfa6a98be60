// GStreamer's errors in words for people: one sentence with the next step, without paths, URLs or debug strings.
#pragma once

#include <string>

#include "base/error.hpp"

typedef struct _GstCaps GstCaps;
typedef struct _GstMessage GstMessage;

namespace np {

// `shown` is the source as it may be shown. `missing` names decoders that were looked for and are not installed.
Error source_error(GstMessage* message, const std::string& shown, const std::string& missing);
// The missing decoder that an element message names ("H.265 decoder"); empty for other messages, and for streams other
// than video.
std::string missing_decoder(GstMessage* message);
// Replaces it if the stream is encrypted.
inline constexpr char kProtected[] = "a key";
// The name, for people, of the decoder of this.
std::string decoder_name(GstCaps* caps);
// Whether a kind of stream says that it is encrypted.
bool is_protected(GstCaps* caps);

}  // namespace np
