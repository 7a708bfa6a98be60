#include "http/api/line_export.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "http/messages.hpp"
#include "messages.hpp"

namespace np::http {
namespace {

using subtitles::Format;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Answers queries as the record does, with pages of a few lines.
class Pages {
 public:
  void add(std::string source, double at, std::optional<double> media_time, std::string text, bool wrong = false) {
    entries_.push_back({.id = entries_.size() + 1,
                        .at = at,
                        .ended_at = at + 0.5,
                        .media_time = media_time,
                        .source = std::move(source),
                        .text = std::move(text),
                        .latency = 0.5,
                        .wrong = wrong});
  }

  LinePage answer(const LineQuery& query) {
    ++asked;
    EXPECT_TRUE(query.lines_only);
    LinePage page;
    const auto fits = [&](const RecordEntry& e) {
      return (!query.of_source || query.of_source(e.source)) && (!query.from || e.at >= *query.from) &&
             (!query.until || e.at < *query.until) && (!query.before || e.id < *query.before) &&
             (!query.after || e.id > *query.after);
    };
    std::vector<RecordEntry> found;
    std::ranges::copy_if(entries_, std::back_inserter(found), fits);
    if (!query.after) std::ranges::reverse(found);
    page.more = found.size() > kPage;
    if (page.more) found.resize(kPage);
    page.lines = std::move(found);
    return page;
  }

  std::string document(ExportWish wish) {
    std::function<bool(const std::string&)> of_source;
    if (!wish.source.empty()) of_source = [source = wish.source](const std::string& name) { return name == source; };
    LineExport lines(wish, std::move(of_source));
    std::string text;
    while (const auto query = lines.next()) {
      lines.take(answer(*query));
      while (lines.ready()) text += lines.write();
    }
    empty = lines.empty();
    name = empty ? "" : lines.file_name();
    return text;
  }

  static constexpr std::size_t kPage = 3;
  int asked = 0;
  bool empty = false;
  std::string name;

