#include "source/reasons.hpp"

#include <string_view>

#include "base/format.hpp"
#include "source/messages.hpp"
#include "video/coded_size.hpp"

namespace np {

Error password_refused(const std::string& shown) {
  return Error(ErrorKind::kPermission, np::format(messages::kPasswordRefused, shown));
}

Error password_wanted(const std::string& shown, std::string_view scheme) {
  return Error(ErrorKind::kPermission, np::format(messages::kPasswordWanted, shown, scheme));
}

Error login_not_supported(const std::string& shown, std::string_view method) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kLoginNotSupported, shown, method));
}

Error refused_with(int status, const std::string& shown, bool has_credentials) {
  if (status == 401) return has_credentials ? password_refused(shown) : password_wanted(shown, "http");
  if (status == 403) return Error(ErrorKind::kPermission, np::format(messages::kForbids, shown));
  if (status == 404 || status == 410) return Error(ErrorKind::kNotFound, np::format(messages::kAddressNotFound, shown));
  if (status >= 500) return Error(ErrorKind::kUnavailable, np::format(messages::kCannotAnswerNow, shown, status));
  return Error(ErrorKind::kInvalid, np::format(messages::kAnswersWithoutVideo, shown, status));
}

Error http_error(const Error& error, const std::string& shown) {
  const std::string& why = error.message();
  const std::string_view begin = std::string_view(why).substr(0, why.find(' '));
  // Host and port stand there already.
  if (begin.contains(':') && shown.contains(begin)) return Error(error.kind(), why);
  return Error(error.kind(), np::format(messages::kCannotBeRead, shown, why));
}

Error no_answer(const std::string& shown, double seconds) {
  return Error(ErrorKind::kTimeout, np::format(messages::kNoAnswerInTime, shown, seconds));
}

Error nothing_there(const std::string& shown) {
  return Error(ErrorKind::kUnavailable, np::format(messages::kSendsNoPicture, shown));
}

Error web_page(const std::string& shown) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kIsWebPage, shown));
}

Error no_picture_in(const std::string& shown, std::uint64_t bytes) {
  return Error(ErrorKind::kInvalid, np::format(messages::kNoPictureInThat, shown, bytes >> 20));
}

Error no_mjpeg(MjpegParser::Verdict verdict, const std::string& shown) {
  using Verdict = MjpegParser::Verdict;
  switch (verdict) {
    case Verdict::kPictureTooLarge:
      return Error(ErrorKind::kInvalid, np::format(messages::kPictureTooLarge, shown, MjpegParser::kMaxPicture >> 20));
    case Verdict::kPartHeadTooLong: return Error(ErrorKind::kInvalid, np::format(messages::kPartHeadWithoutEnd, shown));
    default: return no_picture_in(shown, MjpegParser::kMaxSearch);
  }
}

Error one_picture(const std::string& shown) {
  return Error(ErrorKind::kEnded, np::format(messages::kOnePicture, shown));
}

Error connection_ended(const std::string& shown) {
  return Error(ErrorKind::kUnavailable, np::format(messages::kSenderEnded, shown));
}

Error no_sender(const std::string& shown, double seconds) {
  return Error(ErrorKind::kTimeout, np::format(messages::kNoSender, shown, seconds));
}

Error sender_gone(const SourceSpec& spec) {
  if (!spec.listens) return connection_ended(spec.shown);
  return Error(ErrorKind::kEnded, np::format(messages::kSenderGone, spec.shown));
}

Error failed_to_begin(const Error& error, const SourceSpec& spec, bool flowing) {
  // One who has gone keeps nobody waiting who may be the right one.
  if (error.kind() == ErrorKind::kEnded && spec.listens) return error;
  if (error.kind() == ErrorKind::kPermission)
    return Error(ErrorKind::kPermission, np::format(messages::kPassphraseRefused, spec.shown));
  if (!flowing && spec.kind == "srt" && !spec.listens)
    return Error(ErrorKind::kRefused, np::format("{} does not answer: check address, port and network.", spec.shown));
  if (error.kind() != ErrorKind::kUnsupported && flowing)
    return Error(ErrorKind::kUnavailable, np::format(messages::kNotFromSender, spec.shown, "MPEG-TS"));
  return error;
}

Error no_decoder(const std::string& shown, const std::string& missing) {
  return Error(ErrorKind::kUnsupported,
               np::format(messages::kNeedsPlugin, shown, missing.empty() ? "its kind is unknown" : missing));
}

Error no_video(const std::string& shown) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kOnlySound, shown));
}

Error not_a_video(const std::string& shown) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kIsNoVideo, shown));
}

Error pixels_not_supported(const std::string& shown) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kPixelsNotSupported, shown));
}

Error damaged(const std::string& shown) { return Error(ErrorKind::kInvalid, np::format(messages::kIsDamaged, shown)); }

Error opening_took_too_long(const std::string& shown, double seconds) {
  return Error(ErrorKind::kTimeout, np::format(messages::kNoPictureInTime, shown, seconds));
}

Error copy_protected(const std::string& shown) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kCopyProtected, shown));
}

Error too_large(const std::string& shown, std::int64_t width, std::int64_t height, std::string_view type) {
  const char* most = is_costly(type) ? "3840x2160" : "8192x4320";
  return Error(ErrorKind::kUnsupported, np::format(messages::kTooManyPixels, shown, width, height, most));
}

Error unsupported_picture(const std::string& shown, std::string_view kind) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kUnsupportedPicture, shown, kind));
}

Error unsupported_list(const std::string& shown, std::string_view kind) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kUnsupportedList, shown, kind));
}

Error not_opened(Nesting::Fault fault, const std::string& shown) {
  const bool deep = fault == Nesting::Fault::kDeep;
  return Error(ErrorKind::kInvalid,
               deep ? np::format(messages::kNestedTooDeep, shown) : np::format(messages::kPacked, shown));
}

Error no_time_of_sound(const std::string& shown) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kSoundWithoutTime, shown));
}
Error leads_elsewhere(const std::string& shown) {
  return Error(ErrorKind::kPermission, np::format(messages::kLeadsElsewhere, shown));
}

Error too_many_left_behind(int count) {
  return Error(ErrorKind::kUnavailable, np::format(messages::kTooManyLeftBehind, count));
}

Error no_thread(const std::string& shown) {
  return Error(ErrorKind::kUnavailable, np::format(messages::kNoThread, shown));
}

Error other_parts(const std::string& shown, std::string_view type) {
  return Error(ErrorKind::kUnsupported, np::format(messages::kOtherParts, shown, type));
}

}  // namespace np
