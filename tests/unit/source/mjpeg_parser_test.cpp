#include "source/mjpeg_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "noise_jpeg.hpp"

namespace np {
namespace {

using std::string;
using std::string_view;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::Le;
using testing::SizeIs;
using Verdict = MjpegParser::Verdict;

constexpr const char* kMultipart = "multipart/x-mixed-replace; boundary=cut";

// Sanitizers make this a hundred times slower: there every so many cases are tried.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kSparing = 17;
#else
constexpr int kSparing = 1;
#endif

string text_of(const PictureBytes& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

const string& one() {
  static const string made = test::noise_jpeg(64, 48, 1);
  return made;
}
const string& two() {
  static const string made = test::noise_jpeg(80, 40, 2);
  return made;
}
const string& three() {
  static const string made = test::noise_jpeg(32, 32, 3);
  return made;
}

string part(string_view picture, string_view more = {}, string_view boundary = "--cut") {
  return np::format("{}\r\nContent-Type: image/jpeg\r\n{}\r\n{}\r\n", boundary, more, picture);
}
string part_with_length(string_view picture, std::size_t length) {
  return part(picture, np::format("Content-Length: {}\r\n", length));
}
string part_with_length(string_view picture) { return part_with_length(picture, picture.size()); }

struct Cut {
  std::vector<string> pictures;
  Verdict verdict = Verdict::kGood;
  bool multipart = false;
};

Cut cut(string_view stream, string_view type = kMultipart, std::size_t step = string::npos) {
  Cut out;
  MjpegParser parser(type, [&](MjpegParser::Picture picture) { out.pictures.push_back(text_of(picture.jpeg)); });
  while (!stream.empty()) {
    out.verdict = parser.feed(stream.substr(0, step));
    stream.remove_prefix(std::min(step, stream.size()));
  }
  out.multipart = parser.multipart();
  return out;
}

#define EXPECT_CUTS(stream, type, ...)                                \
  do {                                                                \
    const Cut result = cut(stream, type);                             \
    EXPECT_EQ(result.verdict, Verdict::kGood);                        \
    EXPECT_TRUE(result.pictures == (std::vector<string> __VA_ARGS__)) \
        << "there are " << result.pictures.size() << " pictures";     \
  } while (false)

TEST(MjpegParser, PartsWithTheirLength) {
  EXPECT_CUTS(part_with_length(one()) + part_with_length(two()) + part_with_length(three()), kMultipart,
              {one(), two(), three()});
  EXPECT_TRUE(cut(part_with_length(one())).multipart);
}

TEST(MjpegParser, APictureIsGivenWithItsLastByte) {
  int pictures = 0;
  PictureSize size;
  MjpegParser parser(kMultipart, [&](const MjpegParser::Picture& picture) {
    ++pictures;
    size = picture.size;
  });
  const string stream = part(two());
  const std::size_t end = stream.size() - 2;  // before the line break
  parser.feed(string_view(stream).substr(0, end - 1));
  EXPECT_EQ(pictures, 0);
  parser.feed(string_view(stream).substr(end - 1, 1));
  EXPECT_EQ(pictures, 1);
  EXPECT_EQ(size.width, 80);
  EXPECT_EQ(size.height, 40);
}

TEST(MjpegParser, NoLength) {
  EXPECT_CUTS(part(one()) + part(two()) + part(three()), kMultipart, {one(), two(), three()});
}

TEST(MjpegParser, BoundariesOfEveryMake) {
  struct Make {
    const char* type;
    const char* line;
  };
  for (const auto& [type, line] : {Make{"multipart/x-mixed-replace;boundary=cut", "--cut"},
                                   {"multipart/x-mixed-replace; boundary=\"cut\"", "--cut"},
                                   {"multipart/x-mixed-replace; charset=x; Boundary = \"cut it; so\"", "--cut it; so"},
                                   {"multipart/x-mixed-replace; boundary=\"c\\\"ut\"", "--c\"ut"},
                                   {"multipart/x-mixed-replace; boundary=--cut", "--cut"},
                                   {"multipart/x-mixed-replace; boundary=--cut", "----cut"},
                                   {"multipart/x-mixed-replace; boundary=cut", "cut"},
                                   {"multipart/x-mixed-replace; boundary=cut", "--cut  "},
                                   {"multipart/x-mixed-replace; boundary=----", "------"},
                                   {"multipart/x-mixed-replace; boundary==_?'()+,./:=", "--=_?'()+,./:="},
                                   {"multipart/x-mixed-replace; boundary=expected", "--other"},
                                   {"multipart/x-mixed-replace; boundary=", "--cut"},
                                   {"multipart/x-mixed-replace", "--cut"},
                                   {"application/octet-stream", "--ffmpeg"}}) {
    SCOPED_TRACE(np::format("{} and {}", type, line));
    EXPECT_CUTS(part(one(), {}, line) + part(two(), "Content-Length: 7\r\n", line) + line + "--\r\n", type,
                {one(), two()});
  }
}

TEST(MjpegParser, LineFeedsAlone) {
  EXPECT_CUTS(np::format("--cut\nContent-Type: image/jpeg\nContent-Length: {}\n\n{}\n--cut\n\n{}\n--cut--\n",
                         one().size(), one(), two()),
              kMultipart, {one(), two()});
}

TEST(MjpegParser, NothingBetweenPictureAndBoundary) {
  EXPECT_CUTS(np::format("--cut\r\n\r\n{}--cut\r\n\r\n{}--cut--", one(), two()), kMultipart, {one(), two()});
}

TEST(MjpegParser, NoHeadersAndNoEmptyLine) {
  EXPECT_CUTS(np::format("--cut\r\n{}\r\n--cut\r\n{}\r\n", one(), two()), kMultipart, {one(), two()});
}

TEST(MjpegParser, JunkBeforeTheFirstPart) {
  EXPECT_CUTS("\r\nThis is a stream.\r\n-\r\n" + string(5000, 'x') + "\r\n" + part_with_length(one()), kMultipart,
              {one()});
  EXPECT_CUTS("\xFF\xD8 \xFF\xFF\xD8\xFF\xFF" + part_with_length(one()), kMultipart, {one()});
}

TEST(MjpegParser, AWrongLengthIsSurvived) {
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, one().size() - 1, one().size() + 1, one().size() + 2,
                                   one().size() + 900, 3 * one().size(), std::size_t{1} << 40}) {
    SCOPED_TRACE(length);
    EXPECT_CUTS(part_with_length(one(), length) + part_with_length(two(), length) + part_with_length(three(), length),
                kMultipart, {one(), two(), three()});
  }
  for (const char* nonsense : {"-5", "x", "", "99999999999999999999999", "12 apples"}) {
    const string more = np::format("Content-Length: {}\r\n", nonsense);
    EXPECT_CUTS(part(one(), more) + part(two(), more), kMultipart, {one(), two()});
  }
}

TEST(MjpegParser, WhatFollowsAPictureInItsPartIsNone) {
  EXPECT_CUTS(part_with_length(one() + string(50, '\0')) + part_with_length(two()), kMultipart, {one(), two()});
  EXPECT_CUTS(part_with_length(one() + three()) + part_with_length(two()), kMultipart, {one(), two()});
}

TEST(MjpegParser, PartsThatAreNoJpegAreSkipped) {
  const string text = "--cut\r\nContent-Type: text/plain\r\n\r\nwait\r\n";
  const string decoy = "--cut\r\nContent-Type: image/png\r\n\r\n" + three() + "\r\n";
  const string sized =
      np::format("--cut\r\ncontent-type: audio/basic\r\ncontent-length: {}\r\n\r\n{}\r\n", two().size(), two());
  EXPECT_CUTS(text + decoy + part(one()) + sized + text + part(two()) + decoy, kMultipart, {one(), two()});
}

TEST(MjpegParser, PartsOfAnotherKindAreTold) {
  for (const string type : {"image/png", "video/x-h264"}) {
    const string other = "--cut\r\nContent-Type: " + type + "\r\nContent-Length: 4\r\n\r\nabcd\r\n";
    MjpegParser parser(kMultipart, [](MjpegParser::Picture) { ADD_FAILURE(); });
    EXPECT_EQ(parser.feed(other), MjpegParser::Verdict::kGood) << "one may be an accident";
    EXPECT_EQ(parser.feed(other), MjpegParser::Verdict::kOtherParts);
    EXPECT_EQ(parser.other_type(), type);
  }
}

TEST(MjpegParser, APictureThatBreaksOffIsSkipped) {
  const string broken = test::noise_jpeg(70, 70, 9);
  for (std::size_t length = 0; length < broken.size(); length += kSparing * (length < 800 ? 1 : 97)) {
    SCOPED_TRACE(length);
    const string_view piece = string_view(broken).substr(0, length);
    string with_length = part_with_length(one()) + part_with_length(piece);
    string without = part(one()) + part(piece);
    // A head that breaks off may have claimed what follows.
    for (int i = 0; i < 70; ++i) {
      with_length += part_with_length(two());
      without += part(two());
    }
    for (const string& stream : {with_length, without}) {
      const Cut result = cut(stream);
      ASSERT_EQ(result.verdict, Verdict::kGood);
      ASSERT_THAT(result.pictures, SizeIs(71));
      ASSERT_EQ(result.pictures[0], one());
      ASSERT_EQ(result.pictures[1], two());
      ASSERT_EQ(result.pictures[70], two());
    }
  }
}

TEST(MjpegParser, DamageWithinAPictureCostsThatPicture) {
  std::minstd_rand random(5);
  for (int run = 0; run < 200; run += kSparing) {
    string damaged = one();
    for (int i = 0; i < 20; ++i) damaged[2 + random() % (damaged.size() - 4)] = static_cast<char>(random());
    string stream = part_with_length(damaged);
    for (int i = 0; i < 70; ++i) stream += part_with_length(two());
    const Cut result = cut(stream);
    ASSERT_EQ(result.verdict, Verdict::kGood);
    ASSERT_GE(result.pictures.size(), 70u);
    ASSERT_EQ(result.pictures.back(), two());
  }
}

TEST(MjpegParser, BareJpegs) {
  EXPECT_CUTS(one() + two() + three(), "image/jpeg", {one(), two(), three()});
  EXPECT_CUTS("junk" + one() + string(7, '\0') + two() + "\r\n" + three(), "video/x-motion-jpeg",
              {one(), two(), three()});
  EXPECT_FALSE(cut(one() + two(), "image/jpeg").multipart);
}

TEST(MjpegParser, AThumbnailIsNoPicture) {
  const string thumbnail = three();
  const string segment = "Exif" + thumbnail;
  const auto length = static_cast<unsigned>(segment.size() + 2);
  const string with_thumbnail = one().substr(0, 2) + "\xFF\xE1" + static_cast<char>(length >> 8) +
                                static_cast<char>(length) + segment + one().substr(2);
  EXPECT_CUTS(with_thumbnail + two(), "image/jpeg", {with_thumbnail, two()});
}

TEST(MjpegParser, FillBytesRestartMarkersAndFurtherScansBelongToThePicture) {
  string odd = one();
  const auto scan = odd.find("\xFF\xDA");
  odd.insert(scan, "\xFF\xFF");
  odd.insert(odd.size() - 2, string("\xFF\xD0\x12\xFF\x00\x34\xFF\xFF\xD7", 9));
  odd.insert(odd.size() - 2, string("\xFF\xC4\x00\x04\x01\x02\xFF\xDA\x00\x03\x01xyz", 14));
  EXPECT_CUTS(odd + two(), "image/jpeg", {odd, two()});
}

TEST(MjpegParser, HeadsWithoutAPictureAreNone) {
  const auto scan = one().find("\xFF\xDA");
  const string no_scan = one().substr(0, scan) + "\xFF\xD9";
  string no_size = one();
  const auto frame = no_size.find("\xFF\xC0");
  no_size.replace(frame + 5, 4, string(4, '\0'));
  EXPECT_CUTS("\xFF\xD8\xFF\xD9" + no_scan + no_size + two(), "image/jpeg", {two()});
}

TEST(MjpegParser, CutIntoPiecesAtEveryByte) {
  const string stream = "junk\r\n" + part_with_length(one()) + part(two()) +
                        "--cut\r\nContent-Type: text/x\r\n\r\nno\r\n" + part(string_view(two()).substr(0, 400)) +
                        part_with_length(three(), 5) + "--cut\n\n" + one() + "--cut--";
  const std::vector<string> expected{one(), two(), three(), one()};
  ASSERT_TRUE(cut(stream).pictures == expected);
  for (std::size_t at = 0; at <= stream.size(); at += kSparing) {
    std::vector<string> pictures;
    MjpegParser parser(kMultipart, [&](MjpegParser::Picture picture) { pictures.push_back(text_of(picture.jpeg)); });
    ASSERT_EQ(parser.feed(string_view(stream).substr(0, at)), Verdict::kGood);
    ASSERT_EQ(parser.feed(string_view(stream).substr(at)), Verdict::kGood);
    ASSERT_TRUE(pictures == expected) << "cut at byte " << at;
  }
  for (const std::size_t step : {1, 2, 3, 5, 7, 64, 1000})
    ASSERT_TRUE(cut(stream, kMultipart, step).pictures == expected) << "in steps of " << step;
}

// --- Bounds

TEST(MjpegParser, AHeadOfAPartIsBounded) {
  string many = "--cut\r\n", one_line = "--cut\r\nX: ";
  while (many.size() < MjpegParser::kMaxPartHead + 100) many += "X-More: and more\r\n";
  one_line += string(MjpegParser::kMaxPartHead, 'x');
  EXPECT_EQ(cut(many).verdict, Verdict::kPartHeadTooLong);
  EXPECT_EQ(cut(one_line, kMultipart, 1).verdict, Verdict::kPartHeadTooLong);
  EXPECT_EQ(cut("--cut\r\nX: " + string(16000, 'x') + "\r\n\r\n" + one()).pictures.size(), 1u);
}

TEST(MjpegParser, ALineThatIsTooLongIsNoBoundary) {
  const string name(MjpegParser::kMaxBoundary - 1, 'b');
  const string type = "multipart/x-mixed-replace; boundary=" + name;
  EXPECT_FALSE(cut("--" + name + "\r\n\r\n" + one(), type).multipart);
  EXPECT_EQ(cut("--" + name + "\r\n\r\n" + one(), type).pictures.size(), 1u);
}

TEST(MjpegParser, APictureIsBounded) {
  const auto scan = one().find("\xFF\xDA") + 20;
  std::size_t most_held = 0;
  int pictures = 0;
  MjpegParser parser(kMultipart, [&](const MjpegParser::Picture&) { ++pictures; });
  ASSERT_EQ(parser.feed(part_with_length(string_view(one()).substr(0, scan), 100'000'000)), Verdict::kGood);
  const string more(60'000, 'x');
  Verdict verdict = Verdict::kGood;
  std::size_t sent = 0;
  for (; sent < 100'000'000 && verdict == Verdict::kGood; sent += more.size()) {
    verdict = parser.feed(more);
    most_held = std::max(most_held, parser.held());
  }
  EXPECT_EQ(verdict, Verdict::kPictureTooLarge);
  EXPECT_LE(sent, MjpegParser::kMaxPicture + more.size());
  EXPECT_LE(most_held, MjpegParser::kMaxPicture + MjpegParser::kMaxPicture / 4);
  EXPECT_EQ(parser.held(), 0u);
  EXPECT_EQ(parser.feed(part(one())), Verdict::kPictureTooLarge) << "is final";
  EXPECT_EQ(pictures, 0);
}

TEST(MjpegParser, APictureJustWithinTheBoundIsTaken) {
  string large = one();
  large.insert(large.size() - 2, string(MjpegParser::kMaxPicture - large.size(), 'x'));
  EXPECT_CUTS(part(large) + part(two()), kMultipart, {large, two()});
  large.insert(large.size() - 2, string(200'000, 'x'));
  EXPECT_EQ(cut(part(large)).verdict, Verdict::kPictureTooLarge);
}

TEST(MjpegParser, TheSearchForAPictureIsBounded) {
  std::size_t most_held = 0;
  MjpegParser parser(kMultipart, nullptr);
  const string junk = "--cut\r\nContent-Type: text/plain\r\n\r\n" + string(50'000, 'x');
  std::size_t sent = 0;
  while (parser.feed(junk) == Verdict::kGood) {
    most_held = std::max(most_held, parser.held());
    sent += junk.size();
  }
  EXPECT_EQ(parser.feed(junk), Verdict::kNoPicture);
  EXPECT_LE(sent, MjpegParser::kMaxSearch);
  EXPECT_LE(most_held, 200'000u);
}

// Pictures within pictures, each of which breaks off late, would be looked through over and over.
TEST(MjpegParser, LookingTwiceIsBounded) {
  string chain = "\xFF\xD8";
  while (chain.size() < 4'000'000) chain += string("\xFF\xE0\xFF\xFF\xFF\xD8", 6) + string(65'527, '\xFF');
  string nested;
  for (int i = 0; i < 20'000; ++i) nested += string("\xFF\xD8\xFF\xE0\x7F\xFF", 6);
  for (const string& bytes : {chain, nested}) {
    MjpegParser parser("image/jpeg", [](const MjpegParser::Picture&) { ADD_FAILURE() << "it is none"; });
    std::size_t sent = 0;
    while (parser.feed(bytes) == Verdict::kGood && sent < 2 * MjpegParser::kMaxSearch) sent += bytes.size();
    EXPECT_LT(sent, MjpegParser::kMaxSearch / 2) << "bytes that are looked at twice count twice";
  }
}

TEST(MjpegParser, WhatIsDroppedIsGoneAndTheRestGoesOn) {
  std::vector<string> pictures;
  MjpegParser parser(kMultipart, [&](MjpegParser::Picture picture) { pictures.push_back(text_of(picture.jpeg)); });
  const string stream = part_with_length(one());
  parser.feed(string_view(stream).substr(0, 900));
  EXPECT_GE(parser.held(), 900u);
  parser.drop();
  EXPECT_EQ(parser.held(), 0u);
  parser.feed(string_view(stream).substr(900));
  parser.feed(part_with_length(two()));
  EXPECT_TRUE(pictures == std::vector{two()});
}

// --- Robustness

TEST(MjpegParser, AnyBytesAreBorne) {
  std::mt19937 random(20261124);
  const std::vector<string> scraps = {"--cut\r\n",
                                      "--cut--\r\n",
                                      "Content-Type: image/jpeg\r\n",
                                      "Content-Type: text/plain\r\n",
                                      "Content-Length: 700\r\n",
                                      "Content-Length: 0\r\n",
                                      "\r\n",
                                      "\n",
                                      "\xFF\xD8",
                                      "\xFF\xD8\xFF",
                                      "\xFF\xD9",
                                      string("\xFF\xE0\x00\x10", 4),
                                      "\xFF\xDA",
                                      string("\xFF\x00", 2),
                                      "\xFF",
                                      string(300, 'x'),
                                      one(),
                                      one().substr(0, 300),
                                      two().substr(200)};
  std::size_t pictures = 0;
  int left = 0;
  for (int run = 0; run < 3000; run += kSparing) {
    MjpegParser parser(run % 3 ? kMultipart : "image/jpeg", [&](const MjpegParser::Picture& picture) {
      ++pictures;
      ASSERT_GE(picture.jpeg.size(), 4u);
      ASSERT_EQ(picture.jpeg[0], 0xFF);
      ASSERT_EQ(picture.jpeg[1], 0xD8);
      ASSERT_EQ(picture.jpeg.back(), 0xD9);
      ASSERT_GT(picture.size.width * picture.size.height, 0);
    });
    for (int i = 0; i < 40; ++i) {
      string bytes = scraps[random() % scraps.size()];
      if (random() % 4 == 0)
        for (int n = 0; n < 3; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
      if (parser.feed(bytes) != Verdict::kGood) break;
    }
    // Whatever it was, short of a head without an end: with the next pictures all is well.
    const auto before = pictures;
    Verdict verdict = Verdict::kGood;
    for (int i = 0; i < 50; ++i) verdict = parser.feed("\r\n" + part(one()) + part(two()));
    if (verdict == Verdict::kGood) {
      ASSERT_GT(pictures, before) << "run " << run;
    } else {
      ++left;
    }
  }
  EXPECT_LT(left, 300);
}

// --- Telling it from other things

TEST(LooksLikeMjpeg, ByItsFirstBytes) {
  EXPECT_EQ(looks_like_mjpeg(one()), true);
  EXPECT_EQ(looks_like_mjpeg("--ffmpeg\r\nContent-type: image/jpeg\r\n"), true);
  EXPECT_EQ(looks_like_mjpeg("\r\n--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: 5\r\n\r\nhello"), true);
  EXPECT_EQ(looks_like_mjpeg("--x\r\n\r\n" + one()), true);
  EXPECT_EQ(looks_like_mjpeg("--x\n\n" + one()), true);
  for (const string_view more : {"", "\r\n", "-", "--", "--x", "--x\r\n", "--x\r\nContent-Ty", "\xFF", "\xFF\xD8",
                                 "--x\r\nContent-Length: 5\r\n"})
    EXPECT_EQ(looks_like_mjpeg(more), std::nullopt) << more;
  for (const string_view other : {"<!DOCTYPE html>", "#EXTM3U\n", "\xFF\xFB\x90", "\x1A\x45\xDF\xA3", "-x", "a", " x",
                                  "--x\r\nContent-Type: text/html\r\n\r\n<p>"})
    EXPECT_EQ(looks_like_mjpeg(other), false) << other;
  EXPECT_EQ(looks_like_mjpeg(string("\0\0\0\x20"
                                    "ftypisom",
                                    12)),
            false);
  EXPECT_EQ(looks_like_mjpeg("--" + string(400, 'x')), false);
  EXPECT_EQ(looks_like_mjpeg("--x\r\n" + string(20'000, 'y')), false);
  EXPECT_EQ(looks_like_mjpeg(string(500, '\n')), false);
}

}  // namespace
}  // namespace np
