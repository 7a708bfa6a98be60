// Text out of what models write: without thoughts, marks and halves of characters.
#include "engine/answer_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace np {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Said {
  std::vector<std::string> pieces;

  std::string all() const {
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    return text;
  }
};

Said said(const std::vector<std::string>& deltas, bool hold = false) {
  AnswerText text(hold);
  Said out;
  const auto keep = [&](std::string piece) {
    if (!piece.empty()) out.pieces.push_back(std::move(piece));
  };
  for (const std::string& delta : deltas) keep(text.push(delta));
  keep(text.finish());
  return out;
}

std::vector<std::string> bytes_of(const std::string& text) {
  std::vector<std::string> bytes;
  for (const char c : text) bytes.emplace_back(1, c);
  return bytes;
}

TEST(AnswerText, PassesOnWhatComesAtOnce) {
  EXPECT_THAT(said({"A man", " walks", " in."}).pieces, ElementsAre("A man", " walks", " in."));
  EXPECT_THAT(said({" \n", " A man"}).pieces, ElementsAre("A man"));
  EXPECT_THAT(said({"..", "."}).pieces, ElementsAre("..", "."));
  EXPECT_THAT(said({"", "", ""}).pieces, IsEmpty());
}

TEST(AnswerText, ThoughtsAreLeftOutHoweverTheyCome) {
  const std::string answer = "\n<think>\nIs that < a ball? </thin>\n</think>\n\nA ball.";
  EXPECT_EQ(said({answer}).all(), "A ball.");
  EXPECT_EQ(said(bytes_of(answer)).all(), "A ball.");
  EXPECT_EQ(said(bytes_of("<think></think>A ball.")).all(), "A ball.");
  EXPECT_EQ(said({"<think>", "endless"}).all(), "");
}

TEST(AnswerText, OnlyAtTheFront) {
  EXPECT_EQ(said({"A <think> sign."}).all(), "A <think> sign.");
  EXPECT_EQ(said({"<th", "e ball>"}).all(), "<the ball>");
  EXPECT_EQ(said({"<thi"}).all(), "<thi");
}

TEST(AnswerText, CharactersStayWhole) {
  const std::string text = "Café – 日本 😀.";
  EXPECT_EQ(said(bytes_of(text)).all(), text);
  for (const std::string& piece : said(bytes_of(text)).pieces)
    EXPECT_NE(static_cast<unsigned char>(piece[0]) & 0xC0, 0x80);
  EXPECT_THAT(said({"caf\xC3", "\xA9!"}).pieces, ElementsAre("caf", "é!"));
  EXPECT_EQ(said({"a\xFF", "b\xC3", "c\xED\xA0\x80"}).all(), "a\uFFFDb\uFFFDc\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(said({"half \xF0\x9F\x98"}).all(), "half ");
}

TEST(AnswerText, HasBegunWithTheFirstCharacterThatIsPassedOn) {
  AnswerText text;
  text.push("<think>hm</think>");
  EXPECT_FALSE(text.begun());
  text.push("\n\xC3");
  EXPECT_FALSE(text.begun());
  text.push("\xA9");
  EXPECT_TRUE(text.begun());
  EXPECT_EQ(text.bytes(), 20u);
}

TEST(AnswerText, AnyBytesInAnyPiecesGiveTheSameText) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = round % 3 ? "" : "<think>";
    for (int i = 0; i < 20; ++i) bytes += "<think></think> \n\xC3\xA9\xF0\x9F\x98\x80\xFF<|[◁A"[random() % 30];
    std::vector<std::string> deltas;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t n = 1 + random() % 5;
      deltas.push_back(bytes.substr(at, n));
      at += n;
    }
    ASSERT_EQ(said(deltas).all(), said({bytes}).all());
    ASSERT_EQ(said(deltas, true).all(), said({bytes}, true).all());
  }
}

struct Written {
  const char* what;
  std::string text;
  std::string said = "A dog runs by.";
};

const Written kThinks[] = {
    {"nothing", "A dog runs by."},
    {"Qwen, DeepSeek", "<think>\nHm, a dog?\n</think>\n\nA dog runs by."},
    {"two thoughts", "<think>a</think>\n<think>b</think>A dog runs by."},
    {"capitals", "<THINK>a</THINK>A dog runs by."},
    {"others' tags", "<thinking>a < b</thinking> A dog runs by."},
    {"EXAONE", "<thought>\na\n</thought>\n\nA dog runs by."},
    {"Seed", "<seed:think>a</seed:think>A dog runs by."},
    {"Kimi", "◁think▷Hm◁/think▷A dog runs by."},
    {"Magistral", "[THINK]Hm[/THINK]A dog runs by."},
    {"Cohere", "<|START_THINKING|>Hm<|END_THINKING|><|START_RESPONSE|>A dog runs by.<|END_RESPONSE|>"},
    {"OpenThinker", "<|begin_of_thought|>Hm<|end_of_thought|><|begin_of_solution|>A dog runs by.<|end_of_solution|>"},
    {"MedGemma", "<unused94>thought\nHm<unused95>A dog runs by."},
    {"Gemma", "<|channel>thought\nHm\n<channel|>A dog runs by.<turn|>"},
    {"gpt-oss",
     "<|channel|>analysis<|message|>I see<|end|><|start|>assistant<|channel|>final<|message|>A dog runs by.<|return|>"},
    {"gpt-oss, with a preamble",
     "<|channel|>commentary<|message|>Let me look<|end|><|start|>assistant<|channel|>final<|message|>A dog runs by."},
    {"gpt-oss without its marks", "analysisThe user wants a line.assistantfinalA dog runs by."},
    {"Granite", "Here is my thought process: Hm. Here is my response: A dog runs by."},
    {"Hunyuan", "<think>\n\n</think>\n<answer>\nA dog runs by.</answer>"},
    {"GLM's box", "<|begin_of_box|>A dog runs by.<|end_of_box|>"},
    {"ChatML", "<|im_start|>assistant\nA dog runs by.<|im_end|>"},
    {"Llama", "<|start_header_id|>assistant<|end_header_id|>\n\nA dog runs by.<|eot_id|>"},
    {"Gemma's turn", "<start_of_turn>model\nA dog runs by.<end_of_turn>"},
    {"Mistral", "<s>[INST][/INST]A dog runs by.</s>"},
    {"DeepSeek's end", "A dog runs by.<｜end▁of▁sentence｜>"},
    {"Phi", "<|assistant|>A dog runs by.<|end|>"},
};

