// What the fuzzers share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace np::fuzz {

inline void expect(bool holds) {
  if (!holds) std::abort();
}

// An input as it may come from a network: its first byte says how it is cut, the rest is what comes.
class Pieces {
 public:
  Pieces(const std::uint8_t* data, std::size_t size) : whole_(reinterpret_cast<const char*>(data), size) {
    if (whole_.empty()) return;
    how_ = static_cast<unsigned char>(whole_.front());
    whole_.remove_prefix(1);
  }

  bool flag() const { return how_ & 0x80; }
  std::string_view whole() const { return whole_; }
  std::vector<std::string_view> all() const {
    const std::size_t step = how_ & 0x7F;
    if (step == 0) return {whole_};
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < whole_.size(); at += step) pieces.push_back(whole_.substr(at, step));
    return pieces;
  }

 private:
  std::string_view whole_;
  unsigned how_ = 0;
};

}  // namespace np::fuzz
