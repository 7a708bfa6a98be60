// Maps high dynamic range (PQ of ST 2084, HLG of BT.2100) to an ordinary screen: paper white keeps its brightness,
// brighter parts are rolled off, and BT.2020's colours become BT.709's. One owner, one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace np {

class ToneMap {
 public:
  enum class Transfer { kPq, kHlg };
  // `wide`: the colours are BT.2020's.
  ToneMap(Transfer transfer, bool wide);

  // Packed RGB, in place.
  void apply(std::span<std::uint8_t> rgb) const;
  bool is(Transfer transfer, bool wide) const { return transfer == transfer_ && wide == wide_; }

 private:
  static constexpr int kSteps = 4096;

  const Transfer transfer_;
  const bool wide_;
  std::array<float, 256> linear_;              // of a code; 1: paper white
  std::array<std::uint8_t, kSteps + 1> code_;  // of a linear value
};

}  // namespace np
