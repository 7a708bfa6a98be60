// Has the small picture of a source with a name made anew while the show watches it: soon after it is there, then once
// a minute. Loop thread.
#pragma once

#include <memory>

#include "base/loop.hpp"
#include "channel/show.hpp"
#include "library/named_sources.hpp"

namespace np {

class LastPictures {
 public:
  // Both must outlive this.
  LastPictures(Loop& loop, Show& show, NamedSources& named);

 private:
  void follow(const Event& event);
  void look();

  Loop& loop_;
  Show& show_;
  NamedSources& named_;
  Timer next_;
  std::unique_ptr<EventLog::Reader> reader_;
  Lifetime alive_;
};

}  // namespace np
