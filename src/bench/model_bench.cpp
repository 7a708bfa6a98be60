#include "bench/model_bench.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "base/error.hpp"
#include "base/format.hpp"
#include "bench/llama_server.hpp"
#include "engine/llama/llama_channel.hpp"
#include "engine/prompt.hpp"

namespace np {
namespace {

double peak_memory_mb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

double milliseconds_since(TimePoint t) { return to_seconds(Clock::now() - t) * 1000; }

const std::atomic<bool> kGoOn = false;

// As long as commentary's Memory is at most, with the lines of so many cycles.
std::string remembered_after(std::uint64_t cycles) {
  constexpr std::size_t kMost = 900;
  std::string text = "What you have said, oldest first (say none of it again):";
  for (std::uint64_t line = cycles / 4;; ++line) {
    const std::string row =
        np::format("\n- Number {} walks in from the left, looks around and waits by the gate.", line);
    if (text.size() + row.size() > kMost) return text;
    text += row;
  }
}

double encode_time(LlamaModel& model, const ModelBenchPlan& plan) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const FramePtr frame = bench_frame(1000 + i, plan.frame_side);
    const TimePoint began = Clock::now();
    model.eyes().encode(*frame, kGoOn);
    if (i > 0) times.push_back(milliseconds_since(began));  // the first one warms up
  }
  return percentiles(times).p50;
}

void measure_language(LlamaModel& model, ModelFigures& figures) {
  LlamaContext context(model, {.endless = true}, true);
  PromptBlock prompt;
  auto tokens = model.tokens(bench_request().profile, false);
  while (tokens.size() < 512) tokens.insert(tokens.end(), tokens.begin(), tokens.begin() + 16);
  tokens.resize(512);
  prompt.add(tokens);
  context.begin_answer({}, prompt, kGoOn);
  context.forget();
  TimePoint began = Clock::now();
  context.begin_answer({}, prompt, kGoOn);
  figures.prefill_tokens_per_s = 512 / to_seconds(Clock::now() - began);
  // At the start of an empty context, as llama-bench measures it.
  context.forget();
  PromptBlock one;
  one.add({tokens.front()});
  context.begin_answer({}, one, kGoOn);
  constexpr int kTokens = 64;
  int written = 0;
  began = Clock::now();
  while (written < kTokens && context.next(kGoOn)) ++written;
  figures.decode_tokens_per_s = written / to_seconds(Clock::now() - began);
}

}  // namespace

Percentiles percentiles(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  const auto at = [&](double p) {
    return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1) + 0.5)];
  };
  return {at(0.5), at(0.95)};
}

CommentRequest bench_request() {
  return {
      .profile =
          "You are a live commentator. Say only what is new, in one short sentence; answer exactly ... when nothing "
          "notable changed.",
      .last_line = "A man in a red coat walks in from the left.",
      .instruction = "the man in the red coat"};
}

FramePtr bench_frame(std::uint64_t id, int side) {
  auto frame = std::make_shared<VideoFrame>();
  frame->id = id;
  frame->width = frame->height = side;
  frame->rgb.resize(static_cast<std::size_t>(side) * side * 3);
  std::uint32_t noise = static_cast<std::uint32_t>(id) * 2654435761u;
  for (auto& byte : frame->rgb) byte = static_cast<std::uint8_t>((noise = noise * 1664525 + 1013904223) >> 24);
  return frame;
}

