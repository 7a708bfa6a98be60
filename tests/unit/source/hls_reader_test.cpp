#include "source/hls/hls_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "messages.hpp"
#include "servers/scripted_server.hpp"
#include "source/messages.hpp"

namespace np::test {
namespace {

using std::chrono::seconds;

// Serves texts by path, and says what was asked for.
struct Site {
  std::map<std::string, std::string> files;
  std::mutex mutex;
  std::vector<std::string> asked;
  ScriptedServer server{[this](const Asked& a, Wire& wire) {
    {
      std::lock_guard lock(mutex);
      asked.push_back(a.path);
    }
    const auto found = files.find(a.path);
    if (found == files.end()) return wire.answer(404, "text/plain", "no");
    wire.answer(200, "video/mp2t", found->second);
  }};

  HlsReader::Options options(const std::string& path, bool loops = false) {
    return {.url = server.url() + path, .shown = "it", .local = true, .loops = loops, .begin_at = {}};
  }
  std::size_t count() {
    std::lock_guard lock(mutex);
    return asked.size();
  }
};

std::string pieces(int from, int to, bool complete = true) {
  std::string out = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:" + std::to_string(from) + "\n";
  for (int i = from; i < to; ++i) out += "#EXTINF:2,\n" + std::to_string(i) + ".ts\n";
  return out + (complete ? "#EXT-X-ENDLIST\n" : "");
}

constexpr auto kNothingLeft = [] { return false; };

// All that comes, at most so many.
std::string read(HlsReader& reader, int most = 100) {
  std::string out;
  reader.begin_stream();
  while (most-- > 0) {
    const auto data = reader.next(kNothingLeft);
    if (!data) return out;
    out += data->bytes + (data->discontinuity ? "| " : " ");
  }
  return out;
}

TEST(HlsReader, OnePieceAfterTheOther) {
  Site site;
  site.files = {{"/v.m3u8", pieces(0, 3)}, {"/0.ts", "a"}, {"/1.ts", "b"}, {"/2.ts", "c"}};
  HlsReader reader(site.options("/v.m3u8"));
  EXPECT_EQ(read(reader), "a b c ");
  EXPECT_FALSE(reader.goes_on());
  EXPECT_EQ(site.count(), 4u);
}

TEST(HlsReader, LapsAndPlacesToBegin) {
  Site site;
  site.files = {{"/v.m3u8", pieces(0, 3)}, {"/0.ts", "a"}, {"/1.ts", "b"}, {"/2.ts", "c"}};
  HlsReader::Options options = site.options("/v.m3u8", true);
  options.begin_at = seconds(3);
  HlsReader reader(options);
  EXPECT_EQ(read(reader, 5), "b c a| b c ");
}

TEST(HlsReader, AMissingPieceIsLeftOut) {
  Site site;
  site.files = {{"/v.m3u8", pieces(0, 4)}, {"/0.ts", "a"}, {"/2.ts", "c"}, {"/3.ts", "d"}};
  HlsReader reader(site.options("/v.m3u8"));
  EXPECT_EQ(read(reader), "a c d ");
  EXPECT_EQ(site.count(), 5u) << "asked for once";
}

TEST(HlsReader, AListOfNothingButMissingPiecesIsAnError) {
  for (const int count : {3, 40}) {
    Site site;
    site.files = {{"/v.m3u8", pieces(0, count)}};
    HlsReader reader(site.options("/v.m3u8", true));
    try {
      ADD_FAILURE() << read(reader);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kNotFound);
      EXPECT_THAT(e.message(), says(messages::kAddressNotFound));
    }
    EXPECT_LE(site.count(), 9u);
  }
}

TEST(HlsReader, TheBestQualityThatIsThereAndHasPictures) {
  Site site;
  site.files = {{"/m.m3u8",
                 "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS=\"mp4a.40.2\"\nsound.m3u8\n"
                 "#EXT-X-STREAM-INF:BANDWIDTH=100000,RESOLUTION=320x240\nlow.m3u8\n"
                 "#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=640x480\nhigh.m3u8\n"
                 "#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=1280x720\ngone.m3u8\n"
                 "#EXT-X-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160\nhuge.m3u8\n"},
                {"/low.m3u8", "#EXTM3U\n#EXTINF:2,\nlow.ts\n#EXT-X-ENDLIST\n"},
                {"/high.m3u8", "#EXTM3U\n#EXTINF:2,\nhigh.ts\n#EXT-X-ENDLIST\n"},
                {"/huge.m3u8", "#EXTM3U\n#EXTINF:2,\nhuge.ts\n#EXT-X-ENDLIST\n"},
                {"/low.ts", "low"},
                {"/high.ts", "high"},
                {"/huge.ts", "huge"}};
  HlsReader reader(site.options("/m.m3u8"));
  EXPECT_EQ(read(reader), "high ");
  EXPECT_EQ(site.asked, (std::vector<std::string>{"/m.m3u8", "/gone.m3u8", "/high.m3u8", "/high.ts"}));
}

TEST(HlsReader, WhereSoundIsApartEachClockIsAStreamOfItsOwn) {
  const std::string list =
      "#EXTM3U\n#EXT-X-MAP:URI=\"i\"\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:2,\nc.ts\n"
      "#EXTINF:2,\nd.ts\n#EXT-X-ENDLIST\n";
  Site site;
  site.files = {{"/m.m3u8",
                 "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"g\",DEFAULT=YES,URI=\"v.m3u8\"\n"
                 "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1.42c01e,opus\",AUDIO=\"g\"\nv.m3u8\n"},
                {"/v.m3u8", list},
                {"/a.ts", "a"},
                {"/b.ts", "b"},
                {"/c.ts", "c"},
                {"/d.ts", "d"},
                {"/i", "I"}};
  HlsReader pictures(site.options("/m.m3u8", true));
  EXPECT_FALSE(pictures.sound());
  HlsReader::Options options = site.options("/v.m3u8", true);
  options.sound = true;
  options.lap = 7;
  HlsReader sound(options);
  for (HlsReader* reader : {&pictures, &sound}) {
    EXPECT_EQ(read(*reader), "Ia b ");
    EXPECT_TRUE(reader->goes_on());
    EXPECT_EQ(read(*reader), "Ic| d ");
    reader->begin_stream();
    const auto data = reader->next(kNothingLeft);
    ASSERT_TRUE(data);
    EXPECT_EQ(data->bytes, "Ia");
    EXPECT_EQ(data->stretch, (HlsStretch{reader == &sound ? 8u : 1u, 0}));
  }
  ASSERT_TRUE(pictures.sound());
  EXPECT_EQ(pictures.sound()->url, site.server.url() + "/v.m3u8");
  EXPECT_EQ(pictures.sound()->codecs, "avc1.42c01e,opus");
}

TEST(HlsReader, BareSoundWithoutATimeIsRefused) {
  Site site;
  site.files = {{"/v.m3u8", pieces(0, 1)}, {"/0.ts", "\xFF\xF1 sound"}};
  HlsReader::Options options = site.options("/v.m3u8");
  options.sound = true;
  HlsReader reader(options);
  try {
    ADD_FAILURE() << read(reader);
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), says(messages::kSoundWithoutTime));
  }
}

