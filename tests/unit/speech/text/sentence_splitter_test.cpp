#include "speech/text/sentence_splitter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace np {
namespace {

using Sentences = std::vector<std::string>;

// What comes out when the text arrives in pieces of `size` bytes; with the rest.
Sentences split(std::string_view text, std::size_t size = std::string_view::npos) {
  SentenceSplitter splitter;
  Sentences all;
  for (std::size_t i = 0; i < text.size(); i += std::min(size, text.size() - i)) {
    auto some = splitter.push(text.substr(i, size));
    all.insert(all.end(), some.begin(), some.end());
  }
  if (auto rest = splitter.flush()) all.push_back(*rest);
  return all;
}

TEST(SentenceSplitter, EndsAtMarksFollowedByWhiteSpace) {
  EXPECT_EQ(split("A man enters. Who is he? Nobody knows! Well... we wait"),
            (Sentences{"A man enters.", "Who is he?", "Nobody knows!", "Well...", "we wait"}));
  EXPECT_EQ(split("He waits… Then he goes."), (Sentences{"He waits…", "Then he goes."}));
}

TEST(SentenceSplitter, IsTheSameForAnyPieces) {
  const std::string text =
      "Mr. Smith scores at 3.5 metres! “Goal!” they shout. What a match… The U.S. team,\n e.g. J. Doe, is out.";
  const auto whole = split(text);
  EXPECT_EQ(whole.size(), 6u);
  for (const std::size_t size : {1, 2, 3, 7}) EXPECT_EQ(split(text, size), whole) << size;
}

TEST(SentenceSplitter, GivesASentenceAsSoonAsItIsComplete) {
  SentenceSplitter splitter;
  EXPECT_TRUE(splitter.push("Goal!").empty());
  EXPECT_EQ(splitter.push(" "), Sentences{"Goal!"});
  EXPECT_FALSE(splitter.flush());
}

TEST(SentenceSplitter, KnowsDecimalsAbbreviationsInitialsAndListNumbers) {
  for (const char* text :
       {"It is 3.5 now", "Dr. No and Mrs. Peel vs. Mr. X", "J. R. Smith runs", "birds, e.g. crows, i.e. black ones",
        "at 5 p.m. sharp", "1. Look at the door", "apples etc. and pears"})
    EXPECT_EQ(split(text), Sentences{text});
  EXPECT_EQ(split("So do I. And you"), (Sentences{"So do I.", "And you"}));
  EXPECT_EQ(split("They have 12. We have 3."), (Sentences{"They have 12.", "We have 3."}));
  EXPECT_EQ(split("Calm. 3 people"), (Sentences{"Calm.", "3 people"}));
}

TEST(SentenceSplitter, TakesClosingQuotesAndBracketsAlong) {
  EXPECT_EQ(split("\"Stop!\" he says. (Really.) **Now.** Go"),
            (Sentences{"\"Stop!\"", "he says.", "(Really.)", "**Now.**", "Go"}));
}

TEST(SentenceSplitter, EndsAtNewLines) {
  EXPECT_EQ(split("one\n\n  two\r\nthree\n"), (Sentences{"one", "two", "three"}));
}

TEST(SentenceSplitter, NothingComesOfNothing) {
  EXPECT_EQ(split(""), Sentences{});
  EXPECT_EQ(split(" \n\t \r\n "), Sentences{});
}

TEST(SentenceSplitter, FlushGivesTheRestAndBeginsAnew) {
  SentenceSplitter splitter;
  EXPECT_TRUE(splitter.push("  No end ").empty());
  EXPECT_EQ(splitter.flush(), "No end");
  EXPECT_FALSE(splitter.flush());
  EXPECT_EQ(splitter.push("Next. "), Sentences{"Next."});
}

TEST(SentenceSplitter, TheFirstSentenceAlsoEndsAtAClauseThatIsLongEnough) {
  const std::string clause = "The striker in the red shirt runs past the last two defenders,";
  SentenceSplitter splitter;
  EXPECT_TRUE(splitter.push("Look, he is there, " + clause.substr(0, 30)).empty());
  splitter.flush();
  EXPECT_EQ(splitter.push(clause + " and now"), Sentences{clause});
  // Only the first: afterwards there is sound enough to wait for the end.
  EXPECT_TRUE(splitter.push(" " + clause + " and then").empty());
  splitter.flush();
  const std::string dash = "The striker in the red shirt runs past the last two defenders —";
  EXPECT_EQ(splitter.push(dash + " and"), Sentences{dash});
  splitter.flush();
  // At the first of several: the shorter, the sooner it is heard.
  EXPECT_EQ(splitter.push(clause + " looks up, passes, and"), Sentences{clause});
  splitter.flush();
  // Its own end wins when it is there.
  EXPECT_EQ(splitter.push(clause + " and scores. "), Sentences{clause + " and scores."});
}

TEST(SentenceSplitter, ALongSentenceEndsAtACommaOrSpace) {
  std::string words;
  while (words.size() < 1000) words += "abcdefg ";
  for (const auto& sentence : split(words)) {
    EXPECT_LE(sentence.size(), 200u);
    EXPECT_GT(sentence.size(), 100u - 8u);
    EXPECT_EQ(sentence.size() % 8, 7u) << sentence;
  }
  SentenceSplitter splitter;
  splitter.push("First. ");
  const std::string head = words.substr(0, 120) + "comma,";
  EXPECT_EQ(splitter.push(head + " " + words.substr(0, 100)), Sentences{head});
}

TEST(SentenceSplitter, NeverSplitsACharacter) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += i % 2 ? "é" : "日";
  text += "🙂🙂🙂";
  std::string joined;
  for (const auto& sentence : split(text)) {
    EXPECT_LE(sentence.size(), 200u);
    EXPECT_NE(static_cast<unsigned char>(sentence.front()) & 0xC0, 0x80);
    joined += sentence;
  }
  EXPECT_EQ(joined, text);
}

TEST(SentenceSplitter, LosesNoWordWhateverComes) {
  std::mt19937 random(7);
  const std::string alphabet = "ab .,!?\n\"'3-…\x80\xFF";
  const auto bare = [](std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 600; ++i) text += alphabet[random() % alphabet.size()];
    std::string joined;
    for (const auto& sentence : split(text, 1 + random() % 50)) {
      EXPECT_FALSE(sentence.empty());
      EXPECT_LE(sentence.size(), 200u);
      joined += sentence;
    }
    ASSERT_EQ(bare(joined), bare(text));
  }
}

}  // namespace
}  // namespace np
