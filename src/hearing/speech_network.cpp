#include "hearing/speech_network.hpp"

#include <algorithm>
#include <cstdint>

#include "base/error.hpp"
#include "hearing/messages.hpp"

namespace np {
namespace {

constexpr std::int64_t kHeardAtOnce = SpeechNetwork::kContext + SpeechNetwork::kWindow, kCells = 128, kAnyLength = -1;

// What the file has to hold.
onnx::Session::Expected speech_slots() {
  using onnx::Type;
  return {.inputs = {{"input", Type::kFloat, {kAnyLength, kHeardAtOnce}},
                     {"h", Type::kFloat, {1, 1, kCells}},
                     {"c", Type::kFloat, {1, 1, kCells}}},
          .outputs = {{"speech_probs", Type::kFloat, {kAnyLength}},
                      {"hn", Type::kFloat, {1, 1, kCells}},
                      {"cn", Type::kFloat, {1, 1, kCells}}},
          .most_bytes = 16 << 20};
}

}  // namespace

SpeechNetwork::SpeechNetwork(const std::filesystem::path& file)
    : session_(file, {.subject = "The file for hearing speech", .setting = "HEARING_MODEL", .usual = "silero_vad.onnx"},
               speech_slots()) {}

std::vector<float> SpeechNetwork::run(State& state, std::span<const float> samples) {
  const auto windows = static_cast<std::int64_t>(samples.size() / kWindow);
  std::vector<float> input;
  input.reserve(static_cast<std::size_t>(windows * kHeardAtOnce));
  for (; samples.size() >= kWindow; samples = samples.subspan(kWindow)) {
    input.insert(input.end(), state.context.begin(), state.context.end());
    input.insert(input.end(), samples.begin(), samples.begin() + kWindow);
    std::copy_n(samples.begin() + (kWindow - kContext), kContext, state.context.begin());
  }
  const onnx::Session::Input inputs[] = {{std::span<const float>(input), {windows, kHeardAtOnce}},
                                         {std::span<const float>(state.hidden), {1, 1, kCells}},
                                         {std::span<const float>(state.cell), {1, 1, kCells}}};
  const onnx::Session::Answer answer = session_.run(inputs);
  const auto& out = answer.outputs;
  if (out[0].values.size() != static_cast<std::size_t>(windows) || out[1].values.size() != state.hidden.size() ||
      out[2].values.size() != state.cell.size())
    throw Error(ErrorKind::kInternal, messages::kHearingFailed);
  std::ranges::copy(out[1].values, state.hidden.begin());
  std::ranges::copy(out[2].values, state.cell.begin());
  return {out[0].values.begin(), out[0].values.end()};
}

}  // namespace np
