// What of a model's text may be said: one table, each row whole, in pieces of every size, and how soon it begins.
#include "commentary/line_filter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/format.hpp"
#include "base/utf8.hpp"
#include "engine/messages.hpp"

namespace np {
namespace {

const FilterRules kRules{.prompt = np::format("You are a live commentator. Say what is happening now, in one or two "
                                              "short spoken sentences.\n\n{}\n\nFocus: only the dog\nonly the dog",
                                              messages::kOneShortSentence)};

struct Row {
  const char* what;
  std::string text;
  std::string said = "A dog runs by.";
};

const Row kRows[] = {
    {"a line", "A dog runs by."},
    {"white space", "\n\n A dog runs by."},
    {"dots in front of words", "... and he is back.", "... and he is back."},

    // Silence.
    {"nothing", "", ""},
    {"dots", "...", ""},
    {"more dots", " .....\n", ""},
    {"an ellipsis", "…", ""},
    {"dots and an explanation", "...\n\nNothing has changed since the last picture.", ""},
    {"JoyAI's silence", "</silence>", ""},
    {"MOSS' silence", "<|silence|>", ""},
    {"MiniCPM-o's silence", "<|listen|>", ""},
    {"silence in brackets", "(silence)", ""},
    {"silence in square brackets", "[No change.]", ""},
    {"quoted dots", "\"...\"", ""},
    {"dots after a label", "Commentary: ...", ""},
    {"dots after a line", "A dog runs by.\n...", "A dog runs by. "},

    // Thoughts and tags.
    {"thoughts", "<think>\nIs it a dog?\n</think>\n\nA dog runs by."},
    {"JoyAI's answer", "</response> A dog runs by."},
    {"a tag around", "<response>A dog runs by.</response>"},
    {"HTML", "<p>A <b>dog</b> runs by.<br/></p>"},
    {"a sign is no tag", "He holds a sign: <STOP>.", "He holds a sign: <STOP>."},
    {"a comparison is no tag", "2 < 3 it says.", "2 < 3 it says."},

    // Markup.
    {"bold", "**A dog** runs by."},
    {"italic", "*A dog runs by.*"},
    {"underlined", "A __dog__ _runs_ by."},
    {"a name with an underscore", "It shows snake_case here.", "It shows snake_case here."},
    {"code", "`A dog` runs by."},
    {"a code fence", "```text\nA dog runs by.\n```", "A dog runs by. "},
    {"a heading", "## Commentary\n\nA dog runs by."},
    {"a heading that is the line", "# A dog runs by."},
    {"a quote", "> A dog runs by."},
    {"a list", "- A dog runs by.\n- A man waits.", "A dog runs by. A man waits."},
    {"a list of phrases", "* a dog runs by\n* a man waits", "a dog runs by. a man waits"},
    {"a numbered list", "1. A dog runs by.\n2) A man waits.", "A dog runs by. A man waits."},
    {"a number is no list", "2 dogs run by.", "2 dogs run by."},
    {"a figure is no list", "3.5 metres to the gate.", "3.5 metres to the gate."},
    {"a dash within", "A dog - the brown one - runs by.", "A dog - the brown one - runs by."},
    {"rows", "A dog\nruns by."},
    {"a product", "{\"comment\": \"A dog runs by.\"}", ""},

    // Quotes around it.
    {"quotes", "\"A dog runs by.\""},
    {"typographic quotes", "“A dog runs by.”"},
    {"German quotes", "„A dog runs by.“"},
    {"French quotes", "«A dog runs by.»"},
    {"quotes after a label", "Commentary: \"A dog runs by.\""},
    {"quotes within", "The sign says \"STOP\" in red.", "The sign says \"STOP\" in red."},
    {"an apostrophe", "It's the dog's ball.", "It's the dog's ball."},

    // Labels.
    {"a frame's number", "Frame 3: A dog runs by."},
    {"a frame's number in bold", "**Frame 3:** A dog runs by."},
    {"frames", "Frames 1-4: A dog runs by."},
    {"frames by words", "Images 1 and 2: A dog runs by."},
    {"a picture", "Image #2 - A dog runs by."},
    {"frames one by one", "Frame 1: A dog sits.\nFrame 2: It runs by.", "A dog sits. It runs by."},
    {"frames as phrases", "Frame 1: a dog sits\nFrame 2: it runs by", "A dog sits. It runs by"},
    {"its name", "Commentary: A dog runs by."},
    {"a role", "Assistant: a dog runs by."},
    {"a German label", "Kommentar: A dog runs by."},
    {"a word that only begins like one", "Images of dogs hang there.", "Images of dogs hang there."},
    {"a score is no label", "Line break! Answers follow.", "Line break! Answers follow."},

    // What leads in.
    {"the image shows", "The image shows a dog runs by."},
    {"these frames depict", "These frames clearly depict how a dog runs by."},
    {"in the last picture", "In the last picture, a dog runs by."},
    {"we can see", "In this image we can see a dog runs by."},
    {"based on", "Based on the provided images, a dog runs by."},
    {"the second sentence", "A dog sits. The image shows a man who waits.", "A dog sits. A man who waits."},
    {"here is", "Here is the commentary: A dog runs by."},
    {"sure", "Sure! Here's a short commentary on these frames:\n\nA dog runs by."},
    {"a German one", "Das Bild zeigt einen Hund.", "Einen Hund."},
    {"a German place", "Im Bild, ein Hund.", "Ein Hund."},
    {"a Spanish one", "La imagen muestra un perro.", "Un perro."},
    {"a picture on the wall", "The picture hangs on the wall.", "The picture hangs on the wall."},
    {"a goalkeeper", "Here is the goalkeeper again.", "Here is the goalkeeper again."},
    {"a certain save", "Sure, he saves it.", "Sure, he saves it."},
    {"a frame of snooker", "The frame goes to Higgins.", "The frame goes to Higgins."},

    // The prompt, said back.
    {"the focus", "Focus: only the dog\nA dog runs by."},
    {"the instruction alone", "Only the dog.", ""},
    {"the instruction and a line", "Only the dog. A dog runs by."},
    {"the profile", "You are a live commentator. A dog runs by."},
    {"a hint", np::format("{}\nA dog runs by.", messages::kOneShortSentence)},
    {"what only begins like the prompt", "Only the dogs are left.", "Only the dogs are left."},
    {"the same, longer", "Only the dog runs by.", "Only the dog runs by."},

    // Letters that nobody asked for.
    {"Chinese", "一只狗跑过院子。", ""},
    {"Russian", "Собака бежит мимо.", ""},
    {"a sign in Chinese", "A sign says 北京.", "A sign says 北京."},
    {"accents are Latin", "Café Überholt!", "Café Überholt!"},
    {"figures", "2:1", "2:1"},
    {"a smiley", "😀 A dog runs by.", "😀 A dog runs by."},
};

std::string filtered(const std::string& text, std::size_t size, const FilterRules& rules = kRules) {
  LineFilter filter(rules);
  std::string said;
  for (std::size_t at = 0; at < text.size();) {
    // Whole characters, as an engine gives them.
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < size && at + bytes < text.size(); ++i)
      bytes += utf8::front(std::string_view(text).substr(at + bytes)).bytes;
    said += filter.push(text.substr(at, bytes));
    at += bytes;
  }
  said += filter.finish();
  return is_skip(said) ? std::string() : said;
}

TEST(LineFilter, CleansHoweverItComes) {
  for (const Row& row : kRows) {
    EXPECT_EQ(filtered(row.text, row.text.size() + 1), row.said) << row.what;
    for (const std::size_t size : {1, 2, 3, 5, 7}) EXPECT_EQ(filtered(row.text, size), row.said) << row.what << size;
  }
}

// How many characters of a text there have to be before its first one passes.
std::size_t held(const std::string& text, const FilterRules& rules = kRules) {
  LineFilter filter(rules);
  for (std::size_t at = 0; at < text.size(); ++at)
    if (!filter.push(text.substr(at, 1)).empty()) return at + 1;
  return text.size() + 1;
}

TEST(LineFilter, HoldsBackNoMoreThanItMust) {
  EXPECT_EQ(held("Goal for the reds!"), 1u);
  EXPECT_EQ(held("A dog runs by."), 3u) << "A picture shows";
  EXPECT_EQ(held("He shoots!"), 3u) << "Here is";
  EXPECT_EQ(held("The dog runs."), 5u) << "The picture shows";
  EXPECT_EQ(held("The picture hangs there."), 13u) << "The picture has";
  EXPECT_EQ(held("Two dogs run."), 2u) << "The picture shows";
  EXPECT_EQ(held("2 dogs run."), 3u) << "2. Dogs";
  EXPECT_EQ(held("Only one dog runs."), 6u) << "only the dog";
  EXPECT_EQ(held("... and he is back."), 5u);
}

TEST(LineFilter, ASkipThatEndsWithItsRowIsKnownAtOnce) {
  LineFilter filter(kRules);
  EXPECT_EQ(filter.push(".."), "");
  EXPECT_FALSE(filter.is_skip_by_now());
  filter.push(".\n");
  EXPECT_TRUE(filter.is_skip_by_now());
  EXPECT_EQ(filter.push("There is no news."), "");
  EXPECT_EQ(filter.finish(), "");
}

TEST(LineFilter, WhatWereThoughtsAfterAllIsRefused) {
  LineFilter filter(kRules);
  filter.push("It may be a dog.");
  EXPECT_EQ(filter.push("</think>A dog."), "");
  EXPECT_TRUE(filter.refused());
  EXPECT_FALSE(filter.in_another_language());
}

TEST(LineFilter, LettersThatNobodyAskedForAreRefused) {
  LineFilter filter(kRules);
  for (const char* piece : {"一", "只", "狗", "跑", "过"}) EXPECT_EQ(filter.push(piece), "");
  filter.push("院子。");
  EXPECT_TRUE(filter.refused());
  EXPECT_TRUE(filter.in_another_language());
  FilterRules chinese = kRules;
  chinese.language = "zh";
  EXPECT_EQ(filtered("一只狗跑过院子。", 1, chinese), "一只狗跑过院子。");
  EXPECT_EQ(filtered("A dog runs by.", 3, chinese), "");
  // An instruction in that script asks for it.
  EXPECT_EQ(filtered("一只狗跑过院子。", 1, {.prompt = kRules.prompt + "\n告诉我狗在做什么"}), "一只狗跑过院子。");
}

TEST(LineFilter, WordsOfAnotherLanguageAreFoundAtTheEndAndThenFromTheBeginning) {
  const std::string english = "A man in a red coat walks across the yard with his dog.";
  FilterRules german = kRules;
  german.language = "de";
  LineFilter first(german);
  EXPECT_NE(first.push(english), "");
  first.finish();
  EXPECT_TRUE(first.in_another_language());
  german.wary = true;
  LineFilter next(german);
  EXPECT_EQ(next.push(english), "");
  EXPECT_TRUE(next.refused());
  EXPECT_EQ(filtered("Ein Mann geht mit seinem Hund über den Hof.", 4, german),
            "Ein Mann geht mit seinem Hund über den Hof.");
  EXPECT_EQ(filtered("Tor!", 4, german), "Tor!");
}

}  // namespace
}  // namespace np
