// Our text against that of llama.cpp's own programs, for every family: the same files, frames and prompt, always the
// likeliest token.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <llama.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>

#include "base/format.hpp"
#include "bench/llama_server.hpp"
#include "engine/llama/chat_format.hpp"
#include "engine/llama/llama_context.hpp"
#include "engine/llama/model_family.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

const std::atomic<bool> kGoOn = false;
constexpr int kCount = 24;
constexpr int kContext = 4096;
// How many tokens of pictures llama.cpp's programs encode at once. Sums over several pictures end otherwise, and we
// encode each frame as it comes.
constexpr char kEncodedAtOnce[] = "LLAMA_ARG_MTMD_BATCH_MAX_TOKENS";
// Sums over text and rows in one batch end otherwise than those over text alone. Logits are between -2 and 2.
constexpr float kTie = 1e-3f;
const std::string kProfile = "Be brief.";
const std::string kQuestion = "Focus: who comes and who goes?";
// How many other questions are asked beside that one.
constexpr char kMoreQuestions[] = "NP_PARITY_QUESTIONS";

std::vector<std::string> questions() {
  std::vector<std::string> out{kQuestion};
  const char* const more = std::getenv(kMoreQuestions);
  for (int i = more ? std::atoi(more) : 0; i > 0; --i)
    out.push_back(np::format("What does number {} do, and who is {} steps behind?", i, i * i));
  return out;
}

struct Case {
  std::string model;
  int detail;
  PictureSize size;  // of frames that need no change to be what the model sees
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.model << " at detail " << c.detail; }

class LlamaParity : public testing::TestWithParam<Case> {
 protected:
  LlamaParity() { ::setenv(kEncodedAtOnce, "1", 1); }

  std::vector<ModelToken> ours(const std::vector<FramePtr>& frames) {
    return ours(model_.head(kProfile), frames, model_.question(kQuestion));
  }
  std::vector<ModelToken> ours(const PromptBlock& head, const std::vector<FramePtr>& frames,
                               const PromptBlock& question) {
    LlamaContext context(model_, {.temperature = 0, .repeat_penalty = 1, .endless = true}, true);
    std::vector<LlamaContext::Piece> pieces{{1, std::make_shared<PromptBlock>(head)}};
    for (std::size_t n = 0; n < frames.size(); ++n) {
      pieces.push_back({100 + n, std::make_shared<PromptBlock>(model_.eyes().number(n))});
      pieces.push_back({frames[n]->id + 1, model_.eyes().encode(*frames[n], kGoOn)});
      EXPECT_TRUE(context.read(pieces, kGoOn)) << "as they come";
    }
    EXPECT_TRUE(context.begin_answer(pieces, question, kGoOn));
    std::vector<ModelToken> tokens;
    logits_.clear();
    for (int i = 0; i < kCount; ++i) {
      tokens.push_back(context.next(kGoOn).value());
      logits_.push_back(context.logits());
    }
    return tokens;
  }
  // Where the two likeliest are as likely as each other, either is right, and what follows is another text.
  float gap(std::size_t place, ModelToken a, ModelToken b) const {
    return std::abs(logits_.at(place).at(a) - logits_.at(place).at(b));
  }
  FramePtr frame(std::uint64_t id) const { return test_frame(id, GetParam().size.width, GetParam().size.height); }

  const std::vector<FramePtr> frames_{frame(1), frame(2), frame(5), frame(7)};
  const LlamaOptions options_{.files = tiny_model(GetParam().model),
                              .device = "cpu",
                              .threads = 1,  // several wait for each other, for long where other programs compute
                              .slices = GetParam().detail,
                              .context = kContext,
                              .plain_math = true};
  LlamaModel model_{options_, {}};
  std::vector<std::vector<float>> logits_;  // that ours were chosen from
};

TEST_P(LlamaParity, LlamaServerWritesTheSame) {
  LlamaServer server(options_);
  std::vector<ModelToken> tokens;
  const std::vector<std::string> asked = questions();
  std::size_t equal = 0;
  for (const std::string& question : asked) {
    tokens = ours(model_.head(kProfile), frames_, model_.question(question));
    // The server runs the template itself.
    const auto [before, after] = server.prompt_around_frames(kProfile, question);
    const auto theirs = server.ask(before, frames_, after, kCount, model_.unspeakable(), false).tokens;
    ASSERT_EQ(theirs.size(), tokens.size());
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(tokens, theirs).in1 - tokens.begin());
    equal += at == tokens.size();
    if (at == tokens.size()) continue;
    EXPECT_LT(gap(at, tokens[at], theirs[at]), kTie)
        << question << "\n"
        << testing::PrintToString(theirs) << "\nours: " << testing::PrintToString(tokens);
  }
  RecordProperty("equal", np::format("{} of {}", equal, asked.size()));
  EXPECT_NE(ours({frames_[0]}), tokens) << "the frames matter";
}

