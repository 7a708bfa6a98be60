#include "record/record.hpp"

#include <gmock/gmock.h>

#include "base/format.hpp"
#include "messages.hpp"
#include "record/database.hpp"
#include "record/database_error.hpp"
#include "record/messages.hpp"
#include "unit/record/kept.hpp"
#include "video/jpeg_decoder.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;
using test::line;
using test::says;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RecordTest : public test::Kept {
 protected:
  // What another connection finds in the file.
  std::uint64_t written() try { return LineStore(file, Database::Use::kRead).count(); } catch (const DatabaseError&) {
    return 0;  // not made yet
  }
  void close() { record.reset(); }
  void write_file(std::string_view bytes) {
    std::filesystem::create_directories(state);
    folder.write("state/lines.db", bytes);
  }
  std::vector<std::string> put_aside() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(state))
      if (const auto name = entry.path().filename().string(); name.contains("broken") && !name.ends_with("-wal"))
        names.push_back(name);
    return names;
  }
  void expect_off(const char* why) {
    EXPECT_TRUE(is("off"));
    EXPECT_THAT(record->report().detail, says(why));
    add(1);
    const auto lines = page();
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().kind(), ErrorKind::kConflict);
    EXPECT_THAT(lines.error().message(), says(why));
  }
};

TEST_F(RecordTest, KeepsLinesOverRestarts) {
  open();
  add(1);
  add(2);
  open();
  add(3);
  EXPECT_THAT(kept(), ElementsAre(3, 2, 1));
  EXPECT_EQ(record->report().lines, 3u);
  EXPECT_EQ(record->report().state, "on");
}

TEST_F(RecordTest, AnswersWithAllThatWasAdded) {
  open();
  for (std::uint64_t id = 1; id <= 20; ++id) {
    add(id);
    EXPECT_THAT(kept({.limit = 1}), ElementsAre(id));
  }
}

TEST_F(RecordTest, WritesSoonWithoutBeingAsked) {
  open();
  ASSERT_TRUE(is("on"));
  add(1);
  ASSERT_TRUE(until([&] { return std::filesystem::exists(file); }));
  loop.advance(Record::kBatch);
  EXPECT_TRUE(until([&] { return written() == 1; }));
}

TEST_F(RecordTest, SaysWhatTheNewestEntryIs) {
  open();
  std::optional<RecordEntry> newest;
  record->on_open([&](const RecordEntry& e) { newest = e; });
  ASSERT_TRUE(until([&] { return newest.has_value(); }));
  EXPECT_EQ(newest->id, 0u);
  add(7);
  open();
  newest.reset();
  record->on_open([&](const RecordEntry& e) { newest = e; });
  ASSERT_TRUE(until([&] { return newest.has_value(); }));
  EXPECT_EQ(newest->id, 7u);
  EXPECT_DOUBLE_EQ(newest->ended_at, line(7, "").ended_at);
}

TEST_F(RecordTest, KeepsTheNewestPictureSmall) {
  open();
  record->add(line(1, "A dog."), test::frame(640, 360));
  const auto entry = answer<RecordEntry>([&](auto done) { record->find(1, done); });
  ASSERT_TRUE(entry);
  EXPECT_TRUE(entry->has_picture);
  const auto jpeg = answer<std::string>([&](auto done) { record->picture(1, done); });
  ASSERT_TRUE(jpeg);
  const auto size = jpeg_size({reinterpret_cast<const std::uint8_t*>(jpeg->data()), jpeg->size()});
  ASSERT_TRUE(size);
  EXPECT_EQ(size->width, 160);
}

TEST_F(RecordTest, SaysWhatIsNotThere) {
  open();
  add(1);
  const auto entry = answer<RecordEntry>([&](auto done) { record->find(2, done); });
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().kind(), ErrorKind::kNotFound);
  EXPECT_THAT(entry.error().message(), says(messages::kNoSuchLine));
  const auto picture = answer<std::string>([&](auto done) { record->picture(1, done); });
  ASSERT_FALSE(picture);
  EXPECT_THAT(picture.error().message(), says(messages::kNoSuchPicture));
  EXPECT_THAT(page({.around = 2}).error().message(), says(messages::kNoSuchLine));
}

