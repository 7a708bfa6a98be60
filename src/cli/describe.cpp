#include "app/describe.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "app/clip_progress.hpp"
#include "base/clock.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/stop_signals.hpp"
#include "cli/commands.hpp"
#include "cli/messages.hpp"
#include "cli/output_file.hpp"
#include "cli/status_line.hpp"
#include "config/profiles.hpp"
#include "subtitles/format.hpp"
#include "subtitles/transcript.hpp"

namespace np::command {
namespace {

constexpr char kStandardOutput[] = "-";

// The form that scripts have read from the beginning: a line appears as soon as it is said, without its end.
void print_line(const DescribedLine& line) {
  std::cout << np::format(R"({{"at":{:.3f},"text":{}}})", line.at_s,
                          boost::json::serialize(boost::json::string(line.text)))
            << std::endl;
}

subtitles::Format chosen_format(const DescribeArguments& arguments) {
  const auto format =
      arguments.format.empty() ? subtitles::format_of_file(arguments.out) : subtitles::format_of_key(arguments.format);
  if (!format) throw WrongUsage(np::format(messages::kFormatNotTold, arguments.out));
  return *format;
}

bool goes_to_standard_output(const DescribeArguments& arguments) {
  return arguments.out.empty() || arguments.out == kStandardOutput;
}

// The destination of the document: a file, or standard output.
class Destination {
 public:
  explicit Destination(const DescribeArguments& arguments) {
    if (goes_to_standard_output(arguments)) return;
    std::error_code error;
    if (std::filesystem::equivalent(arguments.out, arguments.clip, error))
      throw Error(ErrorKind::kInvalid, np::format(messages::kOutputIsClip, arguments.out));
    file_ = std::make_unique<OutputFile>(arguments.out);
  }

  void write(const std::string& text) {
    if (file_)
      file_->write(text);
    else
      std::cout << text << std::flush;
  }
  void finish() {
    if (file_) file_->finish();
  }

 private:
  std::unique_ptr<OutputFile> file_;
};

// How far it has come, ten times a second.
class ClipProgressPrinter {
 public:
  // `shown`: false if something else is written to the same terminal.
  explicit ClipProgressPrinter(bool shown) : shown_(shown) {}

  DescribeWatch watch(std::stop_token stop) {
    return {.on_length = [this](std::optional<double> seconds) { length_s_ = seconds; },
            .on_frame = [this](double at_s) { frame_done(at_s); },
            .stop = std::move(stop)};
  }
  void erase() { status_.erase(); }
  double at_s() const { return at_s_; }

 private:
  void frame_done(double at_s) {
    const TimePoint now = Clock::now();
    at_s_ = at_s;
    if (!began_) began_ = now;
    if (!shown_ || now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    status_.show(clip_progress(at_s, length_s_, to_seconds(now - *began_)));
  }

  const bool shown_;
  StatusLine status_;
  std::optional<double> length_s_;
  std::optional<TimePoint> began_;
  TimePoint next_{};
  double at_s_ = 0;
};

void write_document(const Settings& settings, const std::string& prompt, const DescribeArguments& arguments,
                    ClipProgressPrinter& progress) {
  const auto transcript = subtitles::make_transcript(
      chosen_format(arguments), {.source = std::filesystem::path(arguments.clip).filename().string()});
  std::stop_source stop;
  const StopSignals signals([&] { stop.request_stop(); }, std::nullopt);
  // If the reader of standard output has read enough, the program ends silently, as it does without a format.
  std::signal(SIGPIPE, SIG_DFL);
  Destination destination(arguments);
  np::describe(
      settings, prompt,
      [&](const DescribedLine& line) { destination.write(transcript->add({.at_s = line.at_s, .text = line.text})); },
      progress.watch(stop.get_token()));
  destination.write(transcript->finish());
  destination.finish();
  progress.erase();
  if (stop.stop_requested())
    throw Interrupted(ErrorKind::kEnded, np::format(messages::kDescribedUpTo, clip_time(progress.at_s())));
}

}  // namespace

void describe(const Settings& settings, const DescribeArguments& arguments) {
  // The lines are the output; the log is for what goes wrong.
  if (settings.log_level == "info") log::set_level(log::Level::kWarn);
  Settings own = settings;
  own.source = arguments.clip;
  const Profiles profiles = load_profiles(own);
  const std::string& prompt = profiles.get(own.profile).prompt;
  ClipProgressPrinter progress(!goes_to_standard_output(arguments) || !isatty(STDOUT_FILENO));
  if (arguments.format.empty() && arguments.out.empty())
    np::describe(own, prompt, print_line, progress.watch({}));
  else
    write_document(own, prompt, arguments, progress);
}

}  // namespace np::command
