#include "perception/detector/network.hpp"

#include <vector>

#include "base/error.hpp"
#include "onnx/session.hpp"
#include "perception/messages.hpp"

namespace np::perception {
namespace {

using onnx::Type;

constexpr std::int64_t kSide = Network::kSide, kPlaces = Network::kPlaces, kColumns = Network::kColumns;

// What the file has to hold, as tools/convert-detector writes it.
onnx::Session::Expected expected() {
  return {.inputs = {{"picture", Type::kFloat, {1, kSide, kSide, 3}}},
          .outputs = {{"scores", Type::kFloat, {1, kPlaces, kColumns}}, {"boxes", Type::kFloat, {1, kPlaces, 4}}}};
}

}  // namespace

struct Network::Session {
  explicit Session(const std::filesystem::path& file)
      : session(file, {.subject = "The detector's file", .setting = "DETECTOR_MODEL", .usual = "detector.onnx"},
                expected()),
        picture(kSide * kSide * 3) {}

  onnx::Session session;
  std::vector<float> picture;
  onnx::Session::Answer answer;
};

Network::Network(const std::filesystem::path& file) : session_(std::make_unique<Session>(file)) {}
Network::~Network() = default;

std::span<float> Network::picture() { return session_->picture; }

Network::Answer Network::run() {
  const onnx::Session::Input input{std::span<const float>(session_->picture), {1, kSide, kSide, 3}};
  try {
    session_->answer = {};
    session_->answer = session_->session.run(std::span(&input, 1));
  } catch (const Error&) {
    throw Error(ErrorKind::kInternal, messages::kDetectorFailed);
  }
  return {session_->answer.outputs[0].values, session_->answer.outputs[1].values};
}

}  // namespace np::perception
