#include "onnx/session.hpp"

#include <onnxruntime_cxx_api.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <mutex>
#include <utility>

#include "base/error.hpp"
#include "base/format.hpp"
#include "base/log.hpp"
#include "base/utf8.hpp"
#include "onnx/messages.hpp"

namespace np::onnx {
namespace {

namespace fs = std::filesystem;

void log_of_library(void*, OrtLoggingLevel, const char*, const char*, const char*, const char* message) {
  log::debug("ONNX Runtime: {}", utf8::one_line(message, 500));
}

Ort::Env& environment() {
  static Ort::Env instance{ORT_LOGGING_LEVEL_WARNING, "nerdpudding", log_of_library, nullptr};
  return instance;
}

// Debian's libonnx knows its operators already when ONNX Runtime adds them for the first session, and says so on
// std::cerr for each: a thousand lines. The commands of ours that write there load no network.
class WithoutCerr {
 public:
  WithoutCerr() : lock_(mutex()), before_(std::cerr.rdbuf(nullptr)) {}
  ~WithoutCerr() { std::cerr.rdbuf(before_); }
  WithoutCerr(const WithoutCerr&) = delete;

 private:
  static std::mutex& mutex() {
    static std::mutex instance;
    return instance;
  }
  std::lock_guard<std::mutex> lock_;
  std::streambuf* before_;
};

std::string shown_file(const fs::path& file, const Wording& wording) {
  return np::format("{} \"{}\"", wording.subject, utf8::one_line(file.filename().string(), 80));
}

void check_file(const fs::path& file, const Wording& w, std::uintmax_t most_bytes) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (error == std::errc::permission_denied || (fs::exists(status) && access(file.c_str(), R_OK) != 0))
    throw Error(ErrorKind::kPermission, np::format(messages::kNetworkNotReadable, shown_file(file, w)));
  if (!fs::exists(status))
    throw Error(ErrorKind::kNotFound, np::format(messages::kNetworkNotThere, shown_file(file, w), w.setting));
  // Reading a pipe, for example, would wait for its writer.
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorKind::kInvalid,
                np::format(messages::kNetworkNoFile, shown_file(file, w),
                           fs::is_directory(status) ? messages::kFolder : messages::kDeviceOrPipe, w.setting, w.usual));
  }
  const std::uintmax_t size = fs::file_size(file, error);
  if (!error && size > most_bytes)
    throw Error(ErrorKind::kInvalid, np::format(messages::kNetworkTooLarge, shown_file(file, w), w.setting, w.usual));
}

Ort::SessionOptions thrifty() {
  Ort::SessionOptions options;
  options.SetIntraOpNumThreads(1);
  options.SetInterOpNumThreads(1);
  options.AddConfigEntry("session.intra_op.allow_spinning", "0");
  // The arena would keep what loading took for good, the pattern one block that all of a run's memory fits in.
  options.DisableCpuMemArena();
  options.DisableMemPattern();
  options.AddConfigEntry("session.use_device_allocator_for_initializers", "1");
  return options;
}

Slot slot_of(std::string name, const Ort::TypeInfo& type) {
  if (type.GetONNXType() != ONNX_TYPE_TENSOR) return {std::move(name), Type::kOther, {}};
  const auto tensor = type.GetTensorTypeAndShapeInfo();
  Slot slot{std::move(name), Type::kOther, tensor.GetShape()};
  if (tensor.GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) slot.type = Type::kFloat;
  if (tensor.GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64) slot.type = Type::kInt64;
  return slot;
}

// A length that is expected to be any may be called anything in the file.
bool fits(const Slot& slot, const Slot& expected) {
  return slot.name == expected.name && slot.type == expected.type &&
         std::ranges::equal(slot.shape, expected.shape,
                            [](std::int64_t is, std::int64_t wanted) { return wanted < 0 ? is < 0 : is == wanted; });
}

