#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>
#include <string>

#include "base/format.hpp"
#include "source/rtsp/rtsp_login.hpp"
#include "source/rtsp/rtsp_message.hpp"

namespace np {
namespace {

using Kind = RtspUnit::Kind;
using Login = RtspLogin::Verdict;

std::string hash(const char* kind, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  std::size_t length = 0;
  EVP_Q_digest(nullptr, kind, nullptr, text.data(), text.size(), out.data(), &length);
  std::string digits;
  for (std::size_t i = 0; i < length; ++i) digits += np::format("{:02x}", out[i]);
  return digits;
}

std::string field(const std::string& header, const std::string& name) {
  auto begin = header.find(" " + name + "=");
  if (begin == std::string::npos) return "(none)";
  begin += name.size() + 2;
  const bool quoted = header[begin] == '"';
  return header.substr(begin + quoted, header.find_first_of(quoted ? "\"" : ",", begin + 1) - begin - quoted);
}

TEST(RtspMessage, ReadsAndWritesARequest) {
  RtspMessage message =
      RtspMessage::parse("DESCRIBE rtsp://cam/a b RTSP/1.0\r\nCSeq: 7\r\nAccept:application/sdp\r\n\r\n");
  EXPECT_FALSE(message.is_answer());
  EXPECT_EQ(message.method(), "DESCRIBE");
  EXPECT_EQ(message.address(), "rtsp://cam/a b");
  EXPECT_EQ(message.header("cseq"), "7");
  message.set_address("rtsp://other/");
  message.set("CSEQ", "9");
  EXPECT_EQ(message.text(), "DESCRIBE rtsp://other/ RTSP/1.0\r\nCSeq: 9\r\nAccept: application/sdp\r\n\r\n");
}

TEST(RtspMessage, ReadsAnAnswer) {
  const RtspMessage message = RtspMessage::parse(
      "RTSP/1.0 401 Unauthorized\nwww-authenticate: Basic realm=\"a\"\nWWW-Authenticate: Digest x=y\n\n");
  EXPECT_TRUE(message.is_answer());
  EXPECT_EQ(message.status(), 401);
  EXPECT_EQ(message.all("WWW-Authenticate").size(), 2u);
  EXPECT_EQ(message.body_length(), 0u);
  for (const char* odd : {"-1", "3000000000x", "0x10", "99999999999999999999"})
    EXPECT_FALSE(RtspMessage::parse(std::string("RTSP/1.0 200 OK\nContent-Length: ") + odd + "\n\n").body_length())
        << odd;
}

TEST(RtspMessage, UnitsAreToldApart) {
  const std::string media(
      "$\x01\x00\x03"
      "abcRTSP",
      11);
  EXPECT_EQ(first_rtsp_unit(media).kind, Kind::kMedia);
  EXPECT_EQ(first_rtsp_unit(media).size, 7u);
  EXPECT_EQ(first_rtsp_unit(media.substr(0, 6)).kind, Kind::kIncomplete);
  EXPECT_EQ(first_rtsp_unit("RTSP/1.0 200 OK\r\n\r\nbody").size, 19u);
  EXPECT_EQ(first_rtsp_unit("RTSP/1.0 200 OK\n\nbody").size, 17u);
  EXPECT_EQ(first_rtsp_unit("RTSP/1.0 200 OK\r\n").kind, Kind::kIncomplete);
  EXPECT_EQ(first_rtsp_unit("\r\n\r\nRTSP/").kind, Kind::kNoise);
  EXPECT_EQ(first_rtsp_unit("\r\n\r\nRTSP/").size, 4u);
  EXPECT_EQ(first_rtsp_unit("RTSP/1.0 200 OK\r\nA: " + std::string(RtspMessage::kMaxHead, 'x')).kind, Kind::kTooLong);
}

TEST(RtspLogin, NothingIsSentUnasked) {
  RtspLogin login("ann", "secret");
  EXPECT_EQ(login.authorization("DESCRIBE", "rtsp://cam/x"), "");
  EXPECT_EQ(login.challenged({"Basic realm=\"cam\""}, 0), Login::kTry);
  EXPECT_EQ(login.authorization("DESCRIBE", "rtsp://cam/x"), "Basic YW5uOnNlY3JldA==");
  EXPECT_EQ(login.challenged({"Basic realm=\"cam\""}, 1), Login::kRefused);
}

TEST(RtspLogin, DigestOfRfc2069) {
  RtspLogin login("ann", "secret");
  ASSERT_EQ(login.challenged({"Digest realm=\"cam\", nonce=\"abc\""}, 0), Login::kTry);
  const std::string said = login.authorization("SETUP", "rtsp://cam/x");
  const std::string a = hash("MD5", "ann:cam:secret"), b = hash("MD5", "SETUP:rtsp://cam/x");
  EXPECT_EQ(field(said, "response"), hash("MD5", a + ":abc:" + b));
  EXPECT_EQ(field(said, "qop"), "(none)");
}

TEST(RtspLogin, DigestWithQualityOfProtection) {
  for (const auto& [algorithm, kind] : {std::pair{"", "MD5"},
                                        {", algorithm=SHA-256", "SHA256"},
                                        {", algorithm=SHA-512-256", "SHA512-256"},
                                        {", algorithm=\"MD5\"", "MD5"}}) {
    RtspLogin login("ann", "secret");
    ASSERT_EQ(
        login.challenged(
            {std::string("Digest realm=\"ca,m\", qop=\"auth-int, auth\", nonce=\"abc\", opaque=\"o\"") + algorithm}, 0),
        Login::kTry);
    for (const char* count : {"00000001", "00000002"}) {
      const std::string said = login.authorization("PLAY", "rtsp://cam/x");
      const std::string a = hash(kind, "ann:ca,m:secret"), b = hash(kind, "PLAY:rtsp://cam/x");
      EXPECT_EQ(field(said, "nc"), count);
      EXPECT_EQ(field(said, "qop"), "auth");
      EXPECT_EQ(field(said, "opaque"), "o");
      EXPECT_EQ(field(said, "response"), hash(kind, a + ":abc:" + count + ":" + field(said, "cnonce") + ":auth:" + b));
    }
  }
}

TEST(RtspLogin, SessionKind) {
  RtspLogin login("ann", "secret");
  ASSERT_EQ(login.challenged({"Digest realm=\"cam\",nonce=\"n\",qop=\"auth\",algorithm=MD5-sess"}, 0), Login::kTry);
  const std::string said = login.authorization("PLAY", "u");
  const std::string nonce = field(said, "cnonce");
  const std::string a = hash("MD5", hash("MD5", "ann:cam:secret") + ":n:" + nonce), b = hash("MD5", "PLAY:u");
  EXPECT_EQ(field(said, "response"), hash("MD5", a + ":n:00000001:" + nonce + ":auth:" + b));
}

TEST(RtspLogin, TheStrongestThatIsKnown) {
  RtspLogin login("ann", "secret");
  ASSERT_EQ(
      login.challenged(
          {"Basic realm=\"a\", Digest realm=\"b\", nonce=\"1\", algorithm=SHA-256, Digest realm=\"c\", nonce=\"2\"",
           "Digest realm=\"d\", nonce=\"3\", algorithm=ODD"},
          0),
      Login::kTry);
  EXPECT_EQ(field(login.authorization("PLAY", "u"), "realm"), "b");
}

TEST(RtspLogin, NoncesGrowStale) {
  RtspLogin login("ann", "secret");
  ASSERT_EQ(login.challenged({"Digest realm=\"c\", nonce=\"1\""}, 0), Login::kTry);
  EXPECT_EQ(login.challenged({"Digest realm=\"c\", nonce=\"2\", stale=true"}, 1), Login::kTry);
  EXPECT_EQ(login.challenged({"Digest realm=\"c\", nonce=\"3\""}, 1), Login::kTry) << "one for each request";
  EXPECT_EQ(login.challenged({"Digest realm=\"c\", nonce=\"4\""}, 2), Login::kRefused);
  EXPECT_EQ(login.challenged({"Digest realm=\"c\", nonce=\"3\""}, 1), Login::kRefused) << "the same again";
}

TEST(RtspLogin, SaysWhatIsMissing) {
  EXPECT_EQ(RtspLogin("", "").challenged({"Digest realm=\"c\", nonce=\"1\""}, 0), Login::kWanted);
  RtspLogin login("ann", "secret");
  EXPECT_EQ(login.challenged({"NTLM", "Digest realm=\"c\", nonce=\"1\", algorithm=ODD"}, 0), Login::kNotSupported);
  EXPECT_EQ(login.method(), "ntlm, digest ODD");
  EXPECT_EQ(login.challenged({}, 0), Login::kNotSupported);
}

}  // namespace
}  // namespace np
