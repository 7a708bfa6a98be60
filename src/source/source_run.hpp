// One run of a source on its way to a sink, as SourceSupervisor and SourceSearch hand it around.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "source/source.hpp"

namespace np {

// Between a source and the sink: once it is shut, nothing gets through, even while the source is still being closed.
class StoppableSink final : public FrameSink {
 public:
  explicit StoppableSink(FrameSink& sink) : sink_(&sink) {}
  void on_frame(FramePtr frame) override {
    std::lock_guard lock(mutex_);
    if (sink_) sink_->on_frame(std::move(frame));
  }
  void on_picture(PicturePtr picture) override {
    std::lock_guard lock(mutex_);
    if (sink_) sink_->on_picture(std::move(picture));
  }
  void on_video(VideoForm form, H264PicturePtr picture) override {
    std::lock_guard lock(mutex_);
    if (sink_) sink_->on_video(form, std::move(picture));
  }
  void on_sound(SoundPtr sound) override {
    std::lock_guard lock(mutex_);
    if (sink_) sink_->on_sound(std::move(sound));
  }
  void on_jump() override {
    std::lock_guard lock(mutex_);
    if (sink_) sink_->on_jump();
  }
  void shut() {
    std::lock_guard lock(mutex_);
    sink_ = nullptr;
  }

 private:
  std::mutex mutex_;
  FrameSink* sink_;
};

struct SourceRun {
  explicit SourceRun(FrameSink& sink) : gate(sink) {}

  // Passes the source's news to the `listener` of that moment, until close() is called.
  void start() {
    source->start({.on_answered = life.guard([this] {
                     if (const auto f = listener.on_answered) f();
                   }),
                   .on_waiting = life.guard([this](const std::string& why) {
                     if (const auto f = listener.on_waiting) f(why);
                   }),
                   .on_flowing = life.guard([this] {
                     if (const auto f = listener.on_flowing) f();
                   }),
                   .on_opened = life.guard([this](const SourceInfo& info) {
                     if (const auto f = listener.on_opened) f(info);
                   }),
                   .on_ended = life.guard([this](const Error& error) {
                     if (const auto f = listener.on_ended) f(error);
                   }),
                   .on_playback = life.guard([this] {
                     if (const auto f = listener.on_playback) f();
                   })});
  }
  // Nothing is delivered or said any more. Destroying it may wait; this does not.
  void close() {
    life.renew();
    gate.shut();
  }

  StoppableSink gate;
  Source::Listener listener;
  Lifetime life;
  std::unique_ptr<Source> source;  // after the gate it delivers through
};
using SourceRunPtr = std::unique_ptr<SourceRun>;

}  // namespace np
