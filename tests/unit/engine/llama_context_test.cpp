#include "engine/llama/llama_context.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <llama.h>
#include <mtmd-helper.h>
#include <mtmd.h>

#include <cmath>
#include <cstring>
#include <thread>

#include "base/error.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

template <auto free>
using Freed = decltype([](auto* p) { free(p); });

const std::atomic<bool> kGoOn = false;

LlamaModel& model(int slices = 1) {
  static LlamaModel one(
      {.files = tiny_model(), .device = "cpu", .threads = 1, .slices = 1, .context = 2048, .plain_math = true}, {});
  static LlamaModel two(
      {.files = tiny_model(), .device = "cpu", .threads = 1, .slices = 2, .context = 2048, .plain_math = true}, {});
  return slices == 1 ? one : two;
}

PromptBlockPtr text(const std::string& words) {
  auto block = std::make_shared<PromptBlock>();
  block->add(model().tokens(words, true));
  return block;
}

LlamaContext::Piece frame(std::uint64_t id, int slices = 1, int width = 448, int height = 448) {
  return {id, model(slices).eyes().encode(*test_frame(id, width, height), kGoOn)};
}

constexpr std::uint64_t kHead = 1ull << 63;
const char* const kHeadText = "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n";
const char* const kQuestion = "What happens?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";

// What the library's own helper makes of the same prompt: every run by itself, nothing cached.
std::vector<float> plain_logits(const std::vector<FramePtr>& frames, int slices) {
  llama_context_params p = llama_context_default_params();
  p.n_ctx = 2048;
  p.type_k = p.type_v = GGML_TYPE_F32;
  p.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  p.n_threads = p.n_threads_batch = model(slices).threads();
  const std::unique_ptr<llama_context, Freed<llama_free>> context(llama_init_from_model(model(slices).raw(), p));
  mtmd_context_params ep = mtmd_context_params_default();
  ep.use_gpu = false;
  ep.warmup = false;
  ep.n_threads = model(slices).threads();
  ep.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  const std::unique_ptr<mtmd_context, Freed<mtmd_free>> eyes(
      mtmd_init_from_file(tiny_model().projector.c_str(), model(slices).raw(), ep));
  std::string prompt = kHeadText;
  std::vector<std::unique_ptr<mtmd_bitmap, Freed<mtmd_bitmap_free>>> owners;
  std::vector<const mtmd_bitmap*> bitmaps;
  for (const FramePtr& f : frames) {
    prompt += mtmd_default_marker();
    prompt += '\n';
    owners.emplace_back(mtmd_bitmap_init(f->width, f->height, f->rgb.data()));
    bitmaps.push_back(owners.back().get());
  }
  prompt += kQuestion;
  const std::unique_ptr<mtmd_input_chunks, Freed<mtmd_input_chunks_free>> chunks(mtmd_input_chunks_init());
  const mtmd_input_text input{prompt.data(), prompt.size(), false, true};
  EXPECT_EQ(mtmd_tokenize(eyes.get(), chunks.get(), &input, bitmaps.data(), bitmaps.size()), 0);
  llama_pos past = 0;
  EXPECT_EQ(mtmd_helper_eval_chunks(eyes.get(), context.get(), chunks.get(), 0, 0, 512, true, &past), 0);
  const float* last = llama_get_logits_ith(context.get(), -1);
  return {last, last + llama_vocab_n_tokens(model().vocabulary())};
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(static_cast<double>(a[i]) - b[i]));
  return most;
}

std::vector<float> fresh_logits(const std::vector<LlamaContext::Piece>& pieces) {
  LlamaContext context(model(), {}, false);
  EXPECT_TRUE(context.begin_answer(pieces, *text(kQuestion), kGoOn));
  return context.logits();
}

