#include "rtmp/amf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"

namespace np::rtmp {
namespace {

using namespace std::string_literals;

TEST(Amf, ReadsWhatItWrites) {
  const AmfValue::List written = {{"connect"s},
                                  {1.0},
                                  {true},
                                  {},
                                  {AmfValue::Object{{"app", {"live"s}}, {"list", {AmfValue::List{{2.5}, {"b"s}}}}}}};
  const AmfValue::List read = read_amf(write_amf(written));
  ASSERT_EQ(read.size(), 5u);
  EXPECT_EQ(*read[0].text(), "connect");
  EXPECT_EQ(*read[1].number(), 1);
  EXPECT_TRUE(std::get<bool>(read[2].value));
  EXPECT_EQ(read[3].text(), nullptr);
  EXPECT_EQ(*read[4].member("app")->text(), "live");
  EXPECT_EQ(*std::get<AmfValue::List>(read[4].member("list")->value)[1].text(), "b");
  EXPECT_EQ(read[4].member("none"), nullptr);
  EXPECT_EQ(read[0].member("app"), nullptr);
}

TEST(Amf, ReadsWhatOthersWrite) {
  // An ECMA array whose count is wrong, a date, a long text, undefined, a reference.
  const auto read = read_amf(
      "\x08\0\0\0\x09\0\1a\x05\0\0\x09"
      "\x0B\0\0\0\0\0\0\0\0\0\0"
      "\x0C\0\0\0\2ok\x06\x07\0\1"s);
  ASSERT_EQ(read.size(), 5u);
  EXPECT_NE(read[0].member("a"), nullptr);
  EXPECT_EQ(*read[1].number(), 0);
  EXPECT_EQ(*read[2].text(), "ok");
}

TEST(Amf, WhatIsNoneIsRefused) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "\3\0\1a"s;
  for (const std::string& bytes : {"\2"s, "\2\0\x09short"s, "\0\0"s, "\3\0\1a"s, "\x11"s, "\xFF"s,
                                   "\x0A\xFF\xFF\xFF\xFF\5"s, "\x0A\0\0\xFF\xFF"s + std::string(0xFFFF, '\5'), deep})
    EXPECT_THROW(read_amf(bytes), Error) << bytes.size();
}

}  // namespace
}  // namespace np::rtmp
