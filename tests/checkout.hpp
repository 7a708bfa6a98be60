#pragma once

namespace np {

extern const char* const kCheckout;  // the folder with the sources

}  // namespace np