TEST(LlamaContext, OneSliceIs64RowsAndItsMarkup) {
  EXPECT_EQ(frame(1).block->size, 64 + 3);
  EXPECT_EQ(model().eyes().frame_tokens({448, 448}), 64 + 3);
  EXPECT_EQ(model().eyes().frame_tokens({1264, 720}), 64 + 3) << "aspect kept, and still one overview";
  EXPECT_EQ(frame(1, 1, 1264, 720).block->size, 64 + 3);
  EXPECT_EQ(frame(1, 1, 320, 240).block->size, 64 + 3);
  EXPECT_EQ(frame(1, 1, 30, 900).block->size, 64 + 3) << "a picture of an odd shape";
}

TEST(LlamaContext, TwoSlicesAreAnOverviewAndTheTwo) {
  const int size = frame(1, 2, 1264, 720).block->size;
  EXPECT_EQ(size, model(2).eyes().frame_tokens({1264, 720}));
  EXPECT_GE(size, 3 * 64);
  EXPECT_LE(size, 3 * 64 + 10);
}

TEST(LlamaContext, WhatWasCachedAndBatchedEqualsThePlainWayExactly) {
  for (const auto& [slices, width, height] : {std::tuple{1, 448, 448}, {2, 854, 462}}) {
    LlamaContext context(model(slices), {}, false);
    std::vector<LlamaContext::Piece> pieces{{kHead, text(kHeadText), true}};
    std::vector<FramePtr> frames;
    for (const std::uint64_t id : {1, 2}) {
      pieces.push_back(frame(id, slices, width, height));
      frames.push_back(test_frame(id, width, height));
      ASSERT_TRUE(context.read(pieces, kGoOn)) << "as they come, one by one";
    }
    ASSERT_TRUE(context.begin_answer(pieces, *text(kQuestion), kGoOn));
    const auto ours = context.logits();
    const auto plain = plain_logits(frames, slices);
    EXPECT_EQ(distance(ours, plain), 0) << slices << " slices";
    context.forget();
    ASSERT_TRUE(context.begin_answer(pieces, *text(kQuestion), kGoOn)) << "all at once";
    EXPECT_EQ(distance(context.logits(), plain), 0) << slices << " slices";
  }
}

TEST(LlamaContext, KeepsTheHeadAndTheFramesThatAreStillThere) {
  LlamaContext context(model(), {}, false);
  const LlamaContext::Piece head{kHead, text(kHeadText), true};
  ASSERT_TRUE(context.begin_answer({head, frame(1), frame(2)}, *text(kQuestion), kGoOn));
  const auto first = context.logits();
  const auto read_before = context.counts().tokens_read;
  ASSERT_TRUE(context.read({head, frame(1), frame(2), frame(3)}, kGoOn));
  EXPECT_EQ(context.counts().tokens_read - read_before, 67u) << "only the new frame";
  ASSERT_TRUE(context.begin_answer({head, frame(1), frame(2)}, *text(kQuestion), kGoOn));
  EXPECT_EQ(distance(context.logits(), first), 0) << "and back again";
}

TEST(LlamaContext, ExactReadsAnewWhatFollowsAFrameThatLeft) {
  LlamaContext context(model(), {}, false);
  const LlamaContext::Piece head{kHead, text(kHeadText), true};
  ASSERT_TRUE(context.read({head, frame(1), frame(2), frame(3)}, kGoOn));
  ASSERT_TRUE(context.begin_answer({head, frame(2), frame(3), frame(4)}, *text(kQuestion), kGoOn));
  EXPECT_EQ(context.counts().slides, 0u);
  EXPECT_EQ(distance(context.logits(), fresh_logits({head, frame(2), frame(3), frame(4)})), 0);
}

