// Which kinds of things people take into their hands: a cup, a phone, a book. A pure function.
#pragma once

#include "perception/facts/kind.hpp"

namespace np {

bool handheld(Kind kind);

}  // namespace np
