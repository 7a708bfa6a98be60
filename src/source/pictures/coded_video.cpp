#include "source/pictures/coded_video.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "source/pipeline/caps.hpp"
#include "video/frame_ids.hpp"
#include "video/h264_units.hpp"

namespace np {
namespace {

// What may wait: as much as may wait for the decoder, and what the decoder holds.
constexpr std::size_t kMostWaiting = 1000;
constexpr std::size_t kMostBytes = 32u << 20;

// 4:2:0 of 8 bits, which every browser knows.
bool is_common(std::string_view profile) {
  return profile == "baseline" || profile == "constrained-baseline" || profile == "main" || profile == "high" ||
         profile == "constrained-high" || profile == "progressive-high";
}

struct MappedBuffer {
  GstBuffer* buffer;
  GstMapInfo map;
  bool mapped;
  explicit MappedBuffer(GstBuffer* b) : buffer(b), mapped(gst_buffer_map(b, &map, GST_MAP_READ)) {}
  ~MappedBuffer() {
    if (mapped) gst_buffer_unmap(buffer, &map);
  }
  MappedBuffer(const MappedBuffer&) = delete;
  std::span<const std::uint8_t> bytes() const {
    return mapped ? std::span<const std::uint8_t>{map.data, map.size} : std::span<const std::uint8_t>{};
  }
};

}  // namespace

void CodedVideo::watch(GstPad* pad) {
  const auto on_data = +[](GstPad* at, GstPadProbeInfo* probe, gpointer p) {
    auto& self = *static_cast<CodedVideo*>(p);
    if (GST_PAD_PROBE_INFO_TYPE(probe) & GST_PAD_PROBE_TYPE_BUFFER) {
      self.add(at, GST_PAD_PROBE_INFO_BUFFER(probe));
      return GST_PAD_PROBE_OK;
    }
    GstEvent* event = GST_PAD_PROBE_INFO_EVENT(probe);
    if (GST_EVENT_TYPE(event) == GST_EVENT_FLUSH_STOP) self.flush();
    if (GST_EVENT_TYPE(event) == GST_EVENT_CAPS) {
      GstCaps* caps = nullptr;
      gst_event_parse_caps(event, &caps);
      self.learn(caps);
    }
    return GST_PAD_PROBE_OK;
  };
  gst_pad_add_probe(
      pad,
      GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH),
      on_data, this, nullptr);
}

void CodedVideo::learn(GstCaps* caps) {
  std::lock_guard lock(mutex_);
  const std::string form = text_in(caps, "stream-format");
  fits_ = type_of(caps) == "video/x-h264" && text_in(caps, "alignment") == "au" &&
          is_common(text_in(caps, "profile")) && (form == "avc" || form == "byte-stream");
  if (!fits_) return forget();
  const PictureSize size = size_in(caps);
  width_ = size.width;
  height_ = size.height;
  length_size_ = 0;
  if (form == "byte-stream") return;
  const GValue* value = gst_structure_get_value(gst_caps_get_structure(caps, 0), "codec_data");
  GstBuffer* data = value ? gst_value_get_buffer(value) : nullptr;
  auto sets = data ? parse_avcc(MappedBuffer(data).bytes()) : std::nullopt;
  if (!sets) {
    fits_ = false;
    return forget();
  }
  length_size_ = sets->length_size;
  sequence_sets_ = std::move(sets->sequence_sets);
  picture_sets_ = std::move(sets->picture_sets);
}

void CodedVideo::decoded(GstCaps* caps) {
  GstVideoInfo info;
  std::lock_guard lock(mutex_);
  in_halves_ = !gst_video_info_from_caps(&info, caps) || GST_VIDEO_INFO_IS_INTERLACED(&info);
}

void CodedVideo::forget() {
  waiting_.clear();
  bytes_ = 0;
  next_id_ = 0;
}

void CodedVideo::flush() {
  std::lock_guard lock(mutex_);
  forget();
  taken_.reset();
}

void CodedVideo::add(GstPad* pad, GstBuffer* coded) {
  std::lock_guard lock(mutex_);
  if (!fits_ || reordered_) return;
  auto units = split_h264(MappedBuffer(coded).bytes(), length_size_);
  if (!units || !GST_BUFFER_PTS_IS_VALID(coded)) return forget();
  const bool has_sets = !units->sequence_sets.empty() || !units->picture_sets.empty();
  if (!units->sequence_sets.empty()) sequence_sets_ = std::move(units->sequence_sets);
  if (!units->picture_sets.empty()) picture_sets_ = std::move(units->picture_sets);
  if (units->key) {
    if (is_turned(pad)) return forget();
    H264Config config{width_, height_, sequence_sets_, picture_sets_};
    const auto is_short = [](const auto& set) { return set.size() < 4; };
    const auto& sets = config.sequence_sets;
    if (sets.empty() || config.picture_sets.empty() || std::ranges::any_of(sets, is_short)) return forget();
    if (!config_ || *config_ != config) config_ = std::make_shared<const H264Config>(std::move(config));
    if (next_id_ == 0) next_id_ = next_h264_chain();
    latest_ = GST_BUFFER_PTS(coded);
  } else if (next_id_ == 0) {
    return;
  } else if (has_sets) {
    return forget();
  } else if (GST_BUFFER_PTS(coded) < latest_) {
    reordered_ = true;
    return forget();
  }
  latest_ = GST_BUFFER_PTS(coded);
  auto picture = std::make_shared<H264Picture>();
  picture->id = next_id_++;
  picture->key = units->key;
  picture->config = config_;
  picture->units = std::move(units->rest);
  bytes_ += picture->units.size();
  waiting_.push_back({GST_BUFFER_PTS(coded), std::move(picture)});
  if (waiting_.size() > kMostWaiting || bytes_ > kMostBytes) forget();
}

bool CodedVideo::is_shown_as_it_is(GstSample* decoded) const {
  GstVideoInfo info;
  GstCaps* caps = gst_sample_get_caps(decoded);
  if (!caps || !gst_video_info_from_caps(&info, caps)) return false;
  const auto transfer = info.colorimetry.transfer;
  return GST_VIDEO_INFO_FORMAT(&info) == GST_VIDEO_FORMAT_I420 && !in_halves_ && info.par_n == info.par_d &&
         info.width == width_ && info.height == height_ && transfer != GST_VIDEO_TRANSFER_SMPTE2084 &&
         transfer != GST_VIDEO_TRANSFER_ARIB_STD_B67;
}

std::optional<CodedVideo::Pictures> CodedVideo::take(GstSample* decoded) {
  std::lock_guard lock(mutex_);
  const GstClockTime time = GST_BUFFER_PTS(gst_sample_get_buffer(decoded));
  const auto found = std::ranges::find(waiting_, time, &Waiting::time);
  if (found == waiting_.end() && taken_ == time) return Pictures{};
  if (found == waiting_.end() || !is_shown_as_it_is(decoded)) return std::nullopt;
  Pictures out;
  for (auto at = waiting_.begin(); at != std::next(found); ++at) {
    bytes_ -= at->picture->units.size();
    out.push_back(std::move(at->picture));
  }
  waiting_.erase(waiting_.begin(), std::next(found));
  taken_ = time;
  return out;
}

}  // namespace np
