// Told before anything is decoded: how large it is, what kind it is, and what may touch it.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "source/pipeline/allowed_elements.hpp"
#include "video/coded_size.hpp"

namespace np {
namespace {

std::optional<PictureSize> size_of(const char* type, const std::string& bytes) {
  return coded_size(type, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += static_cast<char>(value);
  return out;
}

TEST(CodedSize, IsReadFromTheHead) {
  const struct {
    const char* type;
    std::string head;
    int width, height;
  } cases[] = {
      {"image/gif", "GIF89a" + bytes({0x80, 0x3E, 0x80, 0x3E}), 16000, 16000},
      {"video/x-vp8", bytes({0x10, 0, 0, 0x9D, 1, 0x2A, 0xFF, 0x7F, 0xFF, 0xBF}), 16383, 16383},
      {"image/png", "\x89PNG\r\n\x1a\n" + bytes({0, 0, 0, 13}) + "IHDR" + bytes({0, 0, 0x7F, 0xFF, 0, 0, 0, 5}), 32767,
       5},
      {"image/bmp", "BM" + std::string(16, '\0') + bytes({0, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF}), 256, 1},
      {"image/webp", "RIFF____WEBPVP8X" + std::string(8, '\0') + bytes({0xFF, 0xFF, 0, 0xFE, 0xFF, 0}), 65536, 65535},
      {"image/webp", "RIFF____WEBPVP8 ____" + bytes({0x10, 0, 0, 0x9D, 1, 0x2A, 64, 0, 32, 0}), 64, 32},
  };
  for (const auto& c : cases) {
    const auto size = size_of(c.type, c.head);
    ASSERT_TRUE(size) << c.type;
    EXPECT_EQ(size->width, c.width) << c.type;
    EXPECT_EQ(size->height, c.height) << c.type;
    for (std::size_t n = 0; n < c.head.size(); ++n) EXPECT_FALSE(size_of(c.type, c.head.substr(0, n))) << c.type << n;
  }
  EXPECT_FALSE(size_of("video/x-vp8", bytes({0x11, 0, 0, 0x9D, 1, 0x2A, 1, 0, 1, 0}))) << "no key frame";
  EXPECT_FALSE(size_of("video/x-h264", std::string(100, 'x')));
}

TEST(CodedSize, OfAFile) {
  EXPECT_EQ(picture_file_size("GIF89a" + bytes({0xFF, 0xFF, 0xFF, 0xFF}))->width, 65535);
  EXPECT_FALSE(picture_file_size("....ftypmp42"));
  EXPECT_FALSE(picture_file_size(""));
}

TEST(CodedSize, OneLimitForAll) {
  EXPECT_FALSE(is_too_large(7680, 4320));
  EXPECT_FALSE(is_too_large(8192, 4320));
  EXPECT_FALSE(is_too_large(4320, 8192));
  EXPECT_TRUE(is_too_large(8192, 8192));
  EXPECT_TRUE(is_too_large(16384, 8192));
  EXPECT_TRUE(is_too_large(INT32_MAX, INT32_MAX));
  EXPECT_FALSE(is_too_large(0, 5)) << "not known";
}

TEST(CodedSize, OneLessForWhatIsDecodedWhole) {
  for (const char* type : {"image/png", "image/gif", "image/webp", "image/x-jpc"}) {
    EXPECT_FALSE(is_too_large(3840, 2160, type)) << type;
    EXPECT_TRUE(is_too_large(3840, 2161, type)) << type;
  }
  for (const char* type : {"image/jpeg", "video/x-h264", ""}) EXPECT_FALSE(is_too_large(8192, 4320, type)) << type;
  EXPECT_EQ(picture_file_type("GIF89a"), "image/gif");
  EXPECT_EQ(picture_file_type("....ftypmp42"), "");
}

TEST(WhatItIs, PicturesThatAreNotShown) {
  const std::pair<std::string, const char*> cases[] = {
      {"BM" + std::string(12, 'x') + bytes({40, 0, 0, 0, 1}), "BMP"},
      {std::string("II*\0....", 8), "TIFF"},
      {std::string("MM\0*....", 8), "TIFF"},
      {"....ftypavif....", "AVIF"},
      {"....ftypheic....", "HEIC"},
      {"....ftypmp42....", ""},
      {"RIFF____WEBPVP8X____" + bytes({2, 0, 0, 0}), "moving WebP"},
      {"RIFF____WEBPVP8X____" + bytes({0, 0, 0, 0}), ""},
      {"RIFF____WEBPVP8 ____", ""},
      {"RIFF____AVI LIST", ""},
      {"\x89PNG....IHDR....acTL....IDAT", "moving PNG"},
      {"\x89PNG....IHDR....IDAT....acTL", ""},
      {"<svg xmlns='x'>", "SVG"},
      {"<?xml version='1.0'?>\n<!-- a --><svg>", "SVG"},
      {"<?xml version='1.0'?><MPD>", ""},
      {"", ""},
  };
  for (const auto& [head, kind] : cases) EXPECT_EQ(unsupported_picture_kind(head), kind) << head;
}

TEST(WhatItIs, ListsThatAreNotRead) {
  EXPECT_EQ(unsupported_list_kind("<?xml version=\"1.0\"?>\n<MPD xmlns=\"x\">"), "DASH");
  EXPECT_EQ(unsupported_list_kind("<SmoothStreamingMedia"), "Smooth Streaming");
  EXPECT_EQ(unsupported_list_kind("[Playlist]\nFile1=x"), "PLS");
  EXPECT_EQ(unsupported_list_kind("#EXTM3U"), "");
  EXPECT_EQ(unsupported_list_kind(""), "");
}

TEST(AllowedElements, ByName) {
  for (const char* name :
       {"qtdemux", "matroskademux", "tsdemux", "h264parse", "jpegparse", "rtph264depay", "avdemux_gif"})
    EXPECT_TRUE(may_parse(name)) << name;
  for (const char* name : {"hlsdemux2", "hlsdemux", "dashdemux2", "mssdemux2", "sdpdemux", "rtspsrc", "uridecodebin",
                           "pcapparse", "aesdec", "avdemux_film_cpk", "rtpbin"})
    EXPECT_FALSE(may_parse(name)) << name;
  for (const char* name :
       {"avdec_h264", "vp8dec", "dav1ddec", "vah264dec", "nvh265dec", "v4l2h264dec", "pngdec", "avdec_gif"})
    EXPECT_TRUE(may_decode(name)) << name;
  for (const char* name :
       {"rsvgdec", "gdkpixbufdec", "openexrdec", "vmncdec", "flxdec", "avdec_pcx", "avdec_anm", "pnmdec"})
    EXPECT_FALSE(may_decode(name)) << name;
}

}  // namespace
}  // namespace np
