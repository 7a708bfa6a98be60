#include "record/line_store.hpp"

#include <gmock/gmock.h>

#include <string>

#include "base/format.hpp"
#include "base/utf8.hpp"
#include "record/database_error.hpp"
#include "unit/config/folder.hpp"
#include "unit/record/entries.hpp"

namespace np {
namespace {

using test::add;
using test::ids;
using test::kNow;
using test::line;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LineStoreTest : public ::testing::Test {
 protected:
  std::vector<std::uint64_t> found(const std::string& words) { return ids(*store.page({.words = words})); }
  void fill(std::uint64_t first, std::uint64_t last) {
    std::vector<LineStore::NewEntry> entries;
    for (auto id = first; id <= last; ++id) entries.push_back({line(id, np::format("Line {}.", id)), {}});
    store.add(entries);
  }

  const Folder folder;
  LineStore store{folder / "lines.db", Database::Use::kWrite};
};

TEST_F(LineStoreTest, GivesBackWhatItWasGiven) {
  RecordEntry e = line(7, "A \"dog\" runs.\nIt barks.");
  e.media_time = 42.125;
  e.media_end = 42.75;
  e.instruction = "Watch the dog.";
  add(store, e, {1, 2, 3});
  const auto back = store.find(7);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->text, e.text);
  EXPECT_DOUBLE_EQ(back->at, kNow + 7);
  EXPECT_DOUBLE_EQ(back->ended_at, kNow + 7.5);
  EXPECT_EQ(back->media_time, 42.125);
  EXPECT_EQ(back->media_end, 42.75);
  EXPECT_EQ(back->latency, 0.5);
  EXPECT_EQ(back->source, "cam");
  EXPECT_EQ(back->source_kind, "rtsp");
  EXPECT_EQ(back->instruction, "Watch the dog.");
  EXPECT_EQ(back->kind, RecordEntry::Kind::kLine);
  EXPECT_FALSE(back->wrong);
  EXPECT_TRUE(back->has_picture);
  EXPECT_EQ(store.picture(7), "\x01\x02\x03");
  EXPECT_EQ(store.find(8), std::nullopt);
  EXPECT_EQ(store.picture(8), std::nullopt);
}

TEST_F(LineStoreTest, KeepsAnythingThatMayBeSaid) {
  std::string zalgo = "A";
  for (int i = 0; i < 500; ++i) zalgo += "\u0301\u0327";
  const std::string texts[] = {std::string(20'000, 'x'),
                               "הכלב רץ אל הבית",
                               "الكلب يركض",
                               zalgo,
                               "<script>alert('x')</script>&amp;",
                               std::string("with\0nul", 8),
                               "\xff\xfe broken \xc3",
                               "👩‍👩‍👧‍👦 run",
                               ""};
  std::uint64_t id = 0;
  for (const std::string& text : texts) add(store, line(++id, text));
  id = 0;
  for (const std::string& text : texts) EXPECT_EQ(store.find(++id)->text, text);
  EXPECT_THAT(found("script"), ElementsAre(5));
  EXPECT_THAT(found("הכלב"), ElementsAre(2));
  EXPECT_THAT(found("nul"), ElementsAre(6));
  // And deletes it again.
  while (store.prune(kNow + 1'000'000, 1 << 30).more) {
  }
  EXPECT_EQ(store.count(), 0u);
  EXPECT_TRUE(store.is_sound());
}

TEST_F(LineStoreTest, PagesBothWays) {
  fill(1, 10);
  auto page = *store.page({.limit = 3});
  EXPECT_THAT(ids(page), ElementsAre(10, 9, 8));
  EXPECT_TRUE(page.more);
  page = *store.page({.before = 3, .limit = 3});
  EXPECT_THAT(ids(page), ElementsAre(2, 1));
  EXPECT_FALSE(page.more);
  page = *store.page({.after = 7, .limit = 3});
  EXPECT_THAT(ids(page), ElementsAre(8, 9, 10));
  EXPECT_FALSE(page.more);
  page = *store.page({.after = 2, .limit = 3});
  EXPECT_THAT(ids(page), ElementsAre(3, 4, 5));
  EXPECT_TRUE(page.more);
  EXPECT_THAT(ids(*store.page({.before = 6, .after = 3})), ElementsAre(4, 5));
  EXPECT_THAT(ids(*store.page({.before = UINT64_MAX, .limit = 1})), ElementsAre(10));
  EXPECT_THAT(ids(*store.page({.after = UINT64_MAX})), IsEmpty());
}

TEST_F(LineStoreTest, FindsWhatIsAroundALine) {
  fill(1, 10);
  auto page = *store.page({.around = 5, .limit = 4});
  EXPECT_THAT(ids(page), ElementsAre(7, 6, 5, 4));
  EXPECT_TRUE(page.more);
  EXPECT_THAT(ids(*store.page({.around = 10, .limit = 4})), ElementsAre(10, 9, 8, 7));
  EXPECT_THAT(ids(*store.page({.around = 1, .limit = 4})), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids(*store.page({.around = 5, .limit = 1})), ElementsAre(5));
  EXPECT_EQ(store.page({.around = 11}), std::nullopt);
}

TEST_F(LineStoreTest, FindsWhatIsAroundAMoment) {
  EXPECT_THAT(ids(*store.page({.at = kNow})), IsEmpty());
  fill(1, 10);
  EXPECT_THAT(ids(*store.page({.at = kNow + 4.5, .limit = 4})), ElementsAre(7, 6, 5, 4));
  EXPECT_THAT(ids(*store.page({.at = 0, .limit = 2})), ElementsAre(2, 1));
  EXPECT_THAT(ids(*store.page({.at = kNow + 99, .limit = 2})), ElementsAre(10, 9));
}

TEST_F(LineStoreTest, ReadsARangeOfTime) {
  fill(1, 10);
  RecordEntry note = line(11, "");
  note.kind = RecordEntry::Kind::kNote;
  note.at = kNow + 6;
  add(store, note);
  LineQuery query{.after = 0, .from = kNow + 4, .until = kNow + 8, .lines_only = true, .limit = 3};
  auto page = *store.page(query);
  EXPECT_THAT(ids(page), ElementsAre(4, 5, 6));
  EXPECT_TRUE(page.more);
  query.after = 6;
  page = *store.page(query);
  EXPECT_THAT(ids(page), ElementsAre(7));
  EXPECT_FALSE(page.more);
  query.lines_only = false;
  EXPECT_THAT(ids(*store.page(query)), ElementsAre(7, 11));
  EXPECT_THAT(ids(*store.page({.after = 0, .from = kNow + 50})), IsEmpty());
}

TEST_F(LineStoreTest, FollowsTheIdsWhereAClockJumps) {
  add(store, line(1, "first"));
  RecordEntry tomorrow = line(2, "tomorrow");
  tomorrow.at += 86'400;
  tomorrow.ended_at += 86'400;
  add(store, tomorrow);
  add(store, line(3, "today again"));
  EXPECT_THAT(ids(*store.page({})), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids(*store.page({.after = 1})), ElementsAre(2, 3));
  EXPECT_THAT(ids(*store.page({.after = 0, .from = kNow, .until = kNow + 60})), ElementsAre(1, 3));
}

TEST_F(LineStoreTest, FindsAnyPartOfChineseAndJapanese) {
  add(store, line(1, "赤いコートの人が右から歩いてきます。"));
  add(store, line(2, "一只黑狗从左边跑进来。"));
  add(store, line(3, "黑 dog 和 狗"));
  EXPECT_THAT(found("コート"), ElementsAre(1));
  EXPECT_THAT(found("人"), ElementsAre(1));
  EXPECT_THAT(found("歩いて 赤い"), ElementsAre(1));
  EXPECT_THAT(found("狗"), ElementsAre(3, 2));
  EXPECT_THAT(found("黑狗"), ElementsAre(2)) << "side by side";
  EXPECT_THAT(found("狗 dog"), ElementsAre(3));
  EXPECT_THAT(found("右から左"), IsEmpty());
  EXPECT_THAT(ids(*store.page({.before = 3, .words = "狗"})), ElementsAre(2));
  store.prune(kNow + 2.5, 1 << 30);
  EXPECT_THAT(found("コート"), IsEmpty());
  EXPECT_THAT(found("狗"), ElementsAre(3));
}

TEST_F(LineStoreTest, MakesTheIndexOfPartsOfAnOlderFile) {
  add(store, line(1, "一只黑狗从左边跑进来。"));
  Database(folder / "lines.db", Database::Use::kWrite).run("DROP TRIGGER parts_go; DROP TABLE parts");
  LineStore again{folder / "lines.db", Database::Use::kWrite};
  EXPECT_THAT(ids(*again.page({.words = "左边"})), ElementsAre(1));
}

TEST_F(LineStoreTest, SearchesAsPeopleType) {
  add(store, line(1, "A person in a red coat sits down."));
  add(store, line(2, "The coat is red."));
  add(store, line(3, "Walking, a Café visitor waves."));
  add(store, line(4, "Nothing here."));
  EXPECT_THAT(found("red coat"), ElementsAre(2, 1));
  EXPECT_THAT(found("\"red coat\""), ElementsAre(1));
  EXPECT_THAT(found("walk"), ElementsAre(3));
  EXPECT_THAT(found("CAFE"), ElementsAre(3));
  EXPECT_THAT(found("person sits"), ElementsAre(1));
  EXPECT_THAT(found("person dog"), IsEmpty());
  EXPECT_THAT(found("a"), ElementsAre(3, 1));
  for (const char* typed : {"\"", "AND", "a AND", "NEAR(", "text:red", "*", "(", "a*b", "-", "^", "{a}", "...", "\\"})
    EXPECT_NO_THROW(found(typed)) << typed;
  EXPECT_THAT(found("..."), IsEmpty());
  EXPECT_THAT(ids(*store.page({.before = 2, .words = "coat"})), ElementsAre(1));
  EXPECT_THAT(ids(*store.page({.after = 1, .words = "coat"})), ElementsAre(2));
  const auto page = *store.page({.words = "coat", .limit = 1});
  EXPECT_THAT(ids(page), ElementsAre(2));
  EXPECT_TRUE(page.more);
}

TEST_F(LineStoreTest, FindsTheLinesOfASource) {
  for (std::uint64_t id = 1; id <= 9; ++id)
    add(store, line(id, "A dog.", id % 3 == 0 ? "garden" : id % 3 == 1 ? "/home/a.mp4" : "/srv/a.mp4"));
  const auto of = [](std::string name) { return [name](const std::string& source) { return source.ends_with(name); }; };
  EXPECT_THAT(ids(*store.page({.of_source = of("garden")})), ElementsAre(9, 6, 3));
  // Of several sources at once.
  auto page = *store.page({.of_source = of("a.mp4"), .limit = 4});
  EXPECT_THAT(ids(page), ElementsAre(8, 7, 5, 4));
  EXPECT_TRUE(page.more);
  EXPECT_THAT(ids(*store.page({.after = 2, .of_source = of("a.mp4"), .limit = 3})), ElementsAre(4, 5, 7));
  EXPECT_THAT(ids(*store.page({.words = "dog", .of_source = of("a.mp4"), .limit = 3})), ElementsAre(8, 7, 5));
  EXPECT_THAT(ids(*store.page({.of_source = of("nowhere")})), IsEmpty());
  EXPECT_THAT(ids(*store.page({.words = "dog", .of_source = of("nowhere")})), IsEmpty());
}

TEST_F(LineStoreTest, APageOfLongTextsIsShorter) {
  for (std::uint64_t id = 1; id <= 40; ++id) add(store, line(id, std::string(80'000, 'x')));
  const auto page = *store.page({.limit = 40});
  EXPECT_LT(page.lines.size(), 20u);
  EXPECT_GT(page.lines.size(), 10u);
  EXPECT_TRUE(page.more);
  // All of them come, page by page.
  std::size_t count = 0;
  std::optional<std::uint64_t> before;
  for (bool more = true; more;) {
    const auto next = *store.page({.before = before, .limit = 40});
    count += next.lines.size();
    before = next.lines.back().id;
    more = next.more;
  }
  EXPECT_EQ(count, 40u);
}

TEST_F(LineStoreTest, MarksALine) {
  fill(1, 2);
  EXPECT_TRUE(store.mark_wrong(1, true));
  EXPECT_TRUE(store.find(1)->wrong);
  EXPECT_FALSE(store.find(2)->wrong);
  EXPECT_TRUE(store.mark_wrong(1, false));
  EXPECT_FALSE(store.find(1)->wrong);
  EXPECT_FALSE(store.mark_wrong(3, true));
}

TEST_F(LineStoreTest, PassesOverAnIdThatIsThere) {
  add(store, line(1, "first"));
  add(store, line(1, "second"));
  EXPECT_EQ(store.find(1)->text, "first");
  EXPECT_EQ(store.count(), 1u);
  EXPECT_THAT(found("second"), IsEmpty());
}

TEST_F(LineStoreTest, ForgetsWhatIsTooOldInSmallSteps) {
  fill(1, 1000);
  const auto first = store.prune(kNow + 501, 1 << 30);
  EXPECT_EQ(first.entries, 200u);
  EXPECT_TRUE(first.more);
  while (store.prune(kNow + 501, 1 << 30).more) {
  }
  EXPECT_EQ(store.count(), 500u);
  EXPECT_THAT(ids(*store.page({.after = 0, .limit = 1})), ElementsAre(501));
  EXPECT_THAT(found("1"), IsEmpty());
  EXPECT_TRUE(store.is_sound());
}

TEST_F(LineStoreTest, ForgetsPicturesFirstWhereItIsTooMuch) {
  for (std::uint64_t id = 1; id <= 400; ++id) add(store, line(id, "A dog."), std::vector<std::uint8_t>(5000, 'x'));
  const std::uint64_t most = 1'000'000;
  ASSERT_GT(store.bytes(), most);
  while (store.prune(0, most).more) {
  }
  EXPECT_LE(store.bytes(), most);
  EXPECT_EQ(store.count(), 400u);
  EXPECT_FALSE(store.find(1)->has_picture);
  EXPECT_TRUE(store.find(400)->has_picture);
  // And lines after them. The file becomes smaller, too.
  fill(401, 10'000);
  const std::uint64_t less = 300'000;
  ASSERT_GT(store.bytes(), less);
  while (store.prune(0, less).more) {
  }
  EXPECT_LE(store.bytes(), less);
  EXPECT_LT(store.count(), 9'000u);
  EXPECT_EQ(store.find(1), std::nullopt);
  EXPECT_TRUE(store.find(10'000));
  for (int i = 0; i < 50; ++i) store.prune(0, less);
  store.settle();
  EXPECT_LT(std::filesystem::file_size(folder / "lines.db"), 2 * less);
}

TEST_F(LineStoreTest, ForgetsTheNamesOfSourcesWithTheirLines) {
  add(store, line(1, "old", "the old camera"));
  add(store, line(500, "new", "the new camera"));
  store.prune(kNow + 100, 1 << 30);
  std::vector<std::string> names;
  store.page({.of_source = [&](const std::string& name) {
    names.push_back(name);
    return false;
  }});
  EXPECT_THAT(names, ElementsAre("the new camera"));
  add(store, line(501, "again", "the old camera"));
  EXPECT_EQ(store.find(501)->source, "the old camera");
}

TEST_F(LineStoreTest, IsReadBesideItsWriter) {
  fill(1, 3);
  LineStore reader(folder / "lines.db", Database::Use::kRead);
  EXPECT_THAT(ids(*reader.page({})), ElementsAre(3, 2, 1));
  fill(4, 4);
  EXPECT_THAT(ids(*reader.page({.limit = 1})), ElementsAre(4));
  EXPECT_THROW(reader.mark_wrong(1, true), DatabaseError);
}

TEST_F(LineStoreTest, IsForItsOwnerAlone) {
  using std::filesystem::perms;
  fill(1, 1);
  for (const char* name : {"lines.db", "lines.db-wal"})
    EXPECT_EQ(std::filesystem::status(folder / name).permissions(), perms::owner_read | perms::owner_write) << name;
}

TEST_F(LineStoreTest, KnowsWhenItsFileHasGone) {
  EXPECT_FALSE(store.moved());
  std::filesystem::rename(folder / "lines.db", folder / "elsewhere.db");
  EXPECT_TRUE(store.moved());
}

TEST(LineStore, ThatIsNotMadeYetHasNothingToRead) {
  const Folder folder;
  try {
    LineStore(folder / "lines.db", Database::Use::kRead);
    FAIL();
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.trouble(), DatabaseTrouble::kMissing);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "lines.db"));
}

}  // namespace
}  // namespace np
