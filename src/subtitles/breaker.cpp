#include "subtitles/breaker.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>

#include "subtitles/piece.hpp"

namespace np::subtitles {
namespace {

// The cost of a break at a Joint, in its order: at the end of a cue, and of a row inside one.
struct JointCost {
  int cue;
  int row;
};
constexpr std::array<JointCost, 10> kJointCosts = {
    {{0, 0}, {10, 3}, {30, 14}, {40, 18}, {30, 14}, {80, 44}, {110, 60}, {180, 90}, {260, 130}, {600, 300}}};
constexpr int kCueCost = 80;
constexpr int kShortCue = 30;  // columns; a cue of a few letters that flashes by is a nuisance

int imbalance(int upper, int lower) {
  const int difference = std::abs(upper - lower);
  return difference * difference / 24 + (upper > lower);
}

int shortness(int columns) {
  const int missing = std::max(0, kShortCue - columns);
  return missing * missing / 10;
}

// Finds the cheapest way to break, from the line's end to its front.
class Breaker {
 public:
  explicit Breaker(std::string_view line) : pieces_(pieces(line, kMostColumns, kMostWide)), columns_(1), wide_(1) {
    for (const Piece& piece : pieces_) {
      columns_.push_back(columns_.back() + piece.columns + piece.space);
      wide_.push_back(wide_.back() + piece.wide);
    }
  }

  std::vector<CueText> run() {
    const std::size_t end = pieces_.size();
    best_.resize(end + 1);
    for (std::size_t begin = end; begin-- > 0;) best_[begin] = cheapest_from(begin);
    std::vector<CueText> cues;
    for (std::size_t at = 0; at < end; at = best_[at].cue_end) cues.push_back(cue_text(at, best_[at]));
    return cues;
  }

 private:
  struct Choice {
    std::size_t cue_end = 0;    // the piece after the cue's last one
    std::size_t upper_end = 0;  // likewise of the upper row; cue_end: there is one row only
    int cost = 0;               // of this cue and all after it
  };

  int columns(std::size_t begin, std::size_t end) const {
    return columns_[end] - columns_[begin] - pieces_[begin].space;
  }
  bool fits(std::size_t begin, std::size_t end) const {
    return columns(begin, end) <= kMostColumns && wide_[end] - wide_[begin] <= kMostWide;
  }
  const JointCost& joint(std::size_t at) const { return kJointCosts[static_cast<std::size_t>(pieces_[at].joint)]; }

  Choice cheapest_from(std::size_t begin) const {
    std::size_t longest_row = begin + 1;
    while (longest_row < pieces_.size() && fits(begin, longest_row + 1)) ++longest_row;
    Choice cheapest{.cost = std::numeric_limits<int>::max()};
    for (std::size_t end = begin + 1; end <= pieces_.size() && (end <= longest_row || fits(longest_row, end)); ++end) {
      Choice choice{.cue_end = end, .upper_end = end};
      if (end > longest_row) choice = in_two_rows(begin, end, longest_row);
      choice.cost += kCueCost + shortness(columns(begin, end)) + best_[end].cost;
      if (end < pieces_.size()) choice.cost += joint(end).cue;
      if (choice.cost < cheapest.cost) cheapest = choice;
    }
    return cheapest;
  }

  Choice in_two_rows(std::size_t begin, std::size_t end, std::size_t longest_row) const {
    Choice cheapest{.cost = std::numeric_limits<int>::max()};
    for (std::size_t middle = longest_row; middle > begin && fits(middle, end); --middle) {
      const int cost = joint(middle).row + imbalance(columns(begin, middle), columns(middle, end));
      if (cost < cheapest.cost) cheapest = {.cue_end = end, .upper_end = middle, .cost = cost};
    }
    return cheapest;
  }

  std::string row(std::size_t begin, std::size_t end) const {
    const std::string_view first = pieces_[begin].text, last = pieces_[end - 1].text;
    return std::string(first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data()));
  }

  CueText cue_text(std::size_t begin, const Choice& choice) const {
    CueText cue{.rows = {row(begin, choice.upper_end)}, .columns = columns(begin, choice.cue_end)};
    if (choice.upper_end < choice.cue_end) cue.rows.push_back(row(choice.upper_end, choice.cue_end));
    return cue;
  }

  const std::vector<Piece> pieces_;
  std::vector<int> columns_;  // before each piece, with the spaces between
  std::vector<int> wide_;
  std::vector<Choice> best_;
};

}  // namespace

std::vector<CueText> break_line(std::string_view line) { return Breaker(line).run(); }

}  // namespace np::subtitles