TEST(LlamaContext, SlidingReadsOnlyTheNewFrame) {
  LlamaContext context(model(), {}, true);
  const LlamaContext::Piece head{kHead, text(kHeadText), true};
  ASSERT_TRUE(context.read({head, frame(1), frame(2), frame(3)}, kGoOn));
  const auto before = context.counts().tokens_read;
  ASSERT_TRUE(context.read({head, frame(2), frame(3), frame(4)}, kGoOn));
  EXPECT_EQ(context.counts().tokens_read - before, 67u);
  EXPECT_EQ(context.counts().slides, 1u);
  ASSERT_TRUE(context.begin_answer({head, frame(2), frame(3), frame(4)}, *text(kQuestion), kGoOn));
  const auto exact = fresh_logits({head, frame(2), frame(3), frame(4)});
  EXPECT_LT(distance(context.logits(), exact), 2.0) << "near, though not the same";
}

TEST(LlamaContext, SlidesOnBehindAMemoryThatStays) {
  LlamaContext context(model(), {}, true);
  const LlamaContext::Piece head{kHead, text(kHeadText), true}, memory{kHead + 1, text("Before: a dog ran by."), true};
  std::vector<LlamaContext::Piece> frames;
  for (std::uint64_t id = 1; id <= 24; ++id) frames.push_back(frame(id));
  for (std::size_t from = 0; from < 22; ++from)
    ASSERT_TRUE(context.read({head, memory, frames[from], frames[from + 1], frames[from + 2]}, kGoOn));
  EXPECT_GE(context.counts().slides, 16u);
}

TEST(LlamaContext, SlidingIsBoundedAndCanBeForbidden) {
  LlamaContext context(model(), {}, true);
  const LlamaContext::Piece head{kHead, text(kHeadText), true};
  std::vector<LlamaContext::Piece> frames;
  for (std::uint64_t id = 1; id <= 20; ++id) frames.push_back(frame(id));
  const auto window = [&](std::size_t from) {
    return std::vector{head, frames[from], frames[from + 1], frames[from + 2]};
  };
  int exact = 0;
  for (std::size_t from = 0; from < 17; ++from) {
    ASSERT_TRUE(context.begin_answer(window(from), *text(kQuestion), kGoOn));
    exact += distance(context.logits(), fresh_logits(window(from))) == 0;
  }
  EXPECT_GE(exact, 2) << "read anew every so often";
  EXPECT_GE(context.counts().slides, 12u);
  const auto slides = context.counts().slides;
  context.forbid_sliding();
  ASSERT_TRUE(context.read(window(17), kGoOn));
  EXPECT_EQ(context.counts().slides, slides);
}

TEST(LlamaContext, StoppedOnTheWayItStaysRight) {
  LlamaContext context(model(), {}, true);
  const LlamaContext::Piece head{kHead, text(kHeadText), true};
  std::atomic<bool> stop = true;
  EXPECT_FALSE(context.read({head, frame(1)}, stop));
  EXPECT_EQ(model().eyes().encode(*test_frame(9), stop), nullptr);
  const auto first = frame(1), second = frame(2);
  for (int turns = 0; turns < 600'000; turns += 20'000) {
    stop = false;
    std::jthread stopper([&] {
      for (std::atomic<int> turn = 0; turn < turns; ++turn) {
      }
      stop = true;
    });
    if (context.begin_answer({head, first, second}, *text(kQuestion), stop))
      while (context.next(stop)) {
      }
    stopper.join();
  }
  ASSERT_TRUE(context.begin_answer({head, first, second}, *text(kQuestion), kGoOn));
  EXPECT_EQ(distance(context.logits(), fresh_logits({head, first, second})), 0);
}

TEST(LlamaContext, NeverOverflows) {
  LlamaContext context(model(), {.temperature = 0}, true);
  std::vector<LlamaContext::Piece> many;
  for (std::uint64_t id = 1; id <= 31; ++id) many.push_back(frame(id));
  EXPECT_THROW(context.read(many, kGoOn), Error);
  many.resize(30);
  ASSERT_TRUE(context.read(many, kGoOn));
  EXPECT_THROW(context.begin_answer(many, *text(std::string(100, 'x')), kGoOn), Error);
  ASSERT_TRUE(context.begin_answer(many, *text("x"), kGoOn));
  int written = 0;
  while (written < 1000 && context.next(kGoOn)) ++written;
  EXPECT_LE(written, context.capacity() - 30 * 67);
  ASSERT_TRUE(context.read({{kHead, text(kHeadText)}}, kGoOn)) << "and it goes on";
}

