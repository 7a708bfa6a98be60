// Entries and frames, as short as tests want them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "record/line_query.hpp"
#include "record/line_store.hpp"
#include "record/record_entry.hpp"
#include "video/frame.hpp"

namespace np::test {

inline constexpr double kNow = 1'763'848'342.5;  // Unix seconds

// Said `id` seconds after kNow.
inline RecordEntry line(std::uint64_t id, std::string text, std::string source = "cam") {
  RecordEntry e;
  e.id = id;
  e.at = kNow + static_cast<double>(id);
  e.ended_at = e.at + 0.5;
  e.latency = 0.5;
  e.source = std::move(source);
  e.source_kind = "rtsp";
  e.text = std::move(text);
  return e;
}

inline std::vector<std::uint64_t> ids(const LinePage& page) {
  std::vector<std::uint64_t> all;
  for (const RecordEntry& e : page.lines) all.push_back(e.id);
  return all;
}

inline void add(LineStore& store, const RecordEntry& entry, std::vector<std::uint8_t> jpeg = {}) {
  const LineStore::NewEntry one{entry, std::move(jpeg)};
  store.add({&one, 1});
}

inline FramePtr frame(int width, int height, std::vector<std::uint8_t> colour = {200, 40, 40}) {
  auto frame = std::make_shared<VideoFrame>();
  frame->width = width;
  frame->height = height;
  for (int i = 0; i < width * height; ++i) frame->rgb.insert(frame->rgb.end(), colour.begin(), colour.end());
  return frame;
}

}  // namespace np::test