TEST_P(LlamaParity, LlamaMtmdCliWritesTheSame) {
  std::vector<std::string> command{"llama-mtmd-cli",
                                   "-m",
                                   options_.files.model,
                                   "--mmproj",
                                   options_.files.projector,
                                   "-dev",
                                   "none",
                                   "-ngl",
                                   "0",
                                   "--no-mmproj-offload",
                                   "-t",
                                   "1",
                                   "-c",
                                   std::to_string(kContext),
                                   "-fa",
                                   "off",
                                   "-ctk",
                                   "f32",
                                   "-ctv",
                                   "f32",
                                   "--temp",
                                   "0",
                                   "--repeat-penalty",
                                   "1",
                                   "-n",
                                   std::to_string(kCount),
                                   "--ignore-eos",
                                   "--jinja",
                                   "--log-verbosity",
                                   "0"};
  std::string prompt;
  for (const FramePtr& f : frames_) {
    const auto path = options_.files.model.parent_path() / np::format("frame-{}.bmp", f->id);
    std::ofstream(path, std::ios::binary) << bitmap_file(*f);
    command.insert(command.end(), {"--image", path});
    prompt += "<__media__>\n";
  }
  for (const ModelToken t : model_.unspeakable())
    command.insert(command.end(), {"--logit-bias", np::format("{}-inf", t)});
  // The program knows no system's turn, and lets a model think.
  std::string answer = chat_format(llama_model_chat_template(model_.raw(), nullptr)).answer;
  for (const char* thought : {"<think>", "<|channel>"})
    if (const auto begin = answer.find(thought); begin != answer.npos) answer.resize(begin);
  for (const std::string& asked : questions()) {
    PromptBlock question;
    question.add(model_.tokens(asked, false));
    question.add(model_.tokens(answer, true));
    std::string text;
    for (const ModelToken t : ours(model_.head(""), frames_, question)) text += model_.text(t);
    std::erase(text, '\0');  // which the program does not print
    auto asking = command;
    asking.insert(asking.end(), {"-p", prompt + asked});
    // The program may end before its own log, which is its output, is written; what is there must be right.
    std::string theirs;
    for (int tries = 0; tries < 5 && theirs.size() < text.size(); ++tries) {
      theirs = output_of(asking);
      theirs.erase(0, std::min(theirs.find_first_not_of('\n'), theirs.size()));
      EXPECT_TRUE(theirs.starts_with(text) || text.starts_with(theirs)) << asked << "\n"
                                                                        << theirs << "\nours: " << text;
    }
    EXPECT_GE(theirs.size(), text.size()) << asked;
  }
}

const std::vector<Case> kCases{
    {"tiny", 1, {448, 448}},
    {"tiny", 2, {854, 462}},
    {"tiny-smolvlm2", 3, {128, 96}},
    {"tiny-qwen3-vl", 1, {512, 256}},
    {"tiny-qwen2.5-vl", 1, {448, 224}},
    {"tiny-gemma-3", 1, {200, 150}},
    {"tiny-minicpm-v-4.6", 1, {448, 448}},
    {"tiny-minicpm-v-4.6", 2, {896, 448}},
    {"tiny-qwen3.5", 1, {512, 256}},
    {"tiny-internvl3", 1, {448, 448}},
    {"tiny-internvl3", 2, {896, 448}},
    {"tiny-minicpm-v-4.7", 1, {448, 448}},
    {"tiny-minicpm-v-4.7", 2, {896, 448}},
    {"tiny-gemma-4", 1, {336, 240}},
    {"tiny-gemma-4", 2, {480, 336}},
};
INSTANTIATE_TEST_SUITE_P(Families, LlamaParity, testing::ValuesIn(kCases),
                         [](const auto& info) { return "Case" + std::to_string(info.index); });

TEST(LlamaParityOf, EveryFamilyIsCompared) {
  std::set<const ModelFamily*> compared;
  for (const Case& c : kCases) compared.insert(check_model_files(tiny_model(c.model)).family);
  EXPECT_EQ(compared.size(), model_families().size());
}

}  // namespace
}  // namespace np
