#include "source/pipeline/nesting.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace np {
namespace {

using Fault = Nesting::Fault;
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
void expect_fault(Form form, const std::string& bytes, std::optional<Fault> fault, const char* what) {
  const std::string more = bytes + '\0';  // whatever follows
  EXPECT_EQ(Nesting(form).feed(span_of(more)), fault) << what;
  EXPECT_EQ(Nesting::of_fetched(form, span_of(bytes)).fault(), fault) << what;
  Nesting slow(form);
  std::optional<Fault> found;
  for (std::size_t i = 0; i < more.size(); ++i) found = slow.feed(span_of(more).subspan(i, 1));
  EXPECT_EQ(found, fault) << what << ", byte by byte";
}

// The only packed track of a file is left as it is, however the file comes.
void expect_spared(const std::string& bytes) {
  expect_fault(Form::kEbml, bytes, std::nullopt, "subtitles");
  const Nesting whole = Nesting::of_fetched(Form::kEbml, span_of(bytes));
  ASSERT_EQ(whole.spared().size(), 1u);
  const std::size_t place = whole.spared()[0];
  ASSERT_EQ(bytes.substr(place - 1, 2), "\x6D\x80");
  std::string spared = bytes;
  spared[place] = static_cast<char>(Nesting::kSpared);
  EXPECT_TRUE(Nesting::of_fetched(Form::kEbml, span_of(spared)).spared().empty());
  for (const std::size_t step : {1u, 2u, 3u, 7u}) {
    Nesting slow(Form::kEbml);
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      slow.feed(span_of(bytes).subspan(i, std::min(step, bytes.size() - i)));
      for (const std::size_t at : slow.spared()) found.push_back(i + at);
    }
    EXPECT_EQ(found, std::vector{place}) << "by " << step;
  }
}

const std::string kRest(200, 'x');

TEST(Nesting, OfBoxes) {
  const auto in = [](const std::string& kind, std::size_t before) {
    return [=](const std::string& inside) { return box(kind, std::string(before, '\0') + inside); };
  };
  const std::string inside = box("text", kRest);
  for (const std::size_t before : {0u, 4u, 8u, 28u, 78u}) {
    expect_fault(Form::kBoxes, nested(20, inside, in("moov", before)), std::nullopt, "twenty");
    expect_fault(Form::kBoxes, nested(1000, inside, in("moov", before)), Fault::kDeep, "a thousand");
  }
  expect_fault(Form::kBoxes, box("ftyp", "isom") + nested(100, inside, in("trak", 0)), Fault::kDeep, "after another");
  expect_fault(Form::kBoxes, nested(20, nested(1000, inside, in("moov", 0)), in("mdat", 0)), std::nullopt, "only data");
  const std::string handler = box("hdlr", std::string(8, '\0') + "mdir" + std::string(20, '\0'));
  const std::string deep = nested(1000, inside, in("udta", 0));
  expect_fault(Form::kBoxes, box("moov", handler + deep), Fault::kDeep, "after a handler");
  expect_fault(Form::kBoxes, box("moov", std::string(13, '\0') + deep), std::nullopt, "no box");
  expect_fault(Form::kBoxes, box("moov", box("cmov", box("dcom", "zlib") + kRest)), Fault::kPacked, "packed");
  std::string siblings;
  for (int i = 0; i < 1000; ++i) siblings += box("trak", box("mdia", kRest));
  expect_fault(Form::kBoxes, box("moov", siblings), std::nullopt, "beside each other");
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
    expect_fault(Form::kEbml, file(element(0x1043A770, 4, nested(10, "", in(id, bytes)))), std::nullopt, "ten");
    expect_fault(Form::kEbml, file(element(0x1043A770, 4, nested(1000, "", in(id, bytes)))), Fault::kDeep,
                 "a thousand");
  }
  // As live senders write them: neither the segment nor its clusters say where they end.
  std::string live = head + number(0x18538067, 4) + "\xFF";
  for (int i = 0; i < 1000; ++i) live += number(0x1F43B675, 4) + "\xFF" + element(0xA3, 1, kRest);
  expect_fault(Form::kEbml, live, std::nullopt, "live");
}

