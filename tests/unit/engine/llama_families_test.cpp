// What the cache keeps, for every family: its tiny model, and the library's own way to read the same prompt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <llama.h>

#include <cmath>
#include <thread>

#include "base/error.hpp"
#include "engine/llama/llama_context.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

const std::atomic<bool> kForEver = false;

class LlamaFamilies : public testing::TestWithParam<std::string> {
 protected:
  LlamaContext::Piece head() { return {1ull << 63, std::make_shared<PromptBlock>(model.head("Be brief."))}; }
  LlamaContext::Piece frame(std::uint64_t id) { return {id, model.eyes().encode(*test_frame(id, 320, 240), kForEver)}; }
  PromptBlock question() { return model.question("What happens?"); }
  std::vector<float> fresh_logits(const std::vector<LlamaContext::Piece>& pieces) {
    LlamaContext context(model, {}, false);
    EXPECT_TRUE(context.begin_answer(pieces, question(), kForEver));
    return context.logits();
  }
  bool can_move() {
    llama_context_params p = llama_context_default_params();
    p.n_ctx = 256;
    llama_context* context = llama_init_from_model(model.raw(), p);
    const bool can = llama_memory_can_shift(llama_get_memory(context));
    llama_free(context);
    return can;
  }
  static double distance(const std::vector<float>& a, const std::vector<float>& b) {
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(static_cast<double>(a[i]) - b[i]));
    return most;
  }

  LlamaModel model{{.files = tiny_model(GetParam()),
                    .device = "cpu",
                    .threads = 1,
                    .slices = 1,
                    .context = 2048,
                    .plain_math = true},
                   {}};
};

TEST_P(LlamaFamilies, CountsTheTokensOfAFrame) {
  EXPECT_EQ(frame(1).block->size, model.eyes().frame_tokens({320, 240}));
  EXPECT_LE(frame(1).block->size, 260);
}

TEST_P(LlamaFamilies, FramesAreNumberedWhereTheLibraryNumbersPictures) {
  const bool numbers = GetParam().starts_with("tiny-minicpm-v-");
  const PromptBlock number = model.eyes().number(12);
  EXPECT_EQ(number.size > 0, numbers);
  if (!numbers) return;
  EXPECT_EQ(number.runs.at(0).tokens, model.tokens("<image_id>12</image_id>", true));
  const ModelToken begins = number.runs.at(0).tokens.front();
  for (const auto& run : frame(1).block->runs) EXPECT_THAT(run.tokens, testing::Not(testing::Contains(begins)));
}

TEST_P(LlamaFamilies, WhatWasCachedEqualsAFreshReading) {
  LlamaContext context(model, {}, false);
  std::vector<LlamaContext::Piece> pieces{head()};
  for (const std::uint64_t id : {1, 2, 3}) {
    pieces.push_back(frame(id));
    ASSERT_TRUE(context.read(pieces, kForEver)) << "as they come, one by one";
  }
  ASSERT_TRUE(context.begin_answer(pieces, question(), kForEver));
  EXPECT_LT(distance(context.logits(), fresh_logits(pieces)), 1e-4);
  for (int i = 0; i < 8 && context.next(kForEver); ++i) {
  }
  pieces.push_back(frame(4));
  const auto before = context.counts().tokens_read;
  ASSERT_TRUE(context.begin_answer(pieces, question(), kForEver));
  const int news = pieces.back().block->size + question().size;
  EXPECT_EQ(context.counts().tokens_read - before, static_cast<std::uint64_t>(news)) << "only what is new";
  EXPECT_LT(distance(context.logits(), fresh_logits(pieces)), 1e-4) << "the answer has left nothing behind";
}

TEST_P(LlamaFamilies, AWindowThatMovesIsReadAnewWherePositionsAreFixed) {
  LlamaContext context(model, {}, true);
  ASSERT_TRUE(context.read({head(), frame(1), frame(2), frame(3)}, kForEver));
  const auto before = context.counts().tokens_read;
  const std::vector<LlamaContext::Piece> moved{head(), frame(2), frame(3), frame(4)};
  ASSERT_TRUE(context.read(moved, kForEver));
  const auto read = context.counts().tokens_read - before;
  const int size = frame(4).block->size;
  EXPECT_EQ(context.counts().slides, can_move() ? 1u : 0u);
  EXPECT_EQ(read, static_cast<std::uint64_t>(can_move() ? size : 3 * size));
  ASSERT_TRUE(context.begin_answer(moved, question(), kForEver));
  if (can_move()) return;
  EXPECT_LT(distance(context.logits(), fresh_logits(moved)), 1e-4);
}

TEST_P(LlamaFamilies, StoppedOnTheWayItStaysRight) {
  LlamaContext context(model, {}, true);
  const std::vector<LlamaContext::Piece> pieces{head(), frame(1), frame(2), frame(3)};
  for (int turns = 0; turns < 400'000; turns += 20'000) {
    std::atomic<bool> stop = false;
    std::jthread stopper([&] {
      for (std::atomic<int> turn = 0; turn < turns; ++turn) {
      }
      stop = true;
    });
    if (context.begin_answer(pieces, question(), stop))
      while (context.next(stop)) {
      }
    stopper.join();
  }
  ASSERT_TRUE(context.begin_answer(pieces, question(), kForEver));
  EXPECT_LT(distance(context.logits(), fresh_logits(pieces)), 1e-4);
}

TEST_P(LlamaFamilies, WritesNoMarkup) {
  LlamaContext context(model, {.temperature = 2, .top_p = 1, .top_k = 0, .repeat_penalty = 1, .seed = 1}, true);
  ASSERT_TRUE(context.begin_answer({head(), frame(1)}, question(), kForEver));
  for (int i = 0; i < 200; ++i) {
    const auto token = context.next(kForEver);
    if (!token) break;
    EXPECT_FALSE(llama_vocab_is_control(model.vocabulary(), *token));
  }
}

#ifdef __SANITIZE_THREAD__  // no threads of ours but those that stop
const auto& kFamilies = kTinyCaches;
#else
const auto& kFamilies = kTinyFamilies;
#endif
INSTANTIATE_TEST_SUITE_P(Families, LlamaFamilies, testing::ValuesIn(kFamilies),
                         [](const auto& info) { return "Family" + std::to_string(info.index); });

}  // namespace
}  // namespace np
