#include "source/pipeline/gst_errors.hpp"

#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>

#include <cctype>
#include <string_view>

#include "base/format.hpp"
#include "base/gst_ptr.hpp"
#include "source/messages.hpp"
#include "source/reasons.hpp"

namespace np {
namespace {

bool is_url(const std::string& shown) { return shown.contains("://") && !shown.starts_with("file:"); }

Error of_resource(int code, const std::string& shown) {
  switch (code) {
    case GST_RESOURCE_ERROR_NOT_FOUND:
      return is_url(shown) ? Error(ErrorKind::kNotFound, np::format(messages::kAddressNotFound, shown))
                           : Error(ErrorKind::kNotFound, np::format("{} was not found: check the path.", shown));
    case GST_RESOURCE_ERROR_NOT_AUTHORIZED:
      return is_url(shown)
                 ? Error(ErrorKind::kPermission, np::format(messages::kPasswordRefused, shown))
                 : Error(
                       ErrorKind::kPermission,
                       np::format("{} may not be read by the user that runs NerdPudding: give it permission.", shown));
    case GST_RESOURCE_ERROR_BUSY:
      return Error(ErrorKind::kUnavailable, np::format("{} is in use: close the other program that uses it.", shown));
    case GST_RESOURCE_ERROR_OPEN_READ:
    case GST_RESOURCE_ERROR_OPEN_WRITE:
    case GST_RESOURCE_ERROR_OPEN_READ_WRITE:
      return is_url(shown)
                 ? Error(ErrorKind::kRefused, np::format("{} does not answer: check address, port and network.", shown))
                 : Error(ErrorKind::kUnavailable,
                         np::format("{} cannot be opened: check that it is there and may be read.", shown));
    default:
      return Error(ErrorKind::kUnavailable, np::format("Reading {} broke off: check that it is still there.", shown));
  }
}

Error of_stream(int code, const std::string& shown, const std::string& missing) {
  switch (code) {
    case GST_STREAM_ERROR_CODEC_NOT_FOUND: return no_decoder(shown, missing);
    case GST_STREAM_ERROR_TYPE_NOT_FOUND:
    case GST_STREAM_ERROR_WRONG_TYPE: return not_a_video(shown);
    case GST_STREAM_ERROR_DECRYPT:
    case GST_STREAM_ERROR_DECRYPT_NOKEY: return copy_protected(shown);
    case GST_STREAM_ERROR_DEMUX:
    case GST_STREAM_ERROR_DECODE:
    case GST_STREAM_ERROR_FORMAT:
      // A sender that answers may send something better when it is asked again.
      return is_url(shown) ? Error(ErrorKind::kRefused, np::format(messages::kSendsDamaged, shown)) : damaged(shown);
    default:
      return is_url(shown)
                 ? Error(ErrorKind::kRefused,
                         np::format("{} does not answer, or broke off: check address, port and network.", shown))
                 : damaged(shown);
  }
}

// What a container calls a codec that GStreamer has never heard of: four characters, or a name.
std::string codec_of_container(const GstStructure* fields) {
  std::string codec;
  int fourcc = 0;
  if (gst_structure_get_int(fields, "fourcc", &fourcc)) {
    for (int shift = 0; shift < 32; shift += 8) codec += static_cast<char>(fourcc >> shift);
  } else if (const char* id = gst_structure_get_string(fields, "codec-id")) {
    codec = id;
  }
  std::erase_if(codec, [](unsigned char c) { return std::isprint(c) == 0 || c == '"'; });
  return codec;
}

bool is_not_negotiated(GstMessage* message) {
  const GstStructure* details = nullptr;
  gst_message_parse_error_details(message, &details);
  int flow = GST_FLOW_OK;
  return details && gst_structure_get_int(details, "flow-return", &flow) && flow == GST_FLOW_NOT_NEGOTIATED;
}

}  // namespace

Error source_error(GstMessage* message, const std::string& shown, const std::string& missing) {
  GError* raw = nullptr;
  gst_message_parse_error(message, &raw, nullptr);
  const GErrorPtr error(raw);
  if (missing == kProtected) return copy_protected(shown);
  if (!missing.empty()) return no_decoder(shown, missing);
  if (is_not_negotiated(message)) return pixels_not_supported(shown);
  if (error->domain == GST_RESOURCE_ERROR) return of_resource(error->code, shown);
  if (error->domain == GST_STREAM_ERROR) return of_stream(error->code, shown, missing);
  if (error->domain == GST_CORE_ERROR && error->code == GST_CORE_ERROR_MISSING_PLUGIN)
    return no_decoder(shown, missing);
  return Error(ErrorKind::kUnavailable, np::format("{} cannot be played here: try another source.", shown));
}

bool is_protected(GstCaps* caps) {
  const std::string_view type = gst_structure_get_name(gst_caps_get_structure(caps, 0));
  return type == "application/x-cenc" || type == "application/x-cbcs" || type == "application/x-webm-enc" ||
         type.starts_with("application/x-aes");
}

std::string decoder_name(GstCaps* caps) {
  if (const std::string codec = codec_of_container(gst_caps_get_structure(caps, 0)); !codec.empty())
    return np::format("a decoder for \"{}\"", codec);
  return to_string(GCharPtr(gst_pb_utils_get_decoder_description(caps)));
}

std::string missing_decoder(GstMessage* message) {
  if (!gst_is_missing_plugin_message(message)) return {};
  const GstStructure* details = gst_message_get_structure(message);
  const GValue* value = gst_structure_get_value(details, "detail");
  if (!value || !GST_VALUE_HOLDS_CAPS(value))
    return to_string(GCharPtr(gst_missing_plugin_message_get_description(message)));
  auto* caps = const_cast<GstCaps*>(gst_value_get_caps(value));
  if (gst_caps_is_empty(caps) || gst_caps_is_any(caps)) return {};
  if (is_protected(caps)) return kProtected;
  const std::string_view type = gst_structure_get_name(gst_caps_get_structure(caps, 0));
  return type.starts_with("video/") || type.starts_with("image/") ? decoder_name(caps) : "";
}

}  // namespace np
