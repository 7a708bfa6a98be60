// A QR code: which of its squares are dark. The caller draws it. Pure value; any thread.
#pragma once

#include <string>
#include <vector>

namespace np {

class QrCode {
 public:
  // Light squares that a reader needs on each side of the code.
  static constexpr int kQuietZone = 4;

  // Encodes a text without NUL, with a medium error correction (a seventh of the code may be damaged) or better. Throws
  // Error{kInvalid} if the text is too long; about 2,300 bytes fit.
  explicit QrCode(const std::string& text);

  // Squares a side, without the quiet zone: 21 to 177.
  int size() const { return size_; }
  // Everything outside the code is light.
  bool is_dark(int x, int y) const;

 private:
  int size_ = 0;
  std::vector<bool> dark_;  // row by row
};

}  // namespace np
