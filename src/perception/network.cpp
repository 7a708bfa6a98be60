#include "perception/network.hpp"

#include <onnxruntime_cxx_api.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/utf8.hpp"
#include "perception/messages.hpp"

namespace np::perception {
namespace {

namespace fs = std::filesystem;

// What the file has to hold, as tools/convert-detector writes it.
constexpr const char* kInputNames[] = {"picture"};
constexpr const char* kOutputNames[] = {"scores", "boxes"};
constexpr std::array<std::int64_t, 4> kPictureShape{1, Network::kSide, Network::kSide, 3};
constexpr std::array<std::int64_t, 3> kScoresShape{1, Network::kPlaces, Network::kColumns};
constexpr std::array<std::int64_t, 3> kBoxesShape{1, Network::kPlaces, 4};
// Four times its size: what is larger is not read into memory to find out that it is another one.
constexpr std::uintmax_t kMostBytes = 64 << 20;

void log_of_library(void*, OrtLoggingLevel, const char*, const char*, const char*, const char* message) {
  log::debug("ONNX Runtime: {}", utf8::one_line(message, 500));
}

// Debian's libonnx knows its operators already when ONNX Runtime adds them for the first session, and says so on std::cerr
// for each: a thousand lines. The commands of ours that write there load no network.
class WithoutCerr {
 public:
  WithoutCerr() : before_(std::cerr.rdbuf(nullptr)) {}
  ~WithoutCerr() { std::cerr.rdbuf(before_); }
  WithoutCerr(const WithoutCerr&) = delete;

 private:
  std::streambuf* before_;
};

std::string shown_file(const fs::path& file) {
  return np::format("The detector's file \"{}\"", utf8::one_line(file.filename().string(), 80));
}

void check_file(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (error == std::errc::permission_denied || (fs::exists(status) && access(file.c_str(), R_OK) != 0)) {
    throw Error(ErrorKind::kPermission, np::format(messages::kDetectorNotReadable, shown_file(file)));
  }
  if (!fs::exists(status)) {
    throw Error(ErrorKind::kNotFound, np::format(messages::kDetectorNotThere, shown_file(file)));
  }
  // A pipe, for one, would be waited for.
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorKind::kInvalid,
                np::format(messages::kDetectorNoFile, shown_file(file),
                           fs::is_directory(status) ? messages::kFolder : messages::kDeviceOrPipe));
  }
  const std::uintmax_t size = fs::file_size(file, error);
  if (!error && size > kMostBytes) {
    throw Error(ErrorKind::kInvalid, np::format(messages::kDetectorTooLarge, shown_file(file)));
  }
}

Ort::SessionOptions thrifty() {
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(1);
  options.SetInterOpNumThreads(1);
  options.AddConfigEntry("session.intra_op.allow_spinning", "0");
  // The arena would keep what loading took for good, the pattern one block of 10 MB that all of a run's memory fits in.
  options.DisableCpuMemArena();
  options.DisableMemPattern();
  options.AddConfigEntry("session.use_device_allocator_for_initializers", "1");
  return options;
}

bool is_float(const Ort::TypeInfo& type, std::span<const std::int64_t> shape) {
  if (type.GetONNXType() != ONNX_TYPE_TENSOR) return false;
  const auto tensor = type.GetTensorTypeAndShapeInfo();
  return tensor.GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT && std::ranges::equal(tensor.GetShape(), shape);
}

bool is_the_detectors(const Ort::Session& session) {
  const std::vector<std::string> inputs = session.GetInputNames(), outputs = session.GetOutputNames();
  return std::ranges::equal(inputs, kInputNames) && std::ranges::equal(outputs, kOutputNames) &&
         is_float(session.GetInputTypeInfo(0), kPictureShape) && is_float(session.GetOutputTypeInfo(0), kScoresShape) &&
         is_float(session.GetOutputTypeInfo(1), kBoxesShape);
}

template <std::size_t n>
Ort::Value view(std::vector<float>& values, const std::array<std::int64_t, n>& shape) {
  std::size_t size = 1;
  for (const std::int64_t length : shape) size *= static_cast<std::size_t>(length);
  values.resize(size);
  return Ort::Value::CreateTensor<float>(Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault), values.data(),
                                         size, shape.data(), n);
}

}  // namespace

struct Network::Session {
  explicit Session(const fs::path& file) : session(environment, file.c_str(), thrifty()) {}

  Ort::Env environment{ORT_LOGGING_LEVEL_WARNING, "detector", log_of_library, nullptr};
  Ort::Session session;
  std::vector<float> picture, scores, boxes;
  Ort::Value input = view(picture, kPictureShape);
  std::array<Ort::Value, 2> outputs{view(scores, kScoresShape), view(boxes, kBoxesShape)};
};

Network::Network(const fs::path& file) {
  check_file(file);
  try {
    const WithoutCerr silence;
    session_ = std::make_unique<Session>(file);
    if (is_the_detectors(session_->session)) return;
  } catch (const std::exception& thrown) {
    log::debug("ONNX Runtime: {}", utf8::one_line(thrown.what(), 500));
    throw Error(ErrorKind::kInvalid, np::format(messages::kDetectorDamaged, shown_file(file)));
  }
  throw Error(ErrorKind::kInvalid, np::format(messages::kDetectorOther, shown_file(file)));
}

Network::~Network() = default;

std::span<float> Network::picture() { return session_->picture; }

Network::Answer Network::run() {
  try {
    session_->session.Run(Ort::RunOptions{nullptr}, kInputNames, &session_->input, 1, kOutputNames, session_->outputs.data(),
                          session_->outputs.size());
  } catch (const std::exception& thrown) {
    log::debug("ONNX Runtime: {}", utf8::one_line(thrown.what(), 500));
    throw Error(ErrorKind::kInternal, messages::kDetectorFailed);
  }
  return {session_->scores, session_->boxes};
}

}  // namespace np::perception