TEST(HlsReader, SoundOfALiveListBeginsWithItsPictures) {
  Site site;
  site.files = {{"/v.m3u8", pieces(10, 20, false)}};
  for (int i = 10; i < 20; ++i) site.files["/" + std::to_string(i) + ".ts"] = std::to_string(i);
  const std::map<std::uint64_t, std::string> begins{{12, "12 13 "}, {3, "17 18 "}, {40, "17 18 "}};
  for (const auto& [number, all] : begins) {
    HlsReader::Options options = site.options("/v.m3u8");
    options.sound = true;
    options.begin_number = number;
    HlsReader reader(options);
    EXPECT_EQ(read(reader, 2), all);
  }
}

TEST(HlsReader, SoundAloneIsSaid) {
  Site site;
  site.files = {{"/m.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS=\"mp4a.40.2\"\nsound.m3u8\n"}};
  HlsReader reader(site.options("/m.m3u8"));
  try {
    ADD_FAILURE() << read(reader);
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), says(messages::kOnlySound));
  }
}

TEST(HlsReader, ALiveListIsFollowedFromNearItsEnd) {
  Site site;
  site.files = {{"/v.m3u8", pieces(10, 20, false)}};
  for (int i = 10; i < 20; ++i) site.files["/" + std::to_string(i) + ".ts"] = std::to_string(i);
  HlsReader reader(site.options("/v.m3u8"));
  EXPECT_EQ(read(reader, 3), "17 18 19 ");
}

TEST(HlsReader, ASenderThatBeginsAnew) {
  Site site;
  site.files = {{"/v.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:0\n#EXT-X-MEDIA-SEQUENCE:50\n#EXTINF:0.1,\nold.ts\n"},
                {"/old.ts", "old"},
                {"/new.ts", "new"}};
  HlsReader reader(site.options("/v.m3u8"));
  EXPECT_EQ(read(reader, 1), "old ");
  site.files["/v.m3u8"] = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:0.1,\nnew.ts\n#EXT-X-ENDLIST\n";
  EXPECT_EQ(read(reader, 1), "new| ");
}

// As servers do that clear what is over.
TEST(HlsReader, ALiveListThatEndsWithNothingInIt) {
  Site site;
  site.files = {{"/v.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:0\n#EXTINF:0.1,\na.ts\n"}, {"/a.ts", "a"}};
  HlsReader reader(site.options("/v.m3u8", true));
  EXPECT_EQ(read(reader, 1), "a ");
  site.files["/v.m3u8"] = "#EXTM3U\n#EXT-X-ENDLIST\n";
  EXPECT_EQ(read(reader, 1), "");
  EXPECT_FALSE(reader.goes_on());
}

