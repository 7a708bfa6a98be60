#include "source/nesting.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace np {
namespace {

using Form = Nesting::Form;

std::span<const std::uint8_t> span_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string number(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string box(const std::string& kind, const std::string& body) { return number(8 + body.size(), 4) + kind + body; }

std::string element(std::uint64_t id, int id_bytes, const std::string& body) {
  return number(id, id_bytes) + number(std::uint64_t{1} << 56 | body.size(), 8) + body;
}

std::string nested(int times, std::string inside, const std::function<std::string(const std::string&)>& wrap) {
  for (int i = 0; i < times; ++i) inside = wrap(inside);
  return inside;
}

std::string flv(const std::string& value) {
  const std::string body = std::string("\x02\x00\x0aonMetaData", 13) + value;
  return std::string("FLV\1\5\0\0\0\x09\0\0\0\0", 13) + "\x12" + number(body.size(), 3) + std::string(7, '\0') + body +
         number(11 + body.size(), 4);
}

// In one piece, byte by byte, and as a demuxer fetches it: all say the same.
void expect_shallow(Form form, const std::string& bytes, bool shallow, const char* what) {
  EXPECT_EQ(Nesting(form).feed(span_of(bytes)), shallow) << what;
  EXPECT_EQ(Nesting::is_shallow(form, span_of(bytes)), shallow) << what;
  Nesting slow(form);
  bool good = true;
  for (std::size_t i = 0; i < bytes.size(); ++i) good = slow.feed(span_of(bytes).subspan(i, 1));
  EXPECT_EQ(good, shallow) << what << ", byte by byte";
}

const std::string kRest(200, 'x');

TEST(Nesting, OfBoxes) {
  const auto in = [](const std::string& kind, std::size_t before) {
    return [=](const std::string& inside) { return box(kind, std::string(before, '\0') + inside); };
  };
  const std::string inside = box("text", kRest);
  for (const std::size_t before : {0u, 4u, 8u, 28u, 78u}) {
    expect_shallow(Form::kBoxes, nested(20, inside, in("moov", before)), true, "twenty");
    expect_shallow(Form::kBoxes, nested(1000, inside, in("moov", before)), false, "a thousand");
  }
  expect_shallow(Form::kBoxes, box("ftyp", "isom") + nested(100, inside, in("trak", 0)), false, "after another");
  expect_shallow(Form::kBoxes, nested(20, nested(1000, inside, in("moov", 0)), in("mdat", 0)), true, "only data");
  const std::string handler = box("hdlr", std::string(8, '\0') + "mdir" + std::string(20, '\0'));
  const std::string deep = nested(1000, inside, in("udta", 0));
  expect_shallow(Form::kBoxes, box("moov", handler + deep), false, "after a handler");
  expect_shallow(Form::kBoxes, box("moov", std::string(13, '\0') + deep), true, "no box");
  expect_shallow(Form::kBoxes, box("moov", box("cmov", box("dcom", "zlib") + kRest)), false, "packed");
  std::string siblings;
  for (int i = 0; i < 1000; ++i) siblings += box("trak", box("mdia", kRest));
  expect_shallow(Form::kBoxes, box("moov", siblings), true, "beside each other");
}

TEST(Nesting, OfMatroska) {
  const std::string head = element(0x1A45DFA3, 4, "");
  const auto in = [](std::uint64_t id, int bytes) {
    return [=](const std::string& inside) { return element(id, bytes, inside); };
  };
  const auto file = [&](const std::string& chapters) {
    return head + element(0x18538067, 4, element(0xEC, 1, kRest) + chapters);
  };
  for (const auto& [id, bytes] : {std::pair(0xB6, 1), {0x67C8, 2}}) {
    expect_shallow(Form::kEbml, file(element(0x1043A770, 4, nested(10, "", in(id, bytes)))), true, "ten");
    expect_shallow(Form::kEbml, file(element(0x1043A770, 4, nested(1000, "", in(id, bytes)))), false, "a thousand");
  }
  // As live senders write them: neither the segment nor its clusters say where they end.
  std::string live = head + number(0x18538067, 4) + "\xFF";
  for (int i = 0; i < 1000; ++i) live += number(0x1F43B675, 4) + "\xFF" + element(0xA3, 1, kRest);
  expect_shallow(Form::kEbml, live, true, "live");
}

TEST(Nesting, OfFlash) {
  const auto object = [](const std::string& inside) {
    return "\x03" + std::string("\0\1a", 3) + inside + std::string("\0\0\x09", 3);
  };
  const auto list = [](const std::string& inside) { return "\x0a" + number(1, 4) + inside; };
  const std::string value = "\x02" + number(kRest.size(), 2) + kRest;
  expect_shallow(Form::kFlv, flv(nested(10, value, object)), true, "ten objects");
  expect_shallow(Form::kFlv, flv(nested(1000, value, object)), false, "a thousand objects");
  expect_shallow(Form::kFlv, flv(nested(10, value, list)), true, "ten lists");
  expect_shallow(Form::kFlv, flv(nested(1000, value, list)), false, "a thousand lists");
  std::string index = "\x08" + number(1000, 4);
  for (int i = 0; i < 1000; ++i) index += number(1, 2) + "k" + object(value);
  expect_shallow(Form::kFlv, flv(index + std::string("\0\0\x09", 3)), true, "a thousand beside each other");
  const std::string body = std::string(7, '\0') + std::string("\x02\x00\x01x", 4) + nested(1000, value, object);
  EXPECT_FALSE(Nesting::is_shallow(Form::kFlv, span_of(body))) << "a tag's body alone";
}

TEST(Nesting, RubbishIsShallow) {
  std::string rubbish;
  std::uint32_t seed = 7;
  for (int i = 0; i < 100'000; ++i) rubbish += static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
  for (const Form form : {Form::kBoxes, Form::kEbml, Form::kFlv}) expect_shallow(form, rubbish, true, "rubbish");
  EXPECT_EQ(Nesting::form_of("qtdemux"), Form::kBoxes);
  EXPECT_FALSE(Nesting::form_of("tsdemux"));
}

}  // namespace
}  // namespace np