TEST_F(RecordTest, MarksALineThatWasJustSaid) {
  open();
  add(1);
  EXPECT_TRUE(answer<void>([&](auto done) { record->mark_wrong(1, true, done); }));
  EXPECT_TRUE(page()->lines[0].wrong);
  EXPECT_TRUE(answer<void>([&](auto done) { record->mark_wrong(1, false, done); }));
  EXPECT_FALSE(page()->lines[0].wrong);
  EXPECT_EQ(answer<void>([&](auto done) { record->mark_wrong(9, true, done); }).error().kind(), ErrorKind::kNotFound);
}

TEST_F(RecordTest, RefusesTooManyQuestionsAtOnce) {
  open();
  std::size_t answered = 0, refused = 0;
  for (std::size_t i = 0; i < Record::kMostAsked + 10; ++i)
    record->page({}, [&](std::expected<LinePage, Error> lines) {
      ++answered;
      refused += !lines && lines.error().kind() == ErrorKind::kUnavailable;
    });
  EXPECT_TRUE(until([&] { return answered == Record::kMostAsked + 10; }));
  EXPECT_EQ(refused, 10u);
}

TEST_F(RecordTest, ForgetsWhatIsTooOldByItself) {
  open(1);
  for (std::uint64_t id = 1; id <= 500; ++id) add(id);
  ASSERT_EQ(kept({.limit = 500}).size(), 500u);
  now = test::kNow + 86'400 + 401;
  loop.advance(Record::kHousekeeping);
  EXPECT_TRUE(until([&] { return record->report().lines == 100; })) << record->report().lines;
  EXPECT_THAT(kept({.after = 0, .limit = 1}), ElementsAre(401));
}

TEST_F(RecordTest, ForgetsWhatIsTooMuchByItself) {
  open(30, 1);
  for (std::uint64_t id = 1; id <= 1500; ++id) add(id, std::string(1000, static_cast<char>('a' + id % 26)));
  ASSERT_EQ(kept({.limit = 1}).size(), 1u);
  EXPECT_TRUE(until([&] { return record->report().bytes > 0 && record->report().bytes <= 1'000'000; }));
  EXPECT_THAT(kept({.limit = 1}), ElementsAre(1500));
}

TEST_F(RecordTest, IsOffWithoutAFolderOrDays) {
  record = std::make_unique<Record>(loop, Record::Options{});
  expect_off(messages::kRecordHasNoFolder);
  open(0);
  expect_off(messages::kRecordHasNoDays);
  EXPECT_FALSE(std::filesystem::exists(state));
}

// --- a file that cannot be used --------------------------------------------------------------------------------------

