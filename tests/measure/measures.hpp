// The figures that the perception is held to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "measure/marked.hpp"
#include "measure/perceived.hpp"

namespace np::measure {

float overlap_share(const PictureBox& a, const PictureBox& b);  // intersection over union

struct InPlace {
  int found = 0;
  int missed = 0;
  int wrong = 0;
  std::vector<std::string> remarks;  // one for each that was missed or is wrong

  double recall() const;
  double precision() const;
};
// A person is in place where the boxes share more than 0.4.
InPlace people_in_place(const Perceived& seen, const std::vector<MarkedPicture>& marked);

struct Kept {
  int kept = 0;
  int all = 0;
  std::vector<std::string> remarks;
};
// Both are the same to the perception after they have crossed as before.
Kept identities_kept(const Perceived& seen, const std::vector<Crossing>& crossings);

// What a scene's track was called, as the narrator would: a kind that is not sure enough is none.
struct Named {
  std::string scene;
  Kind truth = Kind::kThing;
  Kind called = Kind::kThing;         // mostly; kThing: never named
  std::optional<double> first_named;  // seconds after it was fully in view; negative: before
};
std::vector<Named> names_given(const Perceived& seen, const Scene& scene);

struct NamedAll {
  int tracks = 0;
  int named = 0;
  int right = 0;
  int in_time = 0;  // named within a second of being fully in view; who is never named counts against it
  double delay_median = 0;
  double delay_p90 = 0;
};
NamedAll summary(const std::vector<Named>& all);

}  // namespace np::measure
