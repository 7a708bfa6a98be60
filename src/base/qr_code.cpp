#include "base/qr_code.hpp"

#include <qrcodegen.hpp>

#include "base/error.hpp"
#include "base/messages.hpp"

namespace np {

QrCode::QrCode(const std::string& text) {
  try {
    const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    size_ = code.getSize();
    dark_.reserve(static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_));
    for (int y = 0; y < size_; ++y)
      for (int x = 0; x < size_; ++x) dark_.push_back(code.getModule(x, y));
  } catch (const qrcodegen::data_too_long&) {
    throw Error(ErrorKind::kInvalid, messages::kTooLongForQrCode);
  }
}

bool QrCode::is_dark(int x, int y) const {
  if (x < 0 || y < 0 || x >= size_ || y >= size_) return false;
  return dark_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(x)];
}

}  // namespace np
