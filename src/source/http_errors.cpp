#include "source/http_errors.hpp"

#include "base/format.hpp"
#include "source/messages.hpp"

namespace np {

Error refused_with(int status, const std::string& shown, bool has_credentials) {
  if (status == 401 || status == 403) {
    return Error(ErrorKind::kPermission, has_credentials ? np::format(messages::kPasswordRefused, shown)
                                                         : np::format(messages::kPasswordWanted, shown));
  }
  if (status == 404 || status == 410) return Error(ErrorKind::kNotFound, np::format(messages::kAddressNotFound, shown));
  if (status >= 500) return Error(ErrorKind::kUnavailable, np::format(messages::kCannotAnswerNow, shown, status));
  return Error(ErrorKind::kInvalid, np::format(messages::kAnswersWithoutVideo, shown, status));
}

Error http_error(const Error& error, const std::string& shown) {
  return Error(error.kind(), np::format(messages::kCannotBeRead, shown, error.message()));
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

Error no_mjpeg(MjpegParser::Verdict verdict, const std::string& shown) {
  using Verdict = MjpegParser::Verdict;
  constexpr auto megabytes = [](std::size_t bytes) { return bytes >> 20; };
  switch (verdict) {
    case Verdict::kPictureTooLarge:
      return Error(ErrorKind::kInvalid,
                   np::format(messages::kPictureTooLarge, shown, megabytes(MjpegParser::kMaxPicture)));
    case Verdict::kPartHeadTooLong: return Error(ErrorKind::kInvalid, np::format(messages::kPartHeadWithoutEnd, shown));
    default:
      return Error(ErrorKind::kInvalid,
                   np::format(messages::kNoPictureInThat, shown, megabytes(MjpegParser::kMaxSearch)));
  }
}

Error one_picture(const std::string& shown) {
  return Error(ErrorKind::kEnded, np::format(messages::kOnePicture, shown));
}

Error connection_ended(const std::string& shown) {
  return Error(ErrorKind::kUnavailable, np::format(messages::kSenderEnded, shown));
}

}  // namespace np
