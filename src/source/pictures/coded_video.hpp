// The H.264 that a source's pictures are decoded from, for those who can show it themselves: it waits here between the
// parser and the sink, until the picture that was made of it is due.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "video/h264_picture.hpp"

typedef struct _GstBuffer GstBuffer;
typedef struct _GstCaps GstCaps;
typedef struct _GstPad GstPad;
typedef struct _GstSample GstSample;

namespace np {

class CodedVideo {
 public:
  // On the way to one decoded picture; without captured_at.
  using Pictures = std::vector<std::shared_ptr<H264Picture>>;

  // Follows what goes into this pad, which the parser's thread does; must outlive the pad's pipeline.
  void watch(GstPad* pad);
  // The decoder's thread: what it says of the pictures that follow, before anything is done to them.
  void decoded(GstCaps* caps);
  // The sink's thread. The coded picture of `decoded`, and all before it that were not taken; empty if it was taken
  // before. Nothing: a viewer would see something else, because the video is rotated, interlaced, of high dynamic range
  // or out of order (B-frames), or it is not H.264.
  std::optional<Pictures> take(GstSample* decoded);

 private:
  struct Waiting {
    std::uint64_t time;  // GStreamer's
    std::shared_ptr<H264Picture> picture;
  };
  void learn(GstCaps* caps);
  void add(GstPad* pad, GstBuffer* coded);
  void flush();
  void forget();
  bool is_shown_as_it_is(GstSample* decoded) const;

  std::mutex mutex_;
  // The parser's findings about the stream.
  bool fits_ = false;
  int length_size_ = 0;
  int width_ = 0;
  int height_ = 0;
  std::vector<std::vector<std::uint8_t>> sequence_sets_;
  std::vector<std::vector<std::uint8_t>> picture_sets_;
  std::shared_ptr<const H264Config> config_;

  bool in_halves_ = false;     // two half pictures in one
  bool reordered_ = false;     // pictures are shown in another order than they come in
  std::uint64_t latest_ = 0;   // of the pictures since the last key picture
  std::uint64_t next_id_ = 0;  // 0: a key picture has to come first
  std::deque<Waiting> waiting_;
  std::size_t bytes_ = 0;
  std::optional<std::uint64_t> taken_;  // the time of the last one
};

}  // namespace np