TEST(LlamaContext, ChoosesWhatTheLibrarysSamplersChooseFromAllTokens) {
  for (const double penalty : {1.0, 1.02, 2.0}) {
    LlamaContext context(model(), {.temperature = 0, .repeat_penalty = penalty, .endless = true}, true);
    const int n = llama_vocab_n_tokens(model().vocabulary());
    const std::unique_ptr<llama_sampler, Freed<llama_sampler_free>> chain(
        llama_sampler_chain_init(llama_sampler_chain_default_params()));
    std::vector<llama_logit_bias> never;
    for (ModelToken t = 0; t < n; ++t)
      if (model().ends_answer(t) || std::ranges::contains(model().unspeakable(), t)) never.push_back({t, -INFINITY});
    llama_sampler_chain_add(chain.get(),
                            llama_sampler_init_logit_bias(n, static_cast<int>(never.size()), never.data()));
    llama_sampler_chain_add(chain.get(), llama_sampler_init_penalties(n, 64, static_cast<float>(penalty), 0, 0));
    llama_sampler_chain_add(chain.get(), llama_sampler_init_greedy());
    ASSERT_TRUE(context.begin_answer({{kHead, text(kHeadText)}}, *text(kQuestion), kGoOn));
    for (int i = 0; i < 150; ++i) {
      const auto token = context.next(kGoOn);
      ASSERT_TRUE(token);
      const auto logits = context.logits();
      std::vector<llama_token_data> all(n);
      for (ModelToken t = 0; t < n; ++t) all[t] = {t, logits[t], 0};
      llama_token_data_array choice{all.data(), all.size(), -1, false};
      llama_sampler_apply(chain.get(), &choice);
      EXPECT_EQ(*token, choice.data[choice.selected].id) << i << " with " << penalty;
      llama_sampler_accept(chain.get(), *token);
    }
  }
}

TEST(LlamaContext, OneToChooseFromIsTheLikeliest) {
  const auto written = [](Sampling sampling) {
    sampling.repeat_penalty = 1;
    sampling.endless = true;
    LlamaContext context(model(), sampling, true);
    EXPECT_TRUE(context.begin_answer({{kHead, text(kHeadText)}}, *text(kQuestion), kGoOn));
    std::vector<std::optional<ModelToken>> tokens(40);
    for (auto& token : tokens) token = context.next(kGoOn);
    return tokens;
  };
  const auto likeliest = written({.temperature = 0});
  EXPECT_EQ(written({.temperature = 2, .top_p = 1, .top_k = 1}), likeliest);
  EXPECT_NE(written({.temperature = 2, .top_p = 1, .top_k = 50, .seed = 1}), likeliest);
}

TEST(LlamaContext, WritesNoMarkup) {
  for (const double temperature : {0.0, 2.0}) {
    LlamaContext context(model(), {.temperature = temperature, .top_p = 1, .top_k = 0, .repeat_penalty = 1, .seed = 1},
                         true);
    ASSERT_TRUE(context.begin_answer({{kHead, text(kHeadText)}}, *text(kQuestion), kGoOn));
    for (int i = 0; i < 300; ++i) {
      const auto token = context.next(kGoOn);
      if (!token) break;
      EXPECT_FALSE(llama_vocab_is_control(model().vocabulary(), *token));
      EXPECT_THAT(model().unspeakable(), testing::Not(testing::Contains(*token)));
    }
  }
}

TEST(LlamaContext, AUsersTextIsNeverMarkup) {
  for (const ModelToken t : model().tokens("<|im_end|><image></think>", false))
    EXPECT_FALSE(llama_vocab_is_control(model().vocabulary(), t));
}

}  // namespace
}  // namespace np
