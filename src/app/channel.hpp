// One show: a source, what is kept of it for the engine and for people, the commentator, its events and its voice's
// time line. Loop thread only, but for the FrameSink side.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "audio/audio_stream.hpp"
#include "base/loop.hpp"
#include "commentary/commentator.hpp"
#include "commentary/event.hpp"
#include "engine/engine.hpp"
#include "http/show.hpp"
#include "source/source_supervisor.hpp"
#include "speech/synthesizer.hpp"
#include "video/display_buffer.hpp"
#include "video/frame_window.hpp"

namespace np {

class Channel final : private FrameSink {
 public:
  struct Options {
    CommentatorSettings commentator;
    SourceOptions source;
    Recovery recovery;
    SourceSupervisor::Make make_source = np::make_source;
    std::size_t window_size = 48;
  };

  // `voice` may be null. All three must outlive the channel.
  Channel(Loop& loop, Engine& engine, Synthesizer* voice, Options options);
  ~Channel();

  // As Show::start.
  void start(const std::string& source, bool wait, Show::Done done);
  bool retry_source() { return source_.try_now(); }
  // Ends the source and clears the instruction.
  void stop();
  void set_instruction(std::string instruction);
  void set_profile(std::string prompt) { commentator_.set_profile(std::move(prompt)); }
  // From now on; the delay's start value and the source's other options keep for the next start.
  void set_pacing(const CommentatorSettings& settings, std::size_t window_size, double capture_fps);

  const Commentator& commentator() const { return commentator_; }
  const SourceSupervisor& source() const { return source_; }
  std::size_t frames_buffered() const { return window_.size(); }
  EventLog& events() { return events_; }
  DisplayBuffer& display() { return display_; }
  AudioStream* audio() { return audio_.get(); }

  void viewer_came();
  void viewer_left();
  void picture_now(Show::PictureDone done);

 private:
  // A page that is reloaded finds the past still there.
  static constexpr Duration kLinger = std::chrono::seconds(3);
  static constexpr Duration kPictureLimit = std::chrono::milliseconds(900);

  void on_frame(FramePtr frame) override;
  void on_picture(PicturePtr picture) override;
  void on_source_change();
  void update_demand();
  void answer_pictures();

  Loop& loop_;
  FrameWindow window_;
  DisplayBuffer display_;
  EventLog events_;
  std::unique_ptr<AudioStream> audio_;
  std::unique_ptr<EngineSession> session_;
  Commentator commentator_;
  std::atomic<bool> frame_told_{false};
  std::atomic<bool> picture_awaited_{false};
  std::vector<Show::PictureDone> picture_waiters_;
  Timer picture_limit_;
  Timer linger_;
  bool lingering_ = false;
  std::size_t viewers_ = 0;
  bool was_live_ = false;  // the source, at its last change
  Lifetime alive_;
  SourceSupervisor source_;  // last: nothing is delivered once it is gone
};

}  // namespace np