TEST(Nesting, OfPackedTracks) {
  const auto value = [](std::uint64_t id, int id_bytes, std::uint64_t of) {
    return element(id, id_bytes, number(of, 1));
  };
  const std::string algorithms[] = {"", value(0x4254, 2, 0), value(0x4254, 2, 1), value(0x4254, 2, 2)};
  const std::string stripped = value(0x4254, 2, 3) + element(0x4255, 2, "abc");
  const auto encoding = [](const std::string& of) { return element(0x6240, 2, of); };
  const auto compression = [&](const std::string& of) { return encoding(element(0x5034, 2, of)); };
  const auto track = [&](int type, const std::string& encodings) {
    return element(0xAE, 1,
                   element(0x6D80, 2, encodings) + value(0xD7, 1, 1) + value(0x83, 1, type) + element(0xE0, 1, kRest));
  };
  const auto file = [](const std::string& tracks) {
    return element(0x1A45DFA3, 4, "") + number(0x18538067, 4) + "\xFF" + element(0x1654AE6B, 4, tracks);
  };
  constexpr int kVideo = 1, kAudio = 2, kSubtitles = 17;
  const auto subtitles = [&](const std::string& encodings) {
    return element(0xAE, 1, value(0xD7, 1, 2) + value(0x83, 1, kSubtitles) + element(0x6D80, 2, encodings));
  };
  const std::string plain = element(0xAE, 1, value(0x83, 1, kVideo));
  for (const std::string& algorithm : algorithms) {
    expect_fault(Form::kEbml, file(track(kVideo, compression(algorithm))), Fault::kPacked, "pictures");
    expect_fault(Form::kEbml, file(plain + track(kVideo, compression(stripped) + compression(algorithm))),
                 Fault::kPacked, "pictures of the second track, by the second way");
    expect_fault(Form::kEbml, file(plain + track(kAudio, compression(algorithm))), Fault::kPacked, "sound");
    expect_fault(Form::kEbml, file(track(kSubtitles, compression(algorithm)) + plain), Fault::kPacked,
                 "too late to be spared");
    expect_spared(file(plain + subtitles(compression(algorithm))));
  }
  expect_fault(Form::kEbml, file(subtitles(value(0x83, 1, kVideo) + compression(""))), std::nullopt,
               "the first type counts");
  expect_fault(Form::kEbml, file(track(kVideo, encoding(""))), Fault::kPacked,
               "zlib, as that is what nothing said means");
  expect_fault(Form::kEbml, file(track(kVideo, compression(stripped))), std::nullopt,
               "without what all pictures begin with");
  expect_fault(Form::kEbml, file(track(kVideo, encoding(value(0x5033, 2, 1) + element(0x5035, 2, "")))), std::nullopt,
               "encrypted");
  expect_fault(Form::kEbml, file(element(0xEC, 1, track(kVideo, compression("")))), std::nullopt, "no track");
  expect_fault(Form::kEbml, element(0x1654AE6B, 4, track(kVideo, compression(""))), Fault::kPacked, "as it is fetched");
}

TEST(Nesting, OfFlash) {
  const auto object = [](const std::string& inside) {
    return "\x03" + std::string("\0\1a", 3) + inside + std::string("\0\0\x09", 3);
  };
  const auto list = [](const std::string& inside) { return "\x0a" + number(1, 4) + inside; };
  const std::string value = "\x02" + number(kRest.size(), 2) + kRest;
  expect_fault(Form::kFlv, flv(nested(10, value, object)), std::nullopt, "ten objects");
  expect_fault(Form::kFlv, flv(nested(1000, value, object)), Fault::kDeep, "a thousand objects");
  expect_fault(Form::kFlv, flv(nested(10, value, list)), std::nullopt, "ten lists");
  expect_fault(Form::kFlv, flv(nested(1000, value, list)), Fault::kDeep, "a thousand lists");
  std::string index = "\x08" + number(1000, 4);
  for (int i = 0; i < 1000; ++i) index += number(1, 2) + "k" + object(value);
  expect_fault(Form::kFlv, flv(index + std::string("\0\0\x09", 3)), std::nullopt, "a thousand beside each other");
  const std::string body = std::string(7, '\0') + std::string("\x02\x00\x01x", 4) + nested(1000, value, object);
  EXPECT_EQ(Nesting::of_fetched(Form::kFlv, span_of(body)).fault(), Fault::kDeep) << "a tag's body alone";
}

TEST(Nesting, RubbishIsShallow) {
  std::string rubbish;
  std::uint32_t seed = 7;
  for (int i = 0; i < 100'000; ++i) rubbish += static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
  for (const Form form : {Form::kBoxes, Form::kEbml, Form::kFlv}) expect_fault(form, rubbish, std::nullopt, "rubbish");
  EXPECT_EQ(Nesting::form_of("qtdemux"), Form::kBoxes);
  EXPECT_FALSE(Nesting::form_of("tsdemux"));
}

}  // namespace
}  // namespace np
