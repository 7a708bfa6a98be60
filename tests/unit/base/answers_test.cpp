#include "base/answers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "base/manual_loop.hpp"

namespace np {
namespace {

using Words = Answers<std::string, int>;

constexpr auto kLimit = std::chrono::seconds(10);  // real time, for other threads

struct Heard {
  std::vector<std::string> parts;
  std::optional<std::expected<int, Error>> end;

  Words::PartFn part() {
    return [this](std::string part) { parts.push_back(std::move(part)); };
  }
  Words::DoneFn done() {
    return [this](std::expected<int, Error> result) {
      EXPECT_FALSE(end) << "one end";
      end = std::move(result);
    };
  }
};

class AnswersTest : public testing::Test {
 protected:
  ManualLoop loop;
  std::optional<Words> words{std::in_place, loop};
  Heard heard;
};

TEST_F(AnswersTest, PartsThenOneEndOnTheLoop) {
  const auto ticket = words->ask(heard.part(), heard.done());
  EXPECT_EQ(words->open(), 1u);
  EXPECT_TRUE(ticket.wanted());
  std::jthread([ticket] {
    ticket.give("a");
    ticket.give("b");
    ticket.finish(7);
  }).join();
  EXPECT_TRUE(heard.parts.empty()) << "nothing outside the loop";
  loop.run_posted();
  EXPECT_EQ(heard.parts, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(heard.end->value(), 7);
  EXPECT_EQ(words->open(), 0u);
}

TEST_F(AnswersTest, ItsEndMayBeAnError) {
  words->ask(heard.part(), heard.done()).finish(std::unexpected(Error(ErrorKind::kTimeout, "Too late.")));
  loop.run_posted();
  EXPECT_EQ(heard.end->error().kind(), ErrorKind::kTimeout);
}

TEST_F(AnswersTest, NothingComesAfterTheEnd) {
  const auto ticket = words->ask(heard.part(), heard.done());
  ticket.finish(1);
  ticket.give("late");
  ticket.finish(2);
  loop.run_posted();
  EXPECT_TRUE(heard.parts.empty());
  EXPECT_EQ(heard.end->value(), 1);
}

TEST_F(AnswersTest, CancelledNothingComesNotEvenWhatWasGiven) {
  const auto ticket = words->ask(heard.part(), heard.done());
  ticket.give("a");
  words->cancel();
  EXPECT_FALSE(ticket.wanted());
  ticket.give("b");
  ticket.finish(1);
  loop.run_posted();
  EXPECT_TRUE(heard.parts.empty());
  EXPECT_FALSE(heard.end);
}

TEST_F(AnswersTest, QuestionsAreApart) {
  Heard other;
  const auto first = words->ask(heard.part(), heard.done());
  words->cancel();
  const auto second = words->ask(other.part(), other.done());
  EXPECT_FALSE(first.wanted());
  EXPECT_TRUE(second.wanted());
  first.finish(1);
  second.finish(2);
  loop.run_posted();
  EXPECT_FALSE(heard.end);
  EXPECT_EQ(other.end->value(), 2);
}

TEST_F(AnswersTest, SeveralMayBeOpen) {
  Heard other;
  const auto first = words->ask(heard.part(), heard.done());
  const auto second = words->ask(other.part(), other.done());
  second.finish(2);
  loop.run_posted();
  EXPECT_EQ(words->open(), 1u);
  EXPECT_TRUE(first.wanted());
  first.finish(1);
  loop.run_posted();
  EXPECT_EQ(heard.end->value(), 1);
  EXPECT_EQ(other.end->value(), 2);
}

TEST_F(AnswersTest, APartMayCancelAndAskAgain) {
  const auto ticket = words->ask(
      [&](std::string) {
        words->cancel();
        words->ask(heard.part(), heard.done()).finish(3);
      },
      [](std::expected<int, Error>) { FAIL() << "it was cancelled"; });
  ticket.give("a");
  ticket.give("b");
  ticket.finish(1);
  loop.run_posted();
  EXPECT_EQ(heard.end->value(), 3);
}

TEST_F(AnswersTest, ItsOwnCallbacksMayDestroyIt) {
  const auto ticket = words->ask([&](std::string) { words.reset(); }, heard.done());
  ticket.give("a");
  ticket.finish(1);
  loop.run_posted();
  EXPECT_FALSE(words);
  EXPECT_FALSE(heard.end);

  words.emplace(loop);
  words->ask({}, [&](std::expected<int, Error>) { words.reset(); }).finish(1);
  loop.run_posted();
  EXPECT_FALSE(words);
}

TEST_F(AnswersTest, ATicketMayOutliveEverything) {
  std::optional<Words::Ticket> ticket;
  {
    ManualLoop short_lived;
    Words gone(short_lived);
    ticket = gone.ask(heard.part(), heard.done());
  }
  EXPECT_FALSE(ticket->wanted());
  ticket->give("a");
  ticket->finish(1);
  EXPECT_TRUE(heard.parts.empty());
}

TEST_F(AnswersTest, CallbacksAreDestroyedOnTheLoop) {
  struct Witness {
    std::thread::id* gone;
    ~Witness() { *gone = std::this_thread::get_id(); }
  };
  std::thread::id gone;
  std::optional ticket = words->ask({}, [w = std::make_shared<Witness>(&gone)](std::expected<int, Error>) {});
  std::jthread([&] {
    ticket->finish(1);
    ticket.reset();
  }).join();
  EXPECT_EQ(gone, std::thread::id());
  loop.run_posted();
  EXPECT_EQ(gone, std::this_thread::get_id());
}

TEST_F(AnswersTest, CancelledAtAnyMomentByTheLoop) {
  for (int round = 0; round < 200; ++round) {
    std::atomic<int> given = 0;
    const auto ticket = words->ask([](std::string) {}, [](std::expected<int, Error>) { FAIL() << "cancelled"; });
    std::jthread worker([&, ticket] {
      while (ticket.wanted()) {
        ticket.give("a");
        ++given;
      }
      ticket.finish(1);
    });
    while (given < round % 7) ASSERT_TRUE(loop.wait_posted(kLimit));
    words->cancel();
    worker.join();
    loop.run_posted();
  }
}

}  // namespace
}  // namespace np
