#include "source/hls/hls_playlist.hpp"

#include <gtest/gtest.h>

#include <string>

namespace np {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string kBase = "http://ann:secret@host:8080/live/list.m3u8";

TEST(HlsPlaylist, ListOfPieces) {
  const auto list = parse_hls(
      "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-MEDIA-SEQUENCE:7\n"
      "#EXTINF:2.5,a title\na.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:3,\n/b.ts\n#EXT-X-GAP\n#EXTINF:1,\nhttp://other/c.ts\n"
      "#EXT-X-ENDLIST\n",
      kBase);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->pieces.size(), 3u);
  EXPECT_EQ(list->pieces[0].place.url, "http://ann:secret@host:8080/live/a.ts") << "the password goes along";
  EXPECT_EQ(list->pieces[0].length, milliseconds(2500));
  EXPECT_EQ(list->pieces[0].number, 7u);
  EXPECT_EQ(list->pieces[1].place.url, "http://ann:secret@host:8080/b.ts");
  EXPECT_TRUE(list->pieces[1].discontinuity);
  EXPECT_EQ(list->pieces[2].place.url, "http://other/c.ts") << "and to nobody else";
  EXPECT_TRUE(list->pieces[2].gap);
  EXPECT_FALSE(list->pieces[2].discontinuity);
  EXPECT_TRUE(list->complete);
  EXPECT_EQ(list->target, seconds(3));
  EXPECT_FALSE(list->elsewhere);
}

TEST(HlsPlaylist, ListOfQualities) {
  const auto list = parse_hls(
      "#EXTM3U\n"
      "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"English, loud\",URI=\"sound.m3u8\"\n"
      "#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS=\"mp4a.40.2\"\na.m3u8\n"
      "#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=320x240,CODECS=\"avc1.42c01e,mp4a.40.2\"\nb.m3u8\n"
      "#EXT-X-STREAM-INF:BANDWIDTH=900000\nc.m3u8\n"
      "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI=\"i.m3u8\"\n",
      kBase);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->variants.size(), 3u);
  EXPECT_FALSE(list->variants[0].pictures);
  EXPECT_TRUE(list->variants[1].pictures);
  EXPECT_EQ(list->variants[1].pixels, 320 * 240);
  EXPECT_EQ(list->variants[1].bits_per_s, 500000);
  EXPECT_TRUE(list->variants[2].pictures) << "it does not say";
}

TEST(HlsPlaylist, SoundInAPlaylistOfItsOwn) {
  const auto list = parse_hls(
      "#EXTM3U\n"
      "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1.42c01e,mp4a.40.2\",AUDIO=\"a\"\nv.m3u8\n"
      "#EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO=\"own\"\nw.m3u8\n"
      "#EXT-X-STREAM-INF:BANDWIDTH=3,AUDIO=\"nowhere\"\nx.m3u8\n"
      "#EXT-X-STREAM-INF:BANDWIDTH=4\ny.m3u8\n"
      "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"Czech\",URI=\"cz.m3u8\"\n"
      "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"English\",DEFAULT=YES,AUTOSELECT=YES,URI=\"en.m3u8\"\n"
      "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"German\",AUTOSELECT=YES,URI=\"de.m3u8\"\n"
      "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"a\",NAME=\"English\",DEFAULT=YES,URI=\"words.m3u8\"\n"
      "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"own\",NAME=\"English\",DEFAULT=YES\n"
      "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"own\",NAME=\"German\",URI=\"de.m3u8\"\n",
      kBase);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->variants.size(), 4u);
  EXPECT_EQ(list->variants[0].sound, "http://ann:secret@host:8080/live/en.m3u8");
  EXPECT_EQ(list->variants[0].codecs, "avc1.42c01e,mp4a.40.2");
  EXPECT_EQ(list->variants[1].sound, "") << "that of its own stream";
  EXPECT_EQ(list->variants[2].sound, "");
  EXPECT_EQ(list->variants[3].sound, "");
}

TEST(HlsPlaylist, PiecesWithOneClock) {
  const auto list = parse_hls(
      "#EXTM3U\n#EXT-X-DISCONTINUITY-SEQUENCE:5\n#EXTINF:1,\na.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:1,\nb.ts\n"
      "#EXTINF:1,\nc.ts\n",
      kBase);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->pieces.size(), 3u);
  EXPECT_EQ(list->pieces[0].stretch, 5u);
  EXPECT_EQ(list->pieces[1].stretch, 6u);
  EXPECT_EQ(list->pieces[2].stretch, 6u);
}

TEST(HlsPlaylist, OddLineEndsAndMarks) {
  for (const std::string text : {"\xEF\xBB\xBF#EXTM3U\r\n#EXTINF:2,\r\na.ts\r\n", "#EXTM3U\r#EXTINF:2,\ra.ts\r",
                                 "\n\n #EXTM3U \n\n#EXTINF:2\n  a.ts  ", "#EXTM3U\n#EXTINF:2,\n\n#a comment\na.ts"}) {
    const auto list = parse_hls(text, kBase);
    ASSERT_TRUE(list) << text;
    ASSERT_EQ(list->pieces.size(), 1u) << text;
    EXPECT_EQ(list->pieces[0].length, seconds(2)) << text;
  }
}