const Written kIsSilent[] = {
    {"JoyAI", "</silence>", ""},
    {"the same in front of words", "</silence>\n\nA dog", ""},
    {"MOSS", "<|silence|>", ""},
    {"MiniCPM-o", "<|listen|>", ""},
    {"after thoughts", "<think>Nothing new.</think>\n\n<|silence|>", ""},
    {"a tag of its own", "<silence/>", ""},
    {"behind a line", "A dog runs by.</silence> It", "A dog runs by."},
    {"JoyAI's answer", "</response> A dog runs by.", "A dog runs by."},
};

const Written kThinksUnmarked[] = {
    {"the template began the thoughts", "The user wants a comment. I see a dog.\n</think>\n\nA dog runs by."},
    {"an empty thought", "\n</think>\n\nA dog runs by."},
    {"Kimi", "Hm.◁/think▷A dog runs by."},
    {"Magistral", "Hm.[/THINK]A dog runs by."},
    {"Apriel", "Here are my reasoning steps:\nHm.\n[BEGIN FINAL RESPONSE]\nA dog runs by.\n[END FINAL RESPONSE]",
     "A dog runs by.\n"},
    {"gpt-oss", "I see<|end|><|start|>assistant<|channel|>final<|message|>A dog runs by."},
};

TEST(AnswerText, MarksOfAllFamiliesAreLeftOutHoweverTheyCome) {
  for (const bool hold : {false, true})
    for (const Written& written : kThinks) {
      EXPECT_EQ(said({written.text}, hold).all(), written.said) << written.what;
      EXPECT_EQ(said(bytes_of(written.text), hold).all(), written.said) << written.what;
    }
}

TEST(AnswerText, ThereIsNothingBehindAMarkOfSilence) {
  for (const bool hold : {false, true})
    for (const Written& written : kIsSilent) {
      EXPECT_EQ(said({written.text}, hold).all(), written.said) << written.what;
      EXPECT_EQ(said(bytes_of(written.text), hold).all(), written.said) << written.what;
    }
}

TEST(AnswerText, HeldBackUntilThoughtsWithoutABeginningEnd) {
  for (const Written& written : kThinksUnmarked) {
    EXPECT_EQ(said({written.text}, true).all(), written.said) << written.what;
    EXPECT_EQ(said(bytes_of(written.text), true).all(), written.said) << written.what;
    AnswerText text;
    text.push(written.text);
    EXPECT_TRUE(text.closed_unopened()) << written.what << ": the next one is to be held";
  }
  AnswerText text;
  text.push("<think>hm</think>A dog.");
  EXPECT_FALSE(text.closed_unopened());
}

TEST(AnswerText, WhatWasPassedOnCannotBeTakenBack) {
  AnswerText text;
  EXPECT_EQ(text.push("Hm."), "Hm.");
  EXPECT_EQ(text.push("</think>A dog."), "A dog.");
  EXPECT_TRUE(text.leaked());
  AnswerText whole;
  EXPECT_EQ(whole.push("Hm.</think>A dog."), "A dog.");
  EXPECT_FALSE(whole.leaked());
}

TEST(AnswerText, SteersNoTerminal) {
  EXPECT_EQ(said({"a\x1b[2Jb\u009bc\u202Ed\x07"}).all(), "a [2Jb c d ");
  EXPECT_EQ(said({"one\ntwo\tthree"}).all(), "one\ntwo\tthree");
}

TEST(AnswerText, HeldBackItBeginsAtTheEnd) {
  AnswerText text(true);
  EXPECT_EQ(text.push("A dog runs by."), "");
  EXPECT_FALSE(text.begun());
  EXPECT_EQ(text.finish(), "A dog runs by.");
  EXPECT_TRUE(text.begun());
}

TEST(AnswerText, HeldBackNoLongerThanItsMark) {
  AnswerText text(true);
  EXPECT_EQ(text.push("Hm.</think>A dog"), "A dog");
  EXPECT_EQ(text.push(" runs."), " runs.");
}

TEST(AnswerText, WhatOnlyLooksLikeAMarkIsText) {
  for (const char* text : {"2 < 3 and 5 > 4.", "<3", "He holds a sign: <STOP>.", "[1] A dog.", "A [THING] moves.",
                           "an <|odd one|> here", "<|", "Left ◁ or right ▷?", "analysis of the game", "Here is my dog.",
                           "a|b <b>bold</b>", "“A dog” – he says…"}) {
    EXPECT_EQ(said({text}).all(), text);
    EXPECT_EQ(said(bytes_of(text)).all(), text);
  }
}

}  // namespace
}  // namespace np
