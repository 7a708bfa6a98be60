#include "perception/detector/detector.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <opencv2/imgproc.hpp>
#include <span>
#include <utility>

#include "base/heap.hpp"
#include "base/log.hpp"
#include "base/worker_thread.hpp"
#include "perception/detector/network.hpp"
#include "perception/messages.hpp"

namespace np {
namespace {

namespace fs = std::filesystem;
using perception::Box;
using perception::Image;
using perception::Network;

constexpr float kDouble = 0.5f;  // two boxes have more than this of their union in common: they are the same thing
constexpr std::size_t kMostCandidates = 500;  // the surest are enough for kMost that are no doubles

// Kinds by column: COCO's numbers have gaps.
constexpr std::array<Kind, Network::kColumns> make_kinds() {
  constexpr int kUnused[] = {12, 26, 29, 30, 45, 66, 68, 69, 71, 83};
  std::array<Kind, Network::kColumns> kinds{};
  std::uint8_t next = 0;
  for (int column = 0; column < Network::kColumns; ++column)
    kinds[column] = std::ranges::contains(kUnused, column + 1) ? Kind::kThing : static_cast<Kind>(next++);
  return kinds;
}
constexpr auto kKindOfColumn = make_kinds();
static_assert(kKindOfColumn.back() == Kind::kToothbrush);

void prepare(const Image& picture, std::span<float> input) {
  const cv::Size side(Network::kSide, Network::kSide);
  const cv::Mat whole(picture.height, picture.width, picture.channels == 1 ? CV_8UC1 : CV_8UC3,
                      const_cast<std::uint8_t*>(picture.data.data()));
  cv::Mat small, rgb, out(side, CV_32FC3, input.data());
  cv::resize(whole, small, side, 0, 0, cv::INTER_LINEAR);
  if (picture.channels == 1) {
    cv::cvtColor(small, rgb, cv::COLOR_GRAY2RGB);
  } else {
    rgb = small;
  }
  rgb.convertTo(out, CV_32F);
}

// The likeliest kind of each place, where it is likely enough; the surest first.
std::vector<Detection> candidates(const Network::Answer& answer, float least, const Image& picture) {
  const float width = picture.width, height = picture.height;
  std::vector<Detection> found;
  for (int place = 0; place < Network::kPlaces; ++place) {
    const auto scores = answer.scores.subspan(place * Network::kColumns, Network::kColumns);
    Detection best{Kind::kThing, -1, {}};
    for (int column = 0; column < Network::kColumns; ++column) {
      if (scores[column] > best.score && kKindOfColumn[column] != Kind::kThing)
        best = {kKindOfColumn[column], scores[column], {}};
    }
    if (!(best.score >= least)) continue;
    const auto box = answer.boxes.subspan(place * 4, 4);
    if (!std::ranges::all_of(box, [](float edge) { return std::isfinite(edge); })) continue;
    const float top = std::clamp(box[0], 0.0f, 1.0f) * height, left = std::clamp(box[1], 0.0f, 1.0f) * width;
    const float bottom = std::clamp(box[2], 0.0f, 1.0f) * height, right = std::clamp(box[3], 0.0f, 1.0f) * width;
    if (bottom <= top || right <= left) continue;
    best.box = {left, top, right - left, bottom - top};
    found.push_back(best);
  }
  std::ranges::stable_sort(found, std::greater{}, &Detection::score);
  if (found.size() > kMostCandidates) found.resize(kMostCandidates);
  return found;
}

bool same(const Detection& a, const Detection& b) {
  const float common = overlap(a.box, b.box);
  return a.kind == b.kind && common > kDouble * (a.box.area() + b.box.area() - common);
}

std::vector<Detection> without_doubles(const std::vector<Detection>& found) {
  std::vector<Detection> kept;
  for (const Detection& one : found) {
    if (std::ranges::any_of(kept, [&](const Detection& surer) { return same(surer, one); })) continue;
    kept.push_back(one);
    if (kept.size() == Detector::kMost) break;
  }
  return kept;
}

bool can_be_looked_at(const Image& picture) {
  const auto size = static_cast<std::size_t>(picture.width) * picture.height * picture.channels;
  return picture.width > 0 && picture.height > 0 && (picture.channels == 1 || picture.channels == 3) &&
         picture.data.size() >= size;
}

}  // namespace

struct Detector::Shared {
  explicit Shared(fs::path path) : file(std::move(path)) {
    if (file.empty()) {
      status.detail = messages::kDetectorOff;
      return;
    }
    status.loading = true;
    worker.emplace("detector", kMostWaiting);
    (void)worker->post([this] { load(); });
  }

  void load() {
    try {
      network = std::make_unique<Network>(file);
      return_free_memory();  // of the file
      settle({.ready = true});
    } catch (const std::exception& e) {
      fail(e.what());
    }
  }

  std::optional<std::vector<Detection>> look(const Image& picture, float least) {
    if (!network) return std::nullopt;
    try {
      prepare(picture, network->picture());
      return without_doubles(candidates(network->run(), least, picture));
    } catch (const std::exception& e) {
      network.reset();
      fail(e.what());
      return std::nullopt;
    }
  }

  void fail(const std::string& why) {
    log::warn("{}", why);
    settle({.detail = why});
  }

  void settle(Status now) {
    {
      std::lock_guard lock(mutex);
      status = std::move(now);
    }
    settled.notify_all();
  }

  const fs::path file;
  mutable std::mutex mutex;
  mutable std::condition_variable settled;
  Status status;
  std::unique_ptr<Network> network;  // the worker's
  std::optional<WorkerThread> worker;
};

Detector::Detector(fs::path file) : shared_(std::make_unique<Shared>(std::move(file))) {}

Detector::~Detector() = default;

std::optional<std::vector<Detection>> Detector::look(const Image& rgb, float least) const {
  if (!status().ready) return std::nullopt;
  if (!can_be_looked_at(rgb)) return std::vector<Detection>{};
  std::promise<std::optional<std::vector<Detection>>> promise;
  auto answer = promise.get_future();
  const bool taken =
      shared_->worker->post([shared = shared_.get(), &rgb, least, promise = std::move(promise)]() mutable {
        promise.set_value(shared->look(rgb, least));
      });
  if (!taken) return std::nullopt;
  try {
    return answer.get();
  } catch (const std::future_error&) {  // dropped, because the detector ends
    return std::nullopt;
  }
}

void Detector::wait_loaded() const {
  std::unique_lock lock(shared_->mutex);
  shared_->settled.wait(lock, [this] { return !shared_->status.loading; });
}

Detector::Status Detector::status() const {
  std::lock_guard lock(shared_->mutex);
  return shared_->status;
}

fs::path detector_file(std::string_view setting) {
  if (setting == "off") return {};
  if (!setting.empty()) return setting;
  constexpr const char* kPlace = "share/nerdpudding/detector.onnx";
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path beside = folder / kPlace;
  return fs::exists(beside, error) ? beside : folder.parent_path() / kPlace;
}

void check_detector(const fs::path& file) {
  if (!file.empty()) Network network(file);
}

}  // namespace np