bool fits(const Ort::Session& session, const Session::Expected& expected) {
  std::vector<Slot> inputs, outputs;
  const std::vector<std::string> input_names = session.GetInputNames(), output_names = session.GetOutputNames();
  for (std::size_t i = 0; i < input_names.size(); ++i)
    inputs.push_back(slot_of(input_names[i], session.GetInputTypeInfo(i)));
  for (std::size_t i = 0; i < output_names.size(); ++i)
    outputs.push_back(slot_of(output_names[i], session.GetOutputTypeInfo(i)));
  const auto same = [](const Slot& is, const Slot& wanted) { return fits(is, wanted); };
  return std::ranges::equal(inputs, expected.inputs, same) && std::ranges::equal(outputs, expected.outputs, same);
}

// The library takes what it only reads as if it might write.
template <typename T>
Ort::Value view(std::span<const T> values, const std::vector<std::int64_t>& shape) {
  static const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  return Ort::Value::CreateTensor<T>(memory, const_cast<T*>(values.data()), values.size(), shape.data(), shape.size());
}

}  // namespace

struct Session::Impl {
  Impl(const fs::path& file, const Wording& its_wording, const Expected& its_expected)
      : wording(its_wording), expected(its_expected), session(environment(), file.c_str(), thrifty()) {}

  const Wording wording;
  const Expected expected;
  Ort::Session session;
  std::mutex mutex;
  Ort::RunOptions* running = nullptr;
  bool stopped = false;
};

Session::Session(const fs::path& file, const Wording& wording, const Expected& expected) {
  check_file(file, wording, expected.most_bytes);
  try {
    const WithoutCerr silence;
    impl_ = std::make_unique<Impl>(file, wording, expected);
    if (fits(impl_->session, expected)) return;
  } catch (const std::exception& thrown) {
    log::debug("ONNX Runtime: {}", utf8::one_line(thrown.what(), 500));
    throw Error(ErrorKind::kInvalid, np::format(messages::kNetworkDamaged, shown_file(file, wording), wording.setting));
  }
  throw Error(ErrorKind::kInvalid,
              np::format(messages::kOtherNetwork, shown_file(file, wording), wording.setting, wording.usual));
}

Session::~Session() = default;

Session::Answer Session::run(std::span<const Input> inputs) {
  Impl& i = *impl_;
  Ort::RunOptions options;
  const auto set_running = [&](Ort::RunOptions* now) {
    const std::lock_guard lock(i.mutex);
    i.running = now;
    if (now) i.stopped = false;
  };
  try {
    std::vector<const char*> input_names, output_names;
    for (const Slot& slot : i.expected.inputs) input_names.push_back(slot.name.c_str());
    for (const Slot& slot : i.expected.outputs) output_names.push_back(slot.name.c_str());
    std::vector<Ort::Value> in;
    for (const Input& input : inputs)
      in.push_back(std::visit([&](auto values) { return view(values, input.shape); }, input.values));
    set_running(&options);
    auto values = std::make_shared<std::vector<Ort::Value>>();
    try {
      *values =
          i.session.Run(options, input_names.data(), in.data(), in.size(), output_names.data(), output_names.size());
    } catch (...) {
      set_running(nullptr);
      throw;
    }
    set_running(nullptr);
    Answer answer{.outputs = {}, .memory = values};
    for (const Ort::Value& value : *values) {
      const auto info = value.GetTensorTypeAndShapeInfo();
      answer.outputs.push_back({{value.GetTensorData<float>(), info.GetElementCount()}, info.GetShape()});
    }
    return answer;
  } catch (const std::exception& thrown) {
    log::debug("ONNX Runtime: {}", utf8::one_line(thrown.what(), 500));
  }
  if (i.stopped) throw Error(ErrorKind::kEnded, np::format("{} was stopped.", i.wording.subject));
  throw Error(ErrorKind::kInternal, np::format(messages::kNetworkFailed, i.wording.subject, i.wording.setting));
}

void Session::stop() {
  const std::lock_guard lock(impl_->mutex);
  if (!impl_->running) return;
  impl_->stopped = true;
  impl_->running->SetTerminate();
}

}  // namespace np::onnx