 private:
  std::vector<RecordEntry> entries_;
};

std::vector<std::string> texts_of_srt(const std::string& document) {
  std::vector<std::string> rows;
  for (std::size_t at = 0; (at = document.find(" --> ", at)) != document.npos;) {
    const std::size_t begin = document.find('\n', at) + 1;
    at = document.find('\r', begin);
    rows.push_back(document.substr(begin, at - begin));
  }
  return rows;
}

TEST(LineExport, HasAllLinesInTheirOrder) {
  Pages pages;
  std::string expected;
  for (int i = 0; i < 10; ++i) {
    pages.add(i % 2 ? "Front door" : "Yard", 1795000000 + 10 * i, std::nullopt, "Line " + std::to_string(i) + ".");
    expected += i % 2 ? "" : "Line " + std::to_string(i) + ".|";
  }
  std::string found;
  for (const std::string& row : texts_of_srt(pages.document({.format = Format::kSubRip, .source = "Yard"})))
    found += row + "|";
  EXPECT_EQ(found, expected);
  EXPECT_THAT(pages.name, StartsWith("Yard 2026-11-1"));
  EXPECT_EQ(texts_of_srt(pages.document({.format = Format::kSubRip})).size(), 10u);
  EXPECT_THAT(pages.name, StartsWith("NerdPudding 2026-11-1"));
}

TEST(LineExport, OfACameraBeginsWithItsFirstLine) {
  Pages pages;
  for (int i = 0; i < 8; ++i) pages.add("Yard", 1795000000 + 10 * i, std::nullopt, "Line.");
  const std::string document = pages.document({.format = Format::kWebVtt, .source = "Yard"});
  EXPECT_THAT(document, StartsWith("WEBVTT\n\nNOTE Yard, 00:00:00.000 is 2026-11-1"));
  EXPECT_THAT(document, HasSubstr("\n\n00:00:00.000 --> 00:00:01.000\nLine.\n"));
  EXPECT_THAT(document, HasSubstr("\n\n00:01:10.000 --> 00:01:11.000\nLine.\n"));
}

TEST(LineExport, OfAVideoHasEachMomentOnce) {
  Pages pages;
  double at = 1795000000;
  for (const int lap : {1, 2, 3})
    for (int second = 0; second < (lap == 3 ? 20 : 60); second += 5)
      pages.add("/media/match.mp4", at += 5, second, np::format("Lap {} second {}.", lap, second));
  const std::string document = pages.document({.format = Format::kSubRip, .source = "/media/match.mp4"});
  const auto rows = texts_of_srt(document);
  ASSERT_EQ(rows.size(), 12u);
  EXPECT_EQ(rows[0], "Lap 3 second 0.");
  EXPECT_EQ(rows[3], "Lap 3 second 15.");
  EXPECT_EQ(rows[4], "Lap 2 second 20.");
  EXPECT_EQ(rows[11], "Lap 2 second 55.");
  EXPECT_THAT(document, StartsWith("1\r\n00:00:00,000 --> "));
  EXPECT_THAT(document, HasSubstr("\r\n00:00:55,000 --> "));
  EXPECT_EQ(pages.name, "match.srt");
}

TEST(LineExport, OfAVideoAsTextHasAllThatWasSaid) {
  Pages pages;
  for (const int lap : {1, 2})
    for (int second = 0; second < 20; second += 5)
      pages.add("match.mp4", 1795000000 + 100 * lap + second, second, np::format("Lap {}.", lap));
  EXPECT_EQ(pages.document({.format = Format::kText, .source = "match.mp4"}),
            "0:00:00  Lap 1.\n0:00:05  Lap 1.\n0:00:10  Lap 1.\n0:00:15  Lap 1.\n"
            "0:00:00  Lap 2.\n0:00:05  Lap 2.\n0:00:10  Lap 2.\n0:00:15  Lap 2.\n");
  EXPECT_THAT(pages.document({.format = Format::kText}), HasSubstr(" Lap 1.\n")) << "of all sources with date and time";
  EXPECT_THAT(pages.document({.format = Format::kText}), StartsWith("2026-11-1"));
}

TEST(LineExport, LeavesOutWhatIsMarkedAsWrongAndWhatIsOutsideItsTime) {
  Pages pages;
  for (int i = 0; i < 6; ++i) pages.add("Yard", 1000 + i, std::nullopt, "Line " + std::to_string(i) + ".", i == 3);
  const std::string document = pages.document({.format = Format::kJsonLines, .from = 1002, .until = 1005});
  EXPECT_EQ(std::ranges::count(document, '\n'), 2);
  EXPECT_THAT(document, HasSubstr("Line 2."));
  EXPECT_THAT(document, HasSubstr("Line 4."));
  EXPECT_THAT(document, HasSubstr("\"latency\":0.500"));
}

TEST(LineExport, SaysThatThereIsNothing) {
  Pages pages;
  EXPECT_EQ(pages.document({.format = Format::kWebVtt}), "");
  EXPECT_TRUE(pages.empty);
  EXPECT_EQ(pages.asked, 1);
}

TEST(LineExport, LooksAtSoManyLinesOfAVideoAndNoMore) {
  Pages pages;
  for (int lap = 0; lap < 30; ++lap) pages.add("match.mp4", 1795000000 + lap, 0, "Again.");
  LineExport lines({.format = Format::kSubRip, .source = "match.mp4"}, nullptr);
  LinePage endless = pages.answer({.lines_only = true});
  endless.lines.resize(LineQuery::kMostLines, endless.lines.front());
  int asked = 0;
  int written = 0;
  while (lines.next()) {
    lines.take({.lines = endless.lines, .more = true});
    ASSERT_LE(++asked, 40);
    for (; lines.ready(); ++written) lines.write();
  }
  EXPECT_EQ(asked, 40);
  EXPECT_EQ(written, 200) << "a hundred lines at a time";
}

Request asking(Fields query) { return {.query = std::move(query)}; }

TEST(ExportWish, IsReadOutOfTheQuery) {
  const ExportWish wish =
      export_wish(asking({{"format", "srt"}, {"source", "Yard"}, {"from", "1795000000.5"}, {"to", "1795000009"}}));
  EXPECT_EQ(wish.format, Format::kSubRip);
  EXPECT_EQ(wish.source, "Yard");
  EXPECT_EQ(wish.from, 1795000000.5);
  EXPECT_EQ(wish.until, 1795000009);
  EXPECT_EQ(export_wish(asking({{"format", "text"}})).from, std::nullopt);
}

TEST(ExportWish, RefusesWhatItCannotMean) {
  const auto sentence = [](Fields query) -> std::string {
    try {
      export_wish(asking(std::move(query)));
      return "";
    } catch (const Error& error) {
      return error.message();
    }
  };
  EXPECT_EQ(sentence({}), messages::kNoSuchExport);
  EXPECT_EQ(sentence({{"format", "ass"}}), messages::kNoSuchExport);
  for (const char* moment : {"", "yesterday", "nan", "inf", "1e999", "5 ", "0x10"})
    EXPECT_THAT(sentence({{"format", "srt"}, {"from", moment}}), test::says(messages::kParameterIsNoMoment, "from"))
        << moment;
}

}  // namespace
}  // namespace np::http
