// A QR code as text, two rows of squares a line. Pure function.
#pragma once

#include <cstddef>
#include <string>

#include "base/qr_code.hpp"

namespace np {

// Black on white whatever the terminal's own colours are. Each line begins with `indent` spaces and ends with a line
// end.
std::string terminal_qr(const QrCode& code, std::size_t indent);
// Its width in columns, without the indent.
std::size_t terminal_qr_width(const QrCode& code);

}  // namespace np
