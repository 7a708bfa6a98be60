#include "measure/gaps_kept.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numbers>
#include <optional>
#include <random>
#include <stdexcept>

#include "audio/audio_stream.hpp"
#include "base/asio_loop.hpp"
#include "base/format.hpp"
#include "base/manual_loop.hpp"
#include "channel/channel.hpp"
#include "engine/watcher/watcher_engine.hpp"
#include "hearing/speech_detector.hpp"
#include "measure/marked.hpp"
#include "perception/detector/detector.hpp"
#include "speech/flite/flite_voice.hpp"
#include "speech/neural/acoustic_network.hpp"
#include "speech/neural/neural_voice.hpp"
#include "speech/speak_to_pcm.hpp"
#include "speech/wav_file.hpp"
#include "video/viewing.hpp"

namespace np::measure {
namespace {

using namespace std::chrono_literals;

constexpr double kLeastGap = 2;  // seconds
constexpr double kFirstSpeech = 12;
const std::vector<double> kGaps{5, 8, 1.2, 3, 6, 2.5, 0.8, 10, 4, 1.6, 7};
const std::vector<std::string> kTexts{
    "Good evening and welcome to the programme.",
    "Today we talk about the old yard behind the university, where thousands of people walk every day.",
    "Most of them never look up. They have somewhere to be.",
    "What do you remember of it?",
    "Well, I came here as a student, and the first thing that I saw was this very door.",
    "Nobody believed me when I told them.",
    "It rained for three weeks, and then the sun came out as if nothing had happened.",
    "Is that so? Tell us more about those years."};

// Music, wind and drums: whatever is no voice.
std::vector<double> background(std::size_t samples) {
  std::vector<double> sound(samples);
  std::minstd_rand random(7);
  std::normal_distribution<double> white(0, 1);
  double wind = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    const double t = static_cast<double>(i) / kSampleRate;
    const double root = 196 * std::pow(2, std::floor(std::fmod(t / 2, 4)) * 3 / 12);
    double music = 0;
    for (const double third : {1., 1.25, 1.5, 2.}) music += std::sin(2 * std::numbers::pi * root * third * t);
    const double beat = std::fmod(t, 0.5);
    const double drum = std::exp(-30 * beat) * white(random);
    wind = 0.98 * wind + 0.02 * white(random);
    sound[i] = 900 * music * (0.7 + 0.3 * std::sin(0.8 * t)) + 1500 * drum + 2500 * wind;
  }
  return sound;
}

std::vector<Span> merged(const std::vector<Span>& all) {
  std::vector<Span> spans;
  for (const Span& span : all) {
    if (!spans.empty() && span.from - spans.back().until < kLeastGap)
      spans.back().until = span.until;
    else
      spans.push_back(span);
  }
  return spans;
}

// Where a viewer is in the programme, by the pictures that are sent to him.
class Viewer {
 public:
  explicit Viewer(Channel& channel) : channel_(channel) { channel_.viewer_came(); }
  ~Viewer() { channel_.viewer_left(); }

  void look(TimePoint now) {
    while (const PicturePtr picture =
               viewing_.step(now, channel_.delay(), channel_.picture_rate(), channel_.display()).picture) {
      if (!first_) first_ = picture->captured_at;
      shown_ = picture->captured_at;
      shown_at_ = now;
    }
  }
  // Seconds of the clip; negative: he sees nothing yet.
  double position(TimePoint now) const { return first_ ? to_seconds(shown_ + (now - shown_at_) - *first_) : -1; }

 private:
  Channel& channel_;
  Viewing viewing_;
  std::optional<TimePoint> first_;
  TimePoint shown_, shown_at_;
};

}  // namespace

