// One table: what has happened, whom it is blamed on, and what kind of trouble it is.
#include "source/reasons.hpp"

#include <gmock/gmock.h>
#include <gst/gst.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/format.hpp"
#include "base/gst_init.hpp"
#include "base/gst_ptr.hpp"
#include "messages.hpp"
#include "net/messages.hpp"
#include "source/messages.hpp"
#include "source/pipeline/gst_errors.hpp"

namespace np::test {
namespace {

const std::string kShown = "rtsp://cam/stream";

TEST(Reasons, EachBlamesTheRightOne) {
  const struct {
    const char* what;
    Error reason;
    ErrorKind kind;
    const char* sentence;
  } table[] = {
      {"no password was given", password_wanted(kShown, "rtsp"), ErrorKind::kPermission, messages::kPasswordWanted},
      {"a wrong one was given", password_refused(kShown), ErrorKind::kPermission, messages::kPasswordRefused},
      {"a way of logging in", login_not_supported(kShown, "ntlm"), ErrorKind::kUnsupported,
       messages::kLoginNotSupported},
      {"401 without a password", refused_with(401, kShown, false), ErrorKind::kPermission, messages::kPasswordWanted},
      {"401 with one", refused_with(401, kShown, true), ErrorKind::kPermission, messages::kPasswordRefused},
      {"the way there", http_error(Error(ErrorKind::kUnavailable, "The answer breaks off."), kShown),
       ErrorKind::kUnavailable, messages::kCannotBeRead},
      {"403", refused_with(403, kShown, true), ErrorKind::kPermission, messages::kForbids},
      {"404", refused_with(404, kShown, false), ErrorKind::kNotFound, messages::kAddressNotFound},
      {"410", refused_with(410, kShown, false), ErrorKind::kNotFound, messages::kAddressNotFound},
      {"503", refused_with(503, kShown, false), ErrorKind::kUnavailable, messages::kCannotAnswerNow},
      {"418", refused_with(418, kShown, false), ErrorKind::kInvalid, messages::kAnswersWithoutVideo},
      {"the file", damaged(kShown), ErrorKind::kInvalid, messages::kIsDamaged},
      {"its pixels", pixels_not_supported(kShown), ErrorKind::kUnsupported, messages::kPixelsNotSupported},
      {"a kind of picture", unsupported_picture(kShown, "AVIF"), ErrorKind::kUnsupported,
       messages::kUnsupportedPicture},
      {"a kind of list", unsupported_list(kShown, "DASH"), ErrorKind::kUnsupported, messages::kUnsupportedList},
      {"its size", too_large(kShown, 16384, 8192), ErrorKind::kUnsupported, messages::kTooManyPixels},
      {"protection", copy_protected(kShown), ErrorKind::kUnsupported, messages::kCopyProtected},
      {"a plugin", no_decoder(kShown, "H.266 decoder"), ErrorKind::kUnsupported, messages::kNeedsPlugin},
      {"its build", not_opened(Nesting::Fault::kDeep, kShown), ErrorKind::kInvalid, messages::kNestedTooDeep},
      {"its packing", not_opened(Nesting::Fault::kPacked, kShown), ErrorKind::kInvalid, messages::kPacked},
      {"where it leads", leads_elsewhere(kShown), ErrorKind::kPermission, messages::kLeadsElsewhere},
      {"parts of another kind", other_parts(kShown, "video/x-h264"), ErrorKind::kUnsupported, messages::kOtherParts},
      {"sound alone", no_video(kShown), ErrorKind::kUnsupported, messages::kOnlySound},
      {"no video at all", not_a_video(kShown), ErrorKind::kUnsupported, messages::kIsNoVideo},
      {"a page", web_page(kShown), ErrorKind::kUnsupported, messages::kIsWebPage},
      {"this machine", no_thread(kShown), ErrorKind::kUnavailable, messages::kNoThread},
      {"what was left behind", too_many_left_behind(3), ErrorKind::kUnavailable, messages::kTooManyLeftBehind},
  };
  for (const auto& row : table) {
    EXPECT_EQ(row.reason.kind(), row.kind) << row.what;
    EXPECT_THAT(row.reason.message(), says(row.sentence)) << row.what;
    EXPECT_TRUE(row.reason.message().ends_with('.')) << row.reason.message();
  }
}

TEST(Reasons, NameTheHostOnce) {
  const Error refused(ErrorKind::kUnavailable, np::format(messages::kPeerRefusesConnection, "cam:80"));
  EXPECT_EQ(http_error(refused, "http://cam:80/video").message(), refused.message());
  EXPECT_THAT(http_error(refused, "http://cam/video").message(), says(messages::kCannotBeRead, "http://cam/video"));
}

TEST(Reasons, OfWhatGStreamerSays) {
  init_gstreamer();
  const struct {
    GQuark domain;
    int code;
    const char* missing;
    ErrorKind kind;
    const char* sentence;
  } table[] = {
      {GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND, "", ErrorKind::kNotFound, messages::kAddressNotFound},
      {GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED, "", ErrorKind::kPermission, messages::kPasswordRefused},
      {GST_STREAM_ERROR, GST_STREAM_ERROR_DECRYPT_NOKEY, "", ErrorKind::kUnsupported, messages::kCopyProtected},
      {GST_STREAM_ERROR, GST_STREAM_ERROR_TYPE_NOT_FOUND, "", ErrorKind::kUnsupported, messages::kIsNoVideo},
      {GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND, "H.266 decoder", ErrorKind::kUnsupported,
       messages::kNeedsPlugin},
      {GST_STREAM_ERROR, GST_STREAM_ERROR_DEMUX, "H.266 decoder", ErrorKind::kUnsupported, messages::kNeedsPlugin},
      {GST_STREAM_ERROR, GST_STREAM_ERROR_DEMUX, kProtected, ErrorKind::kUnsupported, messages::kCopyProtected},
      {GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, "", ErrorKind::kUnsupported, messages::kNeedsPlugin},
  };
  for (const auto& row : table) {
    GError* raw = g_error_new_literal(row.domain, row.code, "x");
    const GErrorPtr owner(raw);
    const GstMessagePtr message(gst_message_new_error(nullptr, raw, "x"));
    const Error error = source_error(message.get(), kShown, row.missing);
    EXPECT_EQ(error.kind(), row.kind) << row.code;
    EXPECT_THAT(error.message(), says(row.sentence)) << row.code;
  }
}

TEST(Reasons, ProtectionIsNoMissingPlugin) {
  init_gstreamer();
  for (const char* kind : {"application/x-cenc", "application/x-cbcs", "application/x-webm-enc"}) {
    const GstCapsPtr caps(gst_caps_new_empty_simple(kind));
    EXPECT_TRUE(is_protected(caps.get())) << kind;
  }
  const GstCapsPtr caps(gst_caps_new_empty_simple("video/x-h264"));
  EXPECT_FALSE(is_protected(caps.get()));
}

}  // namespace
}  // namespace np::test
