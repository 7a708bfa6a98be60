#include "http/api/measured.hpp"

#include <cmath>

#include "base/metrics.hpp"

namespace np::http {

std::string measured(const ShowReport& show, const Audience& audience) {
  const metrics::Labels labels{{"channel", show.name}};
  for (const char* state : {"connecting", "live", "stalled", "waiting", "ended", "stopped"})
    metrics::gauge("np_source_state", "1 for the state that the source is in",
                   {{"channel", show.name}, {"state", state}})
        .set(show.source.state == state);
  metrics::gauge("np_source_picture_age_seconds", "Age of the newest picture; NaN: there was none", labels)
      .set(show.source.picture_age_s.value_or(std::nan("")));
  metrics::gauge("np_source_pictures_per_second", "Pictures that come from the source", labels)
      .set(show.source.pictures_per_s);
  metrics::gauge("np_http_viewers", "Open picture streams").set(static_cast<double>(audience.viewers));
  metrics::gauge("np_http_listeners", "Open sound streams").set(static_cast<double>(audience.listeners));
  metrics::gauge("np_http_streams", "Open endless answers of any kind").set(static_cast<double>(audience.streams));
  return metrics::expose();
}

}  // namespace np::http
