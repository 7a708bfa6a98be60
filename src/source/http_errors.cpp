#include "source/http_errors.hpp"

#include "base/format.hpp"

namespace np {

Error refused_with(int status, const std::string& shown, bool has_credentials) {
  if (status == 401 || status == 403) {
    return Error(ErrorKind::kPermission,
                 has_credentials ? np::format("{} refuses the user name and password: check them.", shown)
                                 : np::format("{} wants a user name and password: write them into the address, as "
                                              "http://user:password@….",
                                              shown));
  }
  if (status == 404 || status == 410)
    return Error(ErrorKind::kNotFound, np::format("{} was not found: check the address.", shown));
  if (status >= 500)
    return Error(ErrorKind::kUnavailable,
                 np::format("{} cannot answer now ({}): see what it says itself, or restart it.", shown, status));
  return Error(ErrorKind::kInvalid, np::format("{} answers ({}) without a video: check the address.", shown, status));
}

Error http_error(const Error& error, const std::string& shown) {
  return Error(error.kind(), np::format("{} cannot be read: {}", shown, error.message()));
}

Error no_answer(const std::string& shown, double seconds) {
  return Error(ErrorKind::kTimeout,
               np::format("{} did not answer within {:g} s: check the address and the network, or raise OPEN_TIMEOUT.",
                          shown, seconds));
}

Error nothing_there(const std::string& shown) {
  return Error(ErrorKind::kUnavailable, np::format("{} sends no picture: check the address.", shown));
}

Error web_page(const std::string& shown) {
  return Error(
      ErrorKind::kUnsupported,
      np::format("{} is not a video but a web page, perhaps of a login: name the address of the stream itself.",
                 shown));
}

Error no_mjpeg(MjpegParser::Verdict verdict, const std::string& shown) {
  using Verdict = MjpegParser::Verdict;
  constexpr auto megabytes = [](std::size_t bytes) { return bytes >> 20; };
  switch (verdict) {
    case Verdict::kPictureTooLarge:
      return Error(ErrorKind::kInvalid,
                   np::format("{} sends a picture of more than {} MB: name a stream of smaller ones.", shown,
                              megabytes(MjpegParser::kMaxPicture)));
    case Verdict::kPartHeadTooLong:
      return Error(ErrorKind::kInvalid,
                   np::format("{} sends headers without an end where a picture should be: check the address.", shown));
    default:
      return Error(ErrorKind::kInvalid, np::format("{} sent {} MB without a picture in them: check the address.", shown,
                                                   megabytes(MjpegParser::kMaxSearch)));
  }
}

Error one_picture(const std::string& shown) {
  return Error(ErrorKind::kEnded,
               np::format("{} gives one picture and not a stream: name the address of the stream.", shown));
}

Error connection_ended(const std::string& shown) {
  return Error(
      ErrorKind::kUnavailable,
      np::format("{} ended the connection: see whether the camera or program that sends it still runs.", shown));
}

}  // namespace np
