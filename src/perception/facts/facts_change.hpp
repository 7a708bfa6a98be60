// Compares two Facts for readers that decide whether to look. Pure functions.
#pragma once

#include "perception/facts/facts.hpp"

namespace np {

// Something that a commentator would not want to miss: somebody came or went, there are more or fewer in view than
// `before`, the scene was cut, the light went, the picture became another kind of picture. `before` may be null:
// nothing is known of it.
bool of_weight(const Facts& now, const Facts* before);

// A change that a listener without a picture has to know soon: the light goes or comes back, somebody runs, somebody
// appears where nobody was, the picture is of another kind. `before`: likewise.
bool presses(const Facts& now, const Facts* before);

// Somebody is another, elsewhere, larger or smaller than before, by more than a detector's unrest.
bool moved(const Facts& before, const Facts& now);

// Something goes on in this very picture: it happens, walks, runs, or the camera moves.
bool stirs(const Facts& facts);

}  // namespace np
