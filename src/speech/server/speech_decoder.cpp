#include "speech/server/speech_decoder.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <span>

#include "audio/pcm.hpp"
#include "base/error.hpp"
#include "speech/server/sound_kind.hpp"

namespace np {
namespace {

constexpr std::size_t kMaxHeaders = 64 * 1024;  // of all chunks before the sound
constexpr std::uint64_t kUntilTheEnd = std::numeric_limits<std::uint64_t>::max();

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::kUnsupported,
              "sends " + what + " where PCM or WAV is asked for; take a server that has them.");
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << 8 * i;
  return value;
}

std::optional<int> rate_of(std::string_view content_type) {
  const std::size_t at = content_type.find("rate=");
  if (at == std::string_view::npos) return std::nullopt;
  int rate = 0;
  const std::string_view text = content_type.substr(at + 5);
  std::from_chars(text.data(), text.data() + text.size(), rate);
  return rate;
}

}  // namespace

SpeechDecoder::SpeechDecoder(std::string_view content_type) {
  const std::string_view kind = content_type.substr(0, content_type.find(';'));
  if (kind.contains("html")) refuse("a web page");
  if (kind.contains("json") || kind.starts_with("text/")) refuse("text");
  for (const char* other : {"mpeg", "mp3", "ogg", "opus", "aac", "flac"})
    if (kind.contains(other)) refuse(std::string(kind));
  if (const auto rate = rate_of(content_type)) format_.rate_hz = *rate;
}

std::vector<float> SpeechDecoder::push(std::string_view bytes) {
  pending_ += bytes;
  if (stage_ == Stage::kFront && !read_front(false)) return {};
  while (stage_ == Stage::kChunks)
    if (!read_chunk()) return {};
  if (stage_ == Stage::kAfterSound) {
    pending_.clear();
    return {};
  }
  return resampled(take_samples());
}

bool SpeechDecoder::read_front(bool all_there) {
  const bool may_be_wav = std::string_view("RIFF").starts_with(std::string_view(pending_).substr(0, 4));
  if (!all_there && pending_.size() < 12 && may_be_wav) return false;
  if (pending_.starts_with("RIFF")) {
    if (pending_.size() < 12 || pending_.compare(8, 4, "WAVE") != 0) refuse("a damaged WAV file");
    pending_.erase(0, 12);
    stage_ = Stage::kChunks;
    return true;
  }
  const SoundKind kind = kind_of(pending_);
  if (kind.need > pending_.size() && !all_there) return false;
  if (kind.other) refuse(kind.other);
  left_ = kUntilTheEnd;
  begin_sound();
  return true;
}

bool SpeechDecoder::read_chunk() {
  if (pending_.size() < 8) return false;
  const std::string_view name = std::string_view(pending_).substr(0, 4);
  const std::uint32_t size = little_endian(pending_, 4, 4);
  if (name == "data") {
    if (!has_format_) refuse("a WAV file without a format");
    pending_.erase(0, 8);
    // A server that streams does not know the length: it says none, or the largest.
    left_ = size == 0 || size >= 0x7FFFFF00 ? kUntilTheEnd : size;
    begin_sound();
    return true;
  }
  const std::size_t padded = size + size % 2;
  if (headers_ + 8 + padded > kMaxHeaders) refuse("a damaged WAV file");
  if (pending_.size() < 8 + padded) return false;
  headers_ += 8 + padded;
  if (name == "fmt ") read_format(std::string_view(pending_).substr(8, size));
  pending_.erase(0, 8 + padded);
  return true;
}

void SpeechDecoder::read_format(std::string_view chunk) {
  constexpr int kPcm = 1, kFloats = 3, kExtensible = 0xFFFE;
  if (chunk.size() < 16) refuse("a damaged WAV file");
  int encoding = static_cast<int>(little_endian(chunk, 0, 2));
  if (encoding == kExtensible && chunk.size() >= 26) encoding = static_cast<int>(little_endian(chunk, 24, 2));
  format_.channels = static_cast<int>(little_endian(chunk, 2, 2));
  format_.rate_hz = static_cast<int>(std::min<std::uint32_t>(little_endian(chunk, 4, 4), 1'000'000));
  format_.bytes_per_sample = static_cast<int>(little_endian(chunk, 14, 2) / 8);
  format_.encoding = encoding == kFloats ? Encoding::kFloat : Encoding::kInteger;
  const bool fits = encoding == kFloats
                        ? format_.bytes_per_sample == 4
                        : encoding == kPcm && format_.bytes_per_sample >= 2 && format_.bytes_per_sample <= 4;
  if (!fits || format_.channels < 1 || format_.channels > 8) refuse("WAV of a kind that is not known");
  has_format_ = true;
}

void SpeechDecoder::begin_sound() {
  if (format_.rate_hz < 4000 || format_.rate_hz > 384'000) refuse("sound at an odd rate");
  if (format_.rate_hz != kSampleRate) resampler_.emplace(format_.rate_hz, kSampleRate);
  stage_ = Stage::kSound;
}

float SpeechDecoder::sample_at(std::size_t at) const {
  const int bytes = format_.bytes_per_sample;
  const std::uint32_t bits = little_endian(pending_, at, bytes);
  if (format_.encoding == Encoding::kFloat) {
    const float value = std::bit_cast<float>(bits);
    return std::isfinite(value) ? std::clamp(value, -1.0F, 1.0F) : 0.0F;
  }
  return static_cast<float>(static_cast<std::int32_t>(bits << (32 - 8 * bytes))) / 2147483648.0F;
}

std::vector<float> SpeechDecoder::take_samples() {
  const std::size_t frame = static_cast<std::size_t>(format_.channels) * format_.bytes_per_sample;
  const std::size_t frames = static_cast<std::size_t>(std::min<std::uint64_t>(pending_.size(), left_)) / frame;
  std::vector<float> samples(frames);
  for (std::size_t i = 0; i < frames; ++i) {
    float sum = 0;
    for (int c = 0; c < format_.channels; ++c) sum += sample_at(i * frame + c * format_.bytes_per_sample);
    samples[i] = sum / static_cast<float>(format_.channels);
  }
  pending_.erase(0, frames * frame);
  if (left_ != kUntilTheEnd && (left_ -= frames * frame) < frame) stage_ = Stage::kAfterSound;
  return samples;
}

std::vector<float> SpeechDecoder::resampled(const std::vector<float>& samples) {
  return resampler_ ? resampler_->push(samples) : samples;
}

std::vector<float> SpeechDecoder::finish() {
  std::vector<float> sound;
  if (stage_ == Stage::kFront && read_front(true) && stage_ == Stage::kSound) sound = resampled(take_samples());
  if (!resampler_) return sound;
  const auto rest = resampler_->finish();
  sound.insert(sound.end(), rest.begin(), rest.end());
  return sound;
}

}  // namespace np