TEST_F(RecordTest, PutsAsideWhatIsNoDatabase) {
  const std::string garbage(10'000, 'x');
  write_file(garbage);
  open();
  add(1);
  EXPECT_THAT(kept(), ElementsAre(1));
  const auto names = put_aside();
  ASSERT_EQ(names.size(), 1u);
  EXPECT_THAT(names[0], ::testing::MatchesRegex("lines.db.broken-2025-11-2[23]"));
  EXPECT_EQ(read_text(state / names[0]), garbage);
  // And once more on the same day.
  close();
  write_file("no database either, and rather short");
  open();
  EXPECT_THAT(kept(), IsEmpty());
  EXPECT_EQ(put_aside().size(), 2u);
}

TEST_F(RecordTest, PutsAsideADatabaseThatBreaksOff) {
  open();
  for (std::uint64_t id = 1; id <= 1000; ++id) add(id);
  ASSERT_EQ(kept({.limit = 1}).size(), 1u);
  close();
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  open();
  add(2001);
  EXPECT_THAT(kept(), ElementsAre(2001));
  EXPECT_EQ(put_aside().size(), 1u);
}

TEST_F(RecordTest, PutsAsideADatabaseThatProvesDamagedLater) {
  open();
  for (std::uint64_t id = 1; id <= 1000; ++id) add(id);
  ASSERT_EQ(kept({.limit = 1}).size(), 1u);
  close();
  // All but the first page, which says what it is.
  std::string bytes = read_text(file);
  std::fill(bytes.begin() + 4096, bytes.end(), '\xA5');
  write_file(bytes);
  open();
  add(2001);
  EXPECT_TRUE(until([&] { return put_aside().size() == 1; }));
  EXPECT_TRUE(until([&] { return record->report().state == "on" && written() == 1; }));
  EXPECT_THAT(kept(), ElementsAre(2001));
}

TEST_F(RecordTest, LeavesAnotherProgramsFileAlone) {
  std::filesystem::create_directories(state);
  {
    Database other(file, Database::Use::kWrite);
    other.run("PRAGMA application_id=7; CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)");
  }
  const std::string before = read_text(file);
  open();
  expect_off(messages::kRecordIsForeign);
  close();
  EXPECT_EQ(read_text(file), before);
  EXPECT_THAT(put_aside(), IsEmpty());
  // One that has no id.
  std::filesystem::remove(file);
  {
    Database other(file, Database::Use::kWrite);
    other.run("CREATE TABLE theirs(x)");
  }
  open();
  expect_off(messages::kRecordIsForeign);
}

TEST_F(RecordTest, LeavesANewerVersionsFileAlone) {
  open();
  add(1);
  close();
  {
    Database newer(file, Database::Use::kWrite);
    newer.run(np::format("PRAGMA user_version={}", LineStore::kVersion + 1).c_str());
    newer.is_ours();
  }
  const std::string before = read_text(file);
  open();
  expect_off(messages::kRecordIsNewer);
  close();
  EXPECT_EQ(read_text(file), before);
}

TEST_F(RecordTest, WaitsWhileAnotherProgramHoldsIt) {
  open();
  ASSERT_THAT(kept(), IsEmpty());
  {
    Database other(file, Database::Use::kWrite);
    other.run("BEGIN IMMEDIATE");
    add(1);
    EXPECT_TRUE(is("broken"));
    EXPECT_THAT(record->report().detail, says(messages::kRecordIsLocked));
    add(2);
    // What is written can be read meanwhile.
    EXPECT_THAT(kept(), IsEmpty());
    other.run("ROLLBACK");
  }
  EXPECT_TRUE(is("on"));
  EXPECT_THAT(kept(), ElementsAre(2, 1));
}

TEST_F(RecordTest, BeginsAnewWhereItsFolderGoes) {
  open();
  add(1);
  ASSERT_THAT(kept(), ElementsAre(1));
  std::filesystem::rename(state, folder / "elsewhere");
  add(2);
  EXPECT_THAT(kept(), ElementsAre(2));
  EXPECT_EQ(record->report().state, "on");
}

TEST_F(RecordTest, ComesBackByItselfWithItsFolder) {
  open();
  add(1);
  ASSERT_THAT(kept(), ElementsAre(1));
  std::filesystem::rename(state, folder / "elsewhere");
  folder.write("state", "a file is in its way");
  add(2);
  EXPECT_TRUE(is("broken"));
  EXPECT_THAT(record->report().detail, says(messages::kRecordCannotBeWritten, ::testing::_));
  EXPECT_THAT(record->report().detail, ::testing::Not(HasSubstr(folder.path().string())));
  add(3);
  std::filesystem::remove(state);
  std::filesystem::rename(folder / "elsewhere", state);
  EXPECT_TRUE(is("on"));
  EXPECT_THAT(kept(), ElementsAre(3, 2, 1));
}

TEST_F(RecordTest, IsTriedAgainWhereItCouldNotBeOpenedAtFirst) {
  folder.write("state", "a file is in its way");
  open();
  EXPECT_TRUE(is("broken"));
  std::optional<RecordEntry> newest;
  record->on_open([&](const RecordEntry& e) { newest = e; });
  std::filesystem::remove(state);
  EXPECT_TRUE(is("on"));
  EXPECT_TRUE(newest);
}

TEST_F(RecordTest, WritesWhatIsLeftAtItsEnd) {
  open();
  for (std::uint64_t id = 1; id <= 50; ++id) add(id);
  close();
  EXPECT_EQ(written(), 50u);
}

TEST_F(RecordTest, MayEndAtAnyMoment) {
  for (int i = 0; i < 50; ++i) {
    open();
    for (int k = 0; k < i % 5; ++k) add(static_cast<std::uint64_t>(i * 10 + k + 1));
    record->page({}, [](std::expected<LinePage, Error>) {});
    record->mark_wrong(1, true, [](std::expected<void, Error>) {});
    if (i % 2) loop.run_posted();
  }
  close();
  loop.run_posted();
  EXPECT_EQ(written(), 100u);
}

}  // namespace
}  // namespace np