SpokenClip spoken_clip(const std::filesystem::path& folder, double seconds) {
  const TextReader reader;
  NeuralVoice neural(voice_file(""), {.name = "June", .style = {}}, reader);
  neural.wait_loaded();
  if (!neural.status().ready) throw std::runtime_error(neural.status().detail);
  FliteVoice flite(reader);
  std::vector<double> sound = background(static_cast<std::size_t>(seconds * kSampleRate));
  SpokenClip clip{.path = folder / "spoken.mp4", .seconds = seconds, .speech = {}};
  std::vector<Span> sentences;
  double at = kFirstSpeech;
  for (std::size_t turn = 0;; ++turn) {
    ManualLoop loop;
    Voice& speaker = turn % 3 == 1 ? static_cast<Voice&>(flite) : neural;
    std::vector<std::int16_t> said;
    for (std::size_t i = 0; i <= turn % 3; ++i) {
      const PcmChunk chunk = speak_to_pcm(speaker, loop, kTexts[(2 * turn + i) % kTexts.size()]);
      said.insert(said.end(), chunk.samples.begin(), chunk.samples.end());
    }
    const auto audible = [](std::int16_t sample) { return std::abs(sample) > 300; };
    said.erase(std::ranges::find_last_if(said, audible).begin() + 1, said.end());
    said.erase(said.begin(), std::ranges::find_if(said, audible));
    const double length = static_cast<double>(said.size()) / kSampleRate;
    if (at + length > seconds - 4) break;
    const auto first = static_cast<std::size_t>(at * kSampleRate);
    for (std::size_t i = 0; i < said.size(); ++i) sound[first + i] += said[i];
    sentences.push_back({at, at + length});
    at += length + kGaps[turn % kGaps.size()];
  }
  clip.speech = merged(sentences);

  PcmChunk all;
  for (const double sample : sound)
    all.samples.push_back(static_cast<std::int16_t>(std::clamp(sample, -32000., 32000.)));
  const auto wav = folder / "spoken.wav";
  write_wav_file(wav, all);
  const std::string command = np::format(
      "ffmpeg -nostdin -v error -y -stream_loop -1 -i '{}' -i '{}' -map 0:v -map 1:a -t {} -c:v libx264 -preset "
      "ultrafast -pix_fmt yuv420p -c:a aac '{}'",
      sample().string(), wav.string(), seconds, clip.path.string());
  if (std::system(command.c_str()) != 0) throw std::runtime_error("ffmpeg cannot make the clip: " + command);
  return clip;
}

GapsKept watch_spoken_clip(const SpokenClip& clip, const Watching& how) {
  AsioLoop loop;
  const Detector detector(detector_file(""));
  const SpeechDetector hearing(hearing_file(""));
  const TextReader reader;
  NeuralVoice voice(voice_file(""), {.name = "Clara"}, reader);
  detector.wait_loaded();
  hearing.wait_loaded();
  voice.wait_loaded();
  if (!hearing.status().ready) throw std::runtime_error(hearing.status().detail);
  WatcherEngine engine;
  const Profiles profiles = load_profiles(Settings{});
  Channel channel(loop, engine, &voice, profiles, {.detector = &detector, .hearing = how.in_gaps ? &hearing : nullptr});

  GapsKept kept;
  double before = 0;
  for (const Span& speech : clip.speech) kept.gaps_s += speech.from - std::exchange(before, speech.until);
  kept.gaps_s = how.laps * (kept.gaps_s + clip.seconds - before);

  const auto reader_of_lines = channel.events().read(std::nullopt, nullptr);
  Viewer viewer(channel);
  double over = 0, over_from = 0;
  const auto end_of_over = [&] {
    if (over > 0) kept.remarks.push_back(np::format("at {:.2f} s, for {:.2f} s", over_from, over));
    over = 0;
  };
  std::unique_ptr<AudioStream::Listener> listener;
  listener = channel.audio()->listen([&] {
    while (const auto block = listener->next()) {
      if (block->silent) continue;
      const double at = std::fmod(viewer.position(loop.now()), clip.seconds);
      constexpr double kBlock = 0.02;
      kept.spoken_s += kBlock;
      const bool talked_over =
          std::ranges::any_of(clip.speech, [&](const Span& speech) { return speech.from <= at && at < speech.until; });
      if (!talked_over) {
        kept.in_gaps_s += kBlock;
        end_of_over();
      } else {
        if (over == 0) over_from = at;
        over += kBlock;
      }
    }
  });

  std::string failure;
  Timer timer;
  const double end = how.laps * clip.seconds - 0.5;
  const TimePoint limit = loop.now() + from_seconds(end + 60);
  std::function<void()> look = [&] {
    viewer.look(loop.now());
    while (const auto event = reader_of_lines->next())
      if (const auto* line = std::get_if<LineEnded>(&event->what)) kept.lines += line->outcome == Outcome::kSaid;
    if (loop.now() > limit) failure = "The clip did not come to its end.";
    if (!failure.empty() || viewer.position(loop.now()) > end) return loop.stop();
    timer = loop.after(5ms, look);
  };
  loop.post([&] {
    channel.set_instruction("Tell me what happens.");
    channel.start({.source = clip.path.string()}, [&](std::expected<void, Error> started) {
      if (!started) failure = started.error().message();
    });
    look();
  });
  loop.run();
  timer.cancel();
  end_of_over();
  listener.reset();
  if (!failure.empty()) throw std::runtime_error(failure);
  return kept;
}

}  // namespace np::measure