TEST(HlsPlaylist, PartsOfFiles) {
  const auto list = parse_hls(
      "#EXTM3U\n#EXT-X-MAP:URI=\"all.mp4\",BYTERANGE=\"100@0\"\n"
      "#EXTINF:2,\n#EXT-X-BYTERANGE:50@100\nall.mp4\n#EXTINF:2,\n#EXT-X-BYTERANGE:60\nall.mp4\n",
      kBase);
  ASSERT_TRUE(list && list->pieces.size() == 2);
  EXPECT_EQ(list->pieces[0].place.offset, 100u);
  EXPECT_EQ(list->pieces[1].place.offset, 150u) << "it follows";
  EXPECT_EQ(list->pieces[1].place.length, 60u);
  EXPECT_EQ(list->pieces[1].beginning->length, 100u);
}

TEST(HlsPlaylist, Keys) {
  const auto list = parse_hls(
      "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k.bin\",IV=0x0102\n#EXTINF:2,\na.ts\n"
      "#EXT-X-KEY:METHOD=NONE\n#EXTINF:2,\nb.ts\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\"\n#EXTINF:2,\nc.ts\n",
      kBase);
  ASSERT_TRUE(list && list->pieces.size() == 3);
  EXPECT_EQ(list->pieces[0].key->url, "http://ann:secret@host:8080/live/k.bin");
  EXPECT_EQ((*list->pieces[0].key->iv)[14], 1);
  EXPECT_EQ((*list->pieces[0].key->iv)[15], 2);
  EXPECT_FALSE(list->pieces[1].key);
  EXPECT_TRUE(list->locked);
}

TEST(HlsPlaylist, WhatIsNotOnTheWebIsNotOpened) {
  for (const std::string address :
       {"file:///etc/passwd", "ftp://host/a.ts", "data:video/mp2t,x", "rtsp://host/x", "concat:a|b"}) {
    const auto list = parse_hls("#EXTM3U\n#EXTINF:2,\n" + address + "\n", kBase);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->pieces[0].place.url, address == "concat:a|b" ? "" : list->pieces[0].place.url);
    EXPECT_TRUE(list->pieces[0].place.url.empty()) << address;
    EXPECT_TRUE(list->elsewhere) << address;
  }
}

TEST(HlsPlaylist, NonsenseIsBounded) {
  std::string many = "#EXTM3U\n";
  for (int i = 0; i < 5000; ++i) many += "#EXT-X-STREAM-INF:BANDWIDTH=1\nv" + std::to_string(i) + ".m3u8\n";
  EXPECT_EQ(parse_hls(many, kBase)->variants.size(), kMaxHlsVariants);
  const auto odd =
      parse_hls("#EXTM3U\n#EXT-X-TARGETDURATION:1e99\n#EXTINF:nan,\n%zz\n#EXTINF:-5,\nb.ts\n#EXT-X-KEY:\n", kBase);
  ASSERT_TRUE(odd);
  for (const HlsPiece& piece : odd->pieces) EXPECT_EQ(piece.length, Duration::zero());
  EXPECT_LE(odd->target, std::chrono::hours(1));
  EXPECT_FALSE(parse_hls("<html></html>", kBase));
  EXPECT_FALSE(parse_hls("", kBase));
}

// A live one that never leaves anything out.
TEST(HlsPlaylist, OfOneThatGrowsForEverTheNewest) {
  std::string text = "#EXTM3U\n";
  for (std::size_t i = 0; i < kMaxHlsPieces + 5; ++i) text += "#EXTINF:2,\n" + std::to_string(i) + ".ts\n";
  const auto pieces = parse_hls(text, kBase)->pieces;
  ASSERT_EQ(pieces.size(), kMaxHlsPieces);
  EXPECT_EQ(pieces.front().number, 5u);
  EXPECT_EQ(pieces.back().number, kMaxHlsPieces + 4);
  EXPECT_TRUE(pieces.back().place.url.ends_with("/" + std::to_string(kMaxHlsPieces + 4) + ".ts"));
}

TEST(HlsPlaylist, IsRecognised) {
  EXPECT_EQ(looks_like_hls("#EXTM3U\n"), true);
  EXPECT_EQ(looks_like_hls("\xEF\xBB\xBF#EXTM3U"), true);
  EXPECT_EQ(looks_like_hls("#EXT"), std::nullopt);
  EXPECT_EQ(looks_like_hls("\xEF\xBB"), std::nullopt);
  EXPECT_EQ(looks_like_hls("ftypmp42"), false);
  EXPECT_EQ(looks_like_hls("\n\n"), std::nullopt);
  EXPECT_EQ(looks_like_hls(std::string(5000, '\n')), false) << "blanks without an end";
  EXPECT_EQ(looks_like_hls("<html>"), false);
}

}  // namespace
}  // namespace np
