// One show with a real source: what it asks of the source, and what it gets.
#include "channel/channel.hpp"

#include <gtest/gtest.h>

#include "base/asio_loop.hpp"
#include "clips.hpp"
#include "engine/watcher/watcher_engine.hpp"

namespace np {
namespace {

using namespace std::chrono_literals;

class ChannelTest : public ::testing::Test {
 protected:
  // Runs the loop until `what` holds; the limit is for what never comes.
  bool run_until(const std::function<bool()>& what) {
    const TimePoint end = Clock::now() + 20s;
    std::function<void()> look = [&] {
      if (what() || Clock::now() > end) return loop.stop();
      poll = loop.after(5ms, look);
    };
    loop.post(look);
    loop.run();
    poll.cancel();
    return what();
  }
  std::expected<void, Error> start(StartRequest request) {
    std::optional<std::expected<void, Error>> result;
    channel.start(std::move(request), [&](std::expected<void, Error> r) { result = std::move(r); });
    EXPECT_TRUE(run_until([&] { return result.has_value(); }));
    return result.value_or(std::unexpected(Error(ErrorKind::kTimeout, "no answer")));
  }
  PicturePtr picture() {
    std::optional<PicturePtr> answer;
    channel.picture_now([&](PicturePtr p) { answer = std::move(p); });
    EXPECT_TRUE(run_until([&] { return answer.has_value(); }));
    return answer.value_or(nullptr);
  }

  AsioLoop loop;
  Timer poll;
  WatcherEngine engine;
  Profiles profiles = load_profiles(Settings{});
  Channel channel{loop, engine, nullptr, profiles, {}};
  const std::string clip = test::clip({.name = "channel.mp4", .seconds = 2}).string();
};

TEST_F(ChannelTest, MakesOnePictureOnDemand) {
  ASSERT_TRUE(start({.source = clip}));
  const PicturePtr one = picture();
  ASSERT_TRUE(one);
  EXPECT_EQ(one->width, 320);
  // The source goes on, and so do the pictures of it.
  const TimePoint limit = Clock::now() + 20s;
  TimePoint newest = one->captured_at;
  while (newest == one->captured_at && Clock::now() < limit)
    if (const PicturePtr another = picture()) newest = another->captured_at;
  EXPECT_GT(newest, one->captured_at);
}

TEST_F(ChannelTest, CommentsOnWhatItSees) {
  ASSERT_TRUE(start({.source = clip}));
  const auto reader = channel.events().read(std::nullopt, nullptr);
  channel.set_instruction("Tell me what happens.");
  LineEnded line;
  EXPECT_TRUE(run_until([&] {
    while (const auto event = reader->next())
      if (const auto* end = std::get_if<LineEnded>(&event->what); end && end->outcome == Outcome::kSaid) line = *end;
    return !line.text.empty();
  }));
  EXPECT_EQ(line.frame_ids.empty(), false);
}

TEST_F(ChannelTest, SwitchesBetweenRealFilesAndKeepsTheOneItHasWhereTheOtherIsNotThere) {
  const std::string other = test::clip({.name = "channel_wide.mp4", .seconds = 2, .width = 640}).string();
  ASSERT_TRUE(start({.source = clip}));
  channel.viewer_came();
  ASSERT_TRUE(run_until([&] { return channel.display().size() > 3; }));
  const auto refused = start({.source = "/no/such/file.mp4", .replace = true});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::kNotFound);
  EXPECT_EQ(channel.report().source.state, "live");
  EXPECT_EQ(channel.display().newest()->width, 320);
  ASSERT_TRUE(start({.source = other, .replace = true}));
  ASSERT_TRUE(run_until([&] { return channel.display().newest() != nullptr; }));
  EXPECT_EQ(channel.display().oldest()->width, 640) << "nothing is left of the other";
}

TEST_F(ChannelTest, AFileThatIsNotThereIsSaidAtOnce) {
  const auto result = start({.source = "/no/such/file.mp4"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind(), ErrorKind::kNotFound);
  EXPECT_FALSE(channel.report().capture_running);
}

}  // namespace
}  // namespace np