TEST(HlsReader, AListOfNothing) {
  Site site;
  site.files = {
      {"/v.m3u8", "#EXTM3U\n#EXT-X-ENDLIST\n"},
      {"/all.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=2\nv.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=1\nw.m3u8\n"},
      {"/w.m3u8", pieces(0, 1)},
      {"/0.ts", "a"}};
  HlsReader empty(site.options("/v.m3u8", true));
  try {
    ADD_FAILURE() << read(empty, 1);
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), says(messages::kSendsNoPicture, "it"));
  }
  HlsReader other(site.options("/all.m3u8"));
  EXPECT_EQ(read(other, 1), "a ") << "the other quality has something";
}

TEST(HlsReader, NumbersAtTheEndOfWhatCanBeCounted) {
  Site site;
  site.files = {{"/v.m3u8",
                 "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:18446744073709551615\n#EXTINF:2,\n"
                 "a.ts\n#EXTINF:2,\nb.ts\n#EXT-X-ENDLIST\n"},
                {"/a.ts", "a"},
                {"/b.ts", "b"}};
  HlsReader reader(site.options("/v.m3u8"));
  EXPECT_EQ(read(reader, 5), "a b ");
}

TEST(HlsReader, ANewBeginningIsForANewStream) {
  Site site;
  site.files = {{"/v.m3u8",
                 "#EXTM3U\n#EXT-X-MAP:URI=\"a.mp4\"\n#EXTINF:2,\n1.m4s\n#EXTINF:2,\n2.m4s\n#EXT-X-DISCONTINUITY\n"
                 "#EXT-X-MAP:URI=\"b.mp4\"\n#EXTINF:2,\n3.m4s\n#EXT-X-ENDLIST\n"},
                {"/a.mp4", "A"},
                {"/b.mp4", "B"},
                {"/1.m4s", "1"},
                {"/2.m4s", "2"},
                {"/3.m4s", "3"}};
  HlsReader reader(site.options("/v.m3u8"));
  EXPECT_EQ(read(reader), "A1 2 ");
  EXPECT_TRUE(reader.goes_on());
  EXPECT_EQ(read(reader), "B3| ");
  EXPECT_FALSE(reader.goes_on());
}

TEST(HlsReader, NothingButTheWebIsOpened) {
  for (const std::string line : {"file:///etc/hostname", "data:,x"}) {
    Site site;
    site.files = {
        {"/v.m3u8", "#EXTM3U\n#EXTINF:2,\n" + line + "\n#EXT-X-ENDLIST\n"},
        {"/m.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + line + "\n"},
        {"/k.m3u8", "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"" + line + "\"\n#EXTINF:2,\n0.ts\n#EXT-X-ENDLIST\n"},
        {"/0.ts", "0123456789abcdef"}};
    for (const char* path : {"/v.m3u8", "/m.m3u8", "/k.m3u8"}) {
      HlsReader reader(site.options(path));
      try {
        ADD_FAILURE() << path << read(reader);
      } catch (const Error& e) {
        EXPECT_EQ(e.kind(), ErrorKind::kPermission) << path;
        EXPECT_THAT(e.message(), says(messages::kLeadsElsewhere));
      }
    }
  }
}

TEST(HlsReader, AListFromElsewhereDoesNotLeadToThisMachine) {
  Site site;
  site.files = {{"/v.m3u8", pieces(0, 1)}, {"/0.ts", "a"}};
  HlsReader::Options options = site.options("/v.m3u8");
  options.local = false;
  HlsReader reader(options);
  try {
    ADD_FAILURE() << read(reader);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kPermission);
  }
  EXPECT_EQ(site.count(), 0u);
}

TEST(HlsReader, Encrypted) {
  // printf pictures | openssl enc -aes-128-cbc -K 30313233343536373839616263646566 -iv 0
  const unsigned char coded[] = {0xfd, 0xb1, 0xf9, 0x70, 0x59, 0x6e, 0xac, 0x44,
                                 0x5b, 0xd3, 0xfc, 0xc3, 0x9e, 0x0e, 0xb4, 0xad};
  Site site;
  site.files = {{"/v.m3u8", "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n#EXTINF:2,\n0.ts\n#EXT-X-ENDLIST\n"},
                {"/s.m3u8", "#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXTINF:2,\n0.ts\n#EXT-X-ENDLIST\n"},
                {"/k", "0123456789abcdef"},
                {"/0.ts", "no such text, whose length is odd"}};
  Site good;
  good.files = {{"/v.m3u8", site.files["/v.m3u8"]},
                {"/k", site.files["/k"]},
                {"/0.ts", std::string(std::begin(coded), std::end(coded))}};
  HlsReader decrypting(good.options("/v.m3u8"));
  EXPECT_EQ(read(decrypting), "pictures ");
  for (const char* path : {"/v.m3u8", "/s.m3u8"}) {
    HlsReader reader(site.options(path));
    try {
      ADD_FAILURE() << read(reader);
    } catch (const Error& e) {
      EXPECT_THAT(e.message(), says(messages::kCopyProtected)) << path;
    }
  }
}

}  // namespace
}  // namespace np::test
