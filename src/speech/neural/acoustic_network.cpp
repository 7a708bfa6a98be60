#include "speech/neural/acoustic_network.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "base/error.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kAny = -1;
const std::int64_t kBins = Spectra::kBins;

onnx::Session::Expected expected() {
  using onnx::Type;
  return {.inputs = {{"ids", Type::kInt64, {1, kAny}}, {"speed", Type::kFloat, {1}}},
          .outputs = {{"lh", Type::kFloat, {kAny, kBins, kAny}},
                      {"theta", Type::kFloat, {kAny, kBins, kAny}},
                      {"ln", Type::kFloat, {kAny, kBins, kAny}},
                      {"lr", Type::kFloat, {kAny, kBins, kAny}},
                      {"phi", Type::kFloat, {kAny, kBins, kAny}},
                      {"f0", Type::kFloat, {kAny, kAny}}}};
}

}  // namespace

AcousticNetwork::AcousticNetwork(const fs::path& file)
    : session_(file, {.subject = "The voice's file", .setting = "VOICE_MODEL", .usual = "hibari.onnx"}, expected()) {}

AcousticNetwork::Answer AcousticNetwork::speak(std::span<const std::int64_t> phonemes, float speed) {
  const onnx::Session::Input inputs[] = {{phonemes, {1, static_cast<std::int64_t>(phonemes.size())}},
                                         {std::span<const float>(&speed, 1), {1}}};
  Answer answer{.spectra = {}, .memory = session_.run(inputs)};
  const auto& out = answer.memory.outputs;
  answer.spectra = {.frames = out[5].values.size(),
                    .voiced = out[0].values,
                    .turn = out[1].values,
                    .noise = out[2].values,
                    .free = out[3].values,
                    .phase = out[4].values,
                    .pitch_hz = out[5].values};
  const std::size_t size = answer.spectra.frames * Spectra::kBins;
  if (!std::ranges::all_of(std::span(out).first(5), [&](const auto& table) { return table.values.size() == size; }))
    throw Error(ErrorKind::kInternal, "The voice's file answers with tables of different lengths: install it anew.");
  return answer;
}

fs::path voice_file(std::string_view setting) {
  if (setting == "off") return {};
  if (!setting.empty()) return setting;
  constexpr const char* kPlace = "share/nerdpudding/hibari.onnx";
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path beside = folder / kPlace;
  return fs::exists(beside, error) ? beside : folder.parent_path() / kPlace;
}

}  // namespace np