ModelFigures measure_model(LlamaModel& model, const ModelBenchPlan& plan) {
  ModelFigures figures;
  figures.device = model.where();
  figures.encode_ms = encode_time(model, plan);
  measure_language(model, figures);

  const auto text_tokens = static_cast<double>(model.tokens(after_frames(bench_request()), false).size()) + 12;
  const double frame_tokens = model.eyes().frame_tokens({plan.frame_side, plan.frame_side});
  const double cycle_s = figures.encode_ms / 1000 + (frame_tokens + text_tokens) / figures.prefill_tokens_per_s +
                         plan.answer / figures.decode_tokens_per_s;
  figures.frames_per_s = std::min(plan.capture_fps, 1 / (1.2 * cycle_s));

  LlamaChannel channel({.sampling = {.temperature = 0, .endless = true}});
  std::jthread thread([&](const std::stop_token& stop) {
    while (!stop.stop_requested())
      if (channel.work(model) == LlamaChannel::Worked::kNot)
        std::this_thread::sleep_for(std::chrono::microseconds(200));
  });
  std::mutex mutex;
  std::condition_variable ended;
  bool busy = false;
  std::vector<double> first, cycle;
  std::vector<FramePtr> window;
  Duration interval = from_seconds(1 / figures.frames_per_s);
  TimePoint next = Clock::now();
  std::string failure;
  // The first cycles fill the window, warm everything up and read the cache anew once. The slowest of them gives the
  // rate to keep up with. A few more bring the measured cycles in step with that rate.
  const std::uint64_t warm = static_cast<std::uint64_t>(plan.frames) + LlamaContext::kMostSlides + 1;
  std::uint64_t counts_from = 0, asked = 0;
  Duration slowest{};
  for (std::uint64_t id = 1; std::ssize(cycle) < plan.cycles && failure.empty() && id < 5000; ++id) {
    auto frame = std::const_pointer_cast<VideoFrame>(bench_frame(id, plan.frame_side));
    std::this_thread::sleep_until(next);
    next = std::max(next + interval, Clock::now());
    frame->captured_at = Clock::now();
    window.push_back(frame);
    if (std::ssize(window) > plan.frames) window.erase(window.begin());
    channel.observe(frame);
    std::lock_guard lock(mutex);
    const std::string remembered = plan.memory ? remembered_after(asked) : "";
    channel.expect({.start = frame->captured_at,
                    .frames = static_cast<std::size_t>(plan.frames),
                    .stride = 1,
                    .remembered = remembered});
    if (busy) continue;
    busy = true;
    if (counts_from == 0 && id > warm) {
      counts_from = id + static_cast<std::uint64_t>(plan.frames);
      interval = std::max(from_seconds(1 / plan.capture_fps), from_seconds(1.2 * to_seconds(slowest)));
      figures.frames_per_s = 1 / to_seconds(interval);
    }
    const bool counts = counts_from > 0 && id >= counts_from;
    CommentRequest request = bench_request();
    request.cycle = id;
    request.remembered = remembered;
    ++asked;
    request.frames = window;
    request.max_pieces = plan.answer;
    channel.ask({std::move(request),
                 [&, at = frame->captured_at, told = false, counts](const std::string&) mutable {
                   if (std::exchange(told, true) || !counts) return;
                   std::lock_guard lock(mutex);
                   first.push_back(milliseconds_since(at));
                 },
                 [&, at = Clock::now(), counts, id](const std::expected<Answer, Error>& outcome) {
                   std::lock_guard lock(mutex);
                   if (!outcome) failure = outcome.error().message();
                   // The first cycles read the whole prompt.
                   if (counts)
                     cycle.push_back(milliseconds_since(at));
                   else if (id > 2)
                     slowest = std::max(slowest, Clock::now() - at);
                   busy = false;
                   ended.notify_all();
                 }});
  }
  {
    std::unique_lock lock(mutex);
    ended.wait(lock, [&] { return !busy; });
  }
  channel.close();
  thread.request_stop();
  thread.join();
  if (!failure.empty()) throw Error(ErrorKind::kInternal, failure);
  figures.first_piece_ms = percentiles(first);
  figures.cycle_ms = percentiles(cycle);
  figures.prompt_tokens = channel.last_prompt_tokens();
  figures.peak_memory_mb = peak_memory_mb();
  return figures;
}

ModelFigures measure_llama_server(const LlamaOptions& options, const ModelBenchPlan& plan) {
  ModelFigures figures{.device = "llama-server"};
  std::vector<std::string> bench{"llama-bench",
                                 "-m",
                                 options.files.model,
                                 "-p",
                                 "0",
                                 "-n",
                                 "64",
                                 "-r",
                                 "3",
                                 "-t",
                                 std::to_string(options.threads),
                                 "-o",
                                 "json"};
  if (options.device == "cpu") bench.insert(bench.end(), {"-dev", "none", "-ngl", "0"});
  figures.decode_tokens_per_s = boost::json::parse(output_of(bench)).at(0).at("avg_ts").to_number<double>();

  LlamaServer server(options);
  const CommentRequest request = bench_request();
  const auto [before, after] = server.prompt_around_frames(request.profile, after_frames(request));
  std::vector<double> first, cycle;
  std::uint64_t id = 1;
  for (int i = 0; i < plan.cycles + 1; ++i) {
    std::vector<FramePtr> frames;
    for (int k = 0; k < plan.frames; ++k) frames.push_back(bench_frame(id++, plan.frame_side));
    const LlamaServer::Answer answer = server.ask(before, frames, after, plan.answer);
    figures.prompt_tokens = answer.prompt_tokens;
    figures.prefill_tokens_per_s = answer.prefill_tokens_per_s;
    if (i == 0) continue;  // the first one warms up
    first.push_back(answer.first_ms);
    cycle.push_back(answer.total_ms);
  }
  figures.first_piece_ms = percentiles(first);
  figures.cycle_ms = percentiles(cycle);
  figures.peak_memory_mb = server.peak_memory_mb();
  return figures;
}

}  // namespace np
