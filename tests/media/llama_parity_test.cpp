// Our text against that of llama.cpp's own programs: the same files, frames and prompt, always the likeliest token.
#include <gtest/gtest.h>

#include <fstream>

#include "bench/llama_server.hpp"
#include "base/format.hpp"
#include "engine/llama/llama_context.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

const std::atomic<bool> kGoOn = false;
constexpr int kCount = 24;
const std::string kQuestion = "Focus: who comes and who goes?<|im_end|>\n<|im_start|>assistant\n";

class LlamaParity : public testing::TestWithParam<int> {
 protected:
  std::vector<ModelToken> ours(const std::string& before, const std::vector<FramePtr>& frames,
                               const std::string& after) {
    LlamaContext context(model_, {.temperature = 0, .repeat_penalty = 1, .endless = true}, true);
    std::vector<LlamaContext::Piece> pieces{{1, block(before)}};
    for (const FramePtr& f : frames) {
      pieces.push_back({f->id + 1, model_.encode(*f, kGoOn)});
      EXPECT_TRUE(context.read(pieces, kGoOn)) << "as they come";
    }
    EXPECT_TRUE(context.begin_answer(pieces, *block(after), kGoOn));
    std::vector<ModelToken> tokens;
    for (int i = 0; i < kCount; ++i) tokens.push_back(context.next(kGoOn).value());
    return tokens;
  }
  PromptBlockPtr block(const std::string& text) {
    auto b = std::make_shared<PromptBlock>();
    b->add(model_.tokens(text, true));
    return b;
  }

  const int slices_ = GetParam();
  // What needs no change to be what the model sees: one slice, or an overview and two.
  const PictureSize size_ = slices_ == 1 ? PictureSize{448, 448} : PictureSize{854, 462};
  const std::vector<FramePtr> frames_{test_frame(1, size_.width, size_.height),
                                      test_frame(2, size_.width, size_.height),
                                      test_frame(5, size_.width, size_.height)};
  const LlamaOptions options_{
      .files = tiny_model(), .device = "cpu", .slices = slices_, .context = 2048, .plain_math = true};
  LlamaModel model_{options_, {}};
};

TEST_P(LlamaParity, LlamaServerWritesTheSame) {
  LlamaServer server(options_);
  const std::string before = "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n";
  const std::string after = "Focus: who comes and who goes?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";
  const auto tokens = ours(before, frames_, after);
  EXPECT_EQ(server.ask(before, frames_, after, kCount, model_.unspeakable(), false).tokens, tokens);
  EXPECT_NE(ours(before, {frames_[0]}, after), tokens) << "the frames matter";
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
                                   "-c",
                                   "2048",
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
    const auto path = tiny_model().model.parent_path() / np::format("frame-{}.bmp", f->id);
    std::ofstream(path, std::ios::binary) << bitmap_file(*f);
    command.insert(command.end(), {"--image", path});
    prompt += "<__media__>\n";
  }
  command.insert(command.end(), {"-p", prompt + "Focus: who comes and who goes?"});
  for (const ModelToken t : model_.unspeakable())
    command.insert(command.end(), {"--logit-bias", np::format("{}-inf", t)});
  std::string text;
  for (const ModelToken t : ours("<|im_start|>user\n", frames_, kQuestion)) text += model_.text(t);
  // The program may end before its own log, which is its output, is written; what is there must be right.
  std::string theirs;
  for (int tries = 0; tries < 5 && theirs.size() < text.size(); ++tries) {
    theirs = output_of(command);
    theirs.erase(0, std::min(theirs.find_first_not_of('\n'), theirs.size()));
    EXPECT_TRUE(theirs.starts_with(text) || text.starts_with(theirs)) << theirs << "\nours: " << text;
  }
  EXPECT_GE(theirs.size(), text.size());
}

INSTANTIATE_TEST_SUITE_P(Slices, LlamaParity, testing::Values(1, 2));

}  // namespace
}  // namespace np
