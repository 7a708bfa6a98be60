#include "checkout.hpp"

namespace np {

const char* const kCheckout = NP_CHECKOUT;

}  // namespace np
