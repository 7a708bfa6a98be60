// What a model is told of what happened before, what it may not say again, and when it sums up.
#include "base/format.hpp"
#include "commentary/commentator.hpp"
#include "commentary/messages.hpp"
#include "engine/messages.hpp"
#include "messages.hpp"
#include "show_fixture.hpp"

namespace np {
namespace {

using test::says;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class CommentatorMemoryTest : public ShowTest {
 protected:
  void begin(CommentatorSettings settings = {}, bool with_voice = false) {
    make(settings, with_voice);
    frame();
    commentator->set_instruction("x");
  }
  // A line each, as a model says them.
  void say_all(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      watch(600ms);
      ASSERT_TRUE(engine.running());
      engine.answer(line);
    }
  }
  const CommentRequest& asked() {
    watch(600ms);
    return engine.requests.back();
  }
  std::vector<std::string> said() {
    std::vector<std::string> texts;
    for (const LineEnded& end : drain<LineEnded>())
      if (end.outcome == Outcome::kSaid) texts.push_back(end.text);
    return texts;
  }
};

const std::vector<std::string> kSix = {"A man walks in.",   "He carries a ladder.", "A dog barks at him.",
                                       "The gate is open.", "Two children come.",   "It begins to rain."};

TEST_F(CommentatorMemoryTest, TheLastLinesAreTold) {
  begin({.memory_lines = 2});
  EXPECT_EQ(engine.requests.at(0).remembered, "");
  say_all({"A man walks in.", "He carries a ladder.", "A dog barks at him."});
  EXPECT_EQ(asked().remembered,
            std::string(messages::kYouHaveSaid) + "\n- He carries a ladder.\n- A dog barks at him.");
  EXPECT_EQ(engine.outlook.remembered, asked().remembered) << "so that it can be read ahead";
}

TEST_F(CommentatorMemoryTest, ASkipChangesNothing) {
  begin();
  say_all({"A man walks in.", "...", "..."});
  EXPECT_THAT(asked().remembered, HasSubstr("- A man walks in."));
}

TEST_F(CommentatorMemoryTest, WithoutMemoryOnlyTheLastLineIsTold) {
  begin({.memory_lines = 0});
  say_all({"A man walks in.", "He carries a ladder."});
  EXPECT_EQ(asked().remembered, "");
  EXPECT_EQ(asked().last_line, "He carries a ladder.");
}

TEST_F(CommentatorMemoryTest, ItOutlivesALostSourceAndAnInstructionAndEndsWithAnotherSource) {
  begin();
  say_all({"A man walks in."});
  commentator->picture_gone();
  loop.advance(60s);
  commentator->picture_back(60s);
  EXPECT_THAT(asked().remembered, HasSubstr("- A man walks in."));
  engine.done(true);
  commentator->set_instruction("y");
  EXPECT_THAT(asked().remembered, HasSubstr("- A man walks in."));
  commentator->set_instruction("z", true);
  EXPECT_EQ(asked().remembered, "") << "it asks to forget";
  engine.answer("A bus stops.");
  EXPECT_THAT(asked().remembered, HasSubstr("- A bus stops."));
  commentator->reset();
  EXPECT_EQ(asked().remembered, "");
}

TEST_F(CommentatorMemoryTest, WhatIsWrittenDownAndTheLanguageAreTold) {
  make({.language = "de"}, false);
  commentator->set_context("The dog is called Rex.");
  frame();
  commentator->set_instruction("x");
  EXPECT_EQ(engine.requests.at(0).context, "The dog is called Rex.");
  EXPECT_EQ(engine.requests.at(0).language, "German");
  EXPECT_THAT(prompt(0), HasSubstr(np::format(messages::kWhatIsKnown, "The dog is called Rex.")));
  EXPECT_THAT(prompt(0), HasSubstr(np::format(messages::kAnswerIn, "German")));
}

TEST_F(CommentatorMemoryTest, ARepetitionIsAskedOnceMoreWithMoreTemperatureAndThenDropped) {
  begin();
  say_all({"A man in a red coat walks in."});
  watch(600ms);
  const std::size_t before = engine.requests.size();
  EXPECT_EQ(engine.requests.back().warmth, 0);
  engine.answer("The man in the red coat walks in.");
  ASSERT_TRUE(engine.running()) << "at once, in the same cycle";
  ASSERT_EQ(engine.requests.size(), before + 1);
  EXPECT_GT(engine.requests.back().warmth, 0);
  EXPECT_EQ(engine.requests.back().cycle, engine.requests.at(before - 1).cycle);
  EXPECT_EQ(engine.requests.back().frames, engine.requests.at(before - 1).frames);
  engine.answer("A man in a red coat walks in.");
  EXPECT_THAT(said(), ElementsAre("A man in a red coat walks in."));
  EXPECT_EQ(asked().warmth, 0) << "once";
  EXPECT_GT(asked().cycle, engine.requests.at(before).cycle);
}

TEST_F(CommentatorMemoryTest, OtherWordsAreTold) {
  begin();
  say_all({"A man in a red coat walks in."});
  watch(600ms);
  engine.answer("A man in a red coat walks in.");
  engine.answer("He looks around and sits down.");
  EXPECT_THAT(said(), ElementsAre("A man in a red coat walks in.", "He looks around and sits down."));
}

TEST_F(CommentatorMemoryTest, RepetitionIsJudgedAgainstTheLastEightLines) {
  begin();
  const std::vector<std::string> lines = {"A man walks in.",    "He carries a ladder.", "A dog barks at him.",
                                          "The gate is open.",  "Two children come.",   "It begins to rain.",
                                          "A bus stops there.", "Nobody gets off.",     "The sun is back."};
  say_all(lines);
  const auto repeats = [&](const std::string& line) {
    watch(600ms);
    engine.answer(line);
    const bool again = engine.requests.back().warmth > 0;
    if (again) engine.done(true);
    return again;
  };
  EXPECT_TRUE(repeats("The sun is back!"));
  EXPECT_TRUE(repeats("He carries a ladder"));
  EXPECT_FALSE(repeats("A man walks in.")) << "nine lines ago";
}

TEST_F(CommentatorMemoryTest, TheSummaryIsAskedForWhileNothingIsDue) {
  engine.questions = true;
  engine.latency = 1s;
  begin({.pause_after_speech = 500ms}, true);
  for (const std::string& line : kSix) {
    say(line);
    EXPECT_FALSE(engine.asked()) << "the voice is busy: when the next line is due is not known";
    voice.synthesize(2s);
  }
  EXPECT_FALSE(engine.asked()) << "2.5 s are too little for what takes 2 s, as far as it is known";
  say("A bus stops there.");
  voice.synthesize(8s);
  ASSERT_TRUE(engine.asked());
  EXPECT_EQ(engine.question->profile, "PROFILE");
  EXPECT_THAT(engine.question->text, HasSubstr("- A man walks in."));
  EXPECT_THAT(engine.question->text, HasSubstr("- A bus stops there."));
  watch(2s);
  EXPECT_FALSE(engine.running());
  engine.reply("A man with a ladder came, it rains.");
  watch(9s);
  ASSERT_TRUE(engine.running());
  EXPECT_THAT(engine.requests.back().remembered,
              HasSubstr(np::format(messages::kSoFar, "A man with a ladder came, it rains.")));
  EXPECT_FALSE(engine.asked()) << "there is nothing new to sum up";
}

TEST_F(CommentatorMemoryTest, ASummaryNeverMakesALineWait) {
  engine.questions = true;
  begin({.pause_after_speech = 500ms}, true);
  for (const std::string& line : kSix) {
    say(line);
    voice.synthesize(20s);
  }
  ASSERT_TRUE(engine.asked());
  const auto before = engine.requests.size();
  watch(25s);
  EXPECT_EQ(engine.dropped, 1) << "the next line is due";
  ASSERT_EQ(engine.requests.size(), before + 1);
  EXPECT_TRUE(engine.running());
  EXPECT_FALSE(engine.asked());
  // It took longer than twenty seconds: such a pause is too short for it now.
  engine.answer("A bus stops there.");
  voice.synthesize(20s);
  EXPECT_FALSE(engine.asked());
  // While there is no picture, nothing is due.
  commentator->picture_gone();
  loop.advance(21s);
  EXPECT_TRUE(engine.asked());
  commentator->set_instruction("y");
  EXPECT_FALSE(engine.asked()) << "who asks does not wait";
}

TEST_F(CommentatorMemoryTest, ASummaryThatIsNoneIsNotAskedForAgainAtOnce) {
  engine.questions = true;
  begin();
  say_all(kSix);
  commentator->picture_gone();
  engine.done(true);
  ASSERT_TRUE(engine.asked());
  engine.reply("...");
  EXPECT_EQ(commentator->memory().summary(), "");
  commentator->set_paused(true);
  EXPECT_FALSE(engine.asked());
  loop.advance(31s);
  commentator->set_paused(false);
  ASSERT_TRUE(engine.asked());
  engine.reply("Summary: **A man** came.");
  EXPECT_EQ(commentator->memory().summary(), "A man came.") << "it is cleaned as lines are";
}

TEST_F(CommentatorMemoryTest, WhoSpeaksOfFactsIsAskedNothingAndJudgedByTheLastLineAlone) {
  engine.questions = false;
  engine.of_facts = true;
  begin();
  const auto tell = [&](const std::string& line) {
    while (!engine.running()) {
      watch(200ms);
      commentator->on_facts(std::make_shared<Facts>(Facts{.at = loop.now()}));
    }
    engine.answer(line);
  };
  for (const char* line : {"A person walks in from the left.", "A person walks in from the right.",
                           "The image shows a dog.", "A person walks in from the left."})
    tell(line);
  EXPECT_THAT(said(), ElementsAre("A person walks in from the left.", "A person walks in from the right.",
                                  "The image shows a dog.", "A person walks in from the left."));
}

TEST_F(CommentatorMemoryTest, ALineInAnotherLanguageIsAnErrorAndFromThenOnHeldUntilItIsTold) {
  begin({.language = "de"});
  engine.say("A man in a red coat walks across the yard");
  engine.say(" with his dog.");
  engine.done();
  auto end = last_end();
  EXPECT_EQ(end.outcome, Outcome::kFailed);
  EXPECT_THAT(end.error, says(messages::kAnotherLanguage, "German"));
  watch(5s);
  engine.say("A man in a red coat walks across the yard.");
  EXPECT_EQ(engine.cancelled, 1) << "the rest is spared";
  end = last_end();
  EXPECT_EQ(end.outcome, Outcome::kFailed);
  EXPECT_EQ(end.text, "");
  watch(5s);
  engine.answer("Ein Mann geht mit seinem Hund über den Hof.");
  EXPECT_EQ(last_end().outcome, Outcome::kSaid);
}

TEST_F(CommentatorMemoryTest, LettersThatNobodyAskedForAreAnError) {
  begin();
  engine.say("一只狗跑过院子。");
  EXPECT_FALSE(engine.running());
  const auto end = last_end();
  EXPECT_THAT(end.error, says(messages::kUnreadableScript));
  EXPECT_EQ(end.text, "");
}

TEST_F(CommentatorMemoryTest, EverybodyHearsTheSameCleanLine) {
  begin({}, true);
  for (const char* piece : {"**Frame", " 3:** \"The image", " shows a dog", " that runs by.\""}) engine.say(piece);
  engine.done();
  std::string text;
  LineEnded end;
  while (const auto event = reader->next()) {
    if (const auto* grew = std::get_if<LineGrew>(&event->what)) text += grew->piece;
    if (const auto* ended = std::get_if<LineEnded>(&event->what)) end = *ended;
  }
  EXPECT_EQ(text, "A dog that runs by.");
  EXPECT_EQ(end.text, text);
  EXPECT_EQ(voice.said, std::vector<std::string>{text});
}

}  // namespace
}  // namespace np
