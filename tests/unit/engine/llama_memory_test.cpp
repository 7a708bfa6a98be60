// What is remembered costs a line nothing: it is read before anybody asks, as the frames are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/llama/llama_channel.hpp"
#include "unit/engine/tiny_model.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;

class LlamaMemoryTest : public testing::Test {
 protected:
  struct Read {
    std::uint64_t when_asked = 0;  // tokens
    int prompt = 0;
  };
  // A line is said, which changes what is remembered; the model looks ahead; then the next line is asked for.
  Read next_line(const std::string& remembered) {
    LlamaChannel channel({.sampling = {.temperature = 0}});
    const TimePoint now = Clock::now() + 1min;  // nothing is late, however slow the machine
    const auto first = test_frame(1, 448, 448, now - 200ms), second = test_frame(2, 448, 448, now);
    channel.expect({.start = now, .frames = 3});
    channel.observe(first);
    channel.observe(second);
    ask(channel, {.request = request({first, second}, "")});
    channel.expect({.start = now, .frames = 3, .remembered = remembered});
    while (channel.work(model) != LlamaChannel::Worked::kNot) {
    }
    // What has been read so far is told at the end of an answer.
    ask(channel, {.question = Question{.text = "Sum up.", .max_pieces = 1}});
    const std::uint64_t before = channel.counts().tokens_read;
    ask(channel, {.request = request({first, second, test_frame(3, 448, 448, now + 200ms)}, remembered)});
    return {channel.counts().tokens_read - before, channel.last_prompt_tokens()};
  }
  static CommentRequest request(std::vector<FramePtr> frames, const std::string& remembered) {
    return {.frames = std::move(frames),
            .profile = "Be brief.",
            .remembered = remembered,
            .instruction = "all of it",
            .max_pieces = 1};
  }
  void ask(LlamaChannel& channel, LlamaChannel::Ask what) {
    std::optional<bool> well;
    what.give = [](const std::string&) {};
    what.done = [&](const std::expected<Answer, Error>& outcome) { well = outcome.has_value(); };
    channel.ask(std::move(what));
    while (!well && channel.work(model) != LlamaChannel::Worked::kNot) {
    }
    ASSERT_TRUE(well.value_or(false));
  }

  LlamaModel model{
      {.files = tiny_model(), .device = "cpu", .threads = 1, .slices = 1, .context = 4096, .plain_math = true}, {}};
};

TEST_F(LlamaMemoryTest, NoMoreIsReadBetweenTheQuestionAndTheFirstWord) {
  const Read plain = next_line("");
  const Read remembering = next_line(std::string(400, 'x'));
  EXPECT_GT(remembering.prompt, plain.prompt + 100) << "it is in the prompt";
  EXPECT_EQ(remembering.when_asked, plain.when_asked);
}

}  // namespace
}  // namespace np
