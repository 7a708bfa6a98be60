// Pictures that are being sent to slow viewers: each counts once, however many viewers get it. I/O thread.
#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "video/frame.hpp"

namespace np::http {

class HeldPictures {
 public:
  static constexpr std::size_t kMostBytes = 256u << 20;

  // Holds one viewer's picture while it is being sent.
  class Hold {
   public:
    Hold(HeldPictures& all, PicturePtr picture) : all_(all), picture_(std::move(picture)) {
      if (all_.viewers_[picture_.get()]++ == 0) all_.bytes_ += picture_->jpeg.size();
    }
    ~Hold() {
      if (--all_.viewers_[picture_.get()] > 0) return;
      all_.viewers_.erase(picture_.get());
      all_.bytes_ -= picture_->jpeg.size();
    }
    Hold(const Hold&) = delete;

   private:
    HeldPictures& all_;
    PicturePtr picture_;
  };

  // False: others hold so many that this viewer should skip the picture.
  bool fits(const JpegPicture& picture) const {
    return viewers_.contains(&picture) || bytes_ + picture.jpeg.size() <= kMostBytes;
  }

 private:
  std::map<const JpegPicture*, int> viewers_;
  std::size_t bytes_ = 0;
};

}  // namespace np::http
