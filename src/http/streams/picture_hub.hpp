// Tells the waiting viewers on the loop about pictures from other threads, once a burst.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "base/loop.hpp"
#include "video/display_buffer.hpp"

namespace np::http {

class PictureHub {
 public:
  template <typename Picture>
  PictureHub(Loop& loop, PictureBuffer<Picture>& pictures)
      : loop_(loop), listener_(pictures.listen([this] { tell(); })) {}
  PictureHub(const PictureHub&) = delete;

  // One viewer's place; must not outlive the hub. Loop thread.
  class Seat {
   public:
    Seat(PictureHub& hub, std::function<void()> on_picture);
    ~Seat();
    Seat(const Seat&) = delete;
    // `on_picture` is called once, for the next picture.
    void wait_for_picture() { waiting_ = true; }

   private:
    friend class PictureHub;
    PictureHub& hub_;
    std::function<void()> on_picture_;
    bool waiting_ = false;
  };

 private:
  void tell();
  void wake();

  Loop& loop_;
  std::vector<Seat*> seats_;
  std::atomic<bool> posted_ = false;  // a burst of pictures is one task
  Lifetime lifetime_;
  std::unique_ptr<Listeners::Listener> listener_;  // last: its thread uses all of the above
};

}  // namespace np::http
