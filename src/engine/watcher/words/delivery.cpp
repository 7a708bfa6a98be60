#include "engine/watcher/words/delivery.hpp"

#include <algorithm>

namespace np::watcher {
namespace {

constexpr double kSecondsAWord = 0.06;  // that a reader is behind
constexpr double kSpokenWord = 0.35;    // seconds
constexpr double kBehind = 2;           // seconds that a voice would still speak

}  // namespace

void Delivery::begin(TimePoint now, int time_for) {
  now_ = now;
  time_for_ = time_for;
}

void Delivery::begin_source() {
  said_at_.reset();
  last_words_ = 0;
  spoken_at_.reset();
}

bool Delivery::busy() const { return spoken_at_ && to_seconds(*spoken_at_ - now_) > kBehind; }

double Delivery::since_line() const { return said_at_ ? to_seconds(now_ - *said_at_) : 1e9; }
double Delivery::pause() const { return since_line() - kSecondsAWord * last_words_; }

bool Delivery::fits(std::string_view line) const { return time_for_ <= 0 || words_in(line) <= time_for_; }

std::string Delivery::choose(const std::vector<std::string>& lines) const {
  const std::string* shortest = nullptr;
  for (const std::string& line : lines) {
    if (echoes(line)) continue;
    if (fits(line)) return line;
    if (!shortest || line.size() < shortest->size()) shortest = &line;
  }
  return shortest ? *shortest : std::string();
}

std::string Delivery::record(std::string line) {
  if (line.empty()) return line;
  said_at_ = now_;
  last_words_ = words_in(line);
  // A voice that is behind leaves lines out.
  const TimePoint begun = std::clamp(spoken_at_.value_or(now_), now_, now_ + from_seconds(kBehind));
  spoken_at_ = begun + from_seconds(kSpokenWord * last_words_);
  said_.add(line);
  return line;
}

int words_in(std::string_view line) { return line.empty() ? 0 : static_cast<int>(std::ranges::count(line, ' ')) + 1; }

}  // namespace np::watcher
