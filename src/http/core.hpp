// What all sessions of a server share. I/O thread.
#pragma once

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "http/access.hpp"
#include "http/api.hpp"
#include "http/assets.hpp"
#include "http/audience.hpp"
#include "http/picture_hub.hpp"
#include "http/server_options.hpp"
#include "http/viewers.hpp"

namespace np::http {

struct Core {
  Core(Loop& l, House& h, Show& s, const ServerOptions& options)
      : loop(l),
        house(h),
        show(s),
        limits(options.limits),
        connect_to(policy_sources(options.room_url)),
        access(options.host, options.token, options.allowed_hosts,
               !options.tls_cert.empty() || options.tls_self_signed),
        api(h, s, audience),
        assets(l, options.web_dir),
        hub(l, s.display()) {}

  Loop& loop;
  House& house;
  Show& show;
  const ServerLimits limits;
  const std::string connect_to;  // as head_text takes it
  const Access access;
  Audience audience;
  Viewers viewers;
  Api api;
  Assets assets;
  PictureHub hub;

  metrics::Counter& bytes_sent = metrics::counter("np_http_sent_bytes_total", "Bytes written to clients");
  metrics::Counter& pictures_sent = metrics::counter("np_http_pictures_total", "Pictures written to viewers");
  metrics::Counter& pictures_missed =
      metrics::counter("np_http_pictures_missed_total", "Pictures that a slow viewer was not sent");
  metrics::Counter& sound_missed =
      metrics::counter("np_http_sound_blocks_missed_total", "Blocks of sound that a slow listener was not sent");
  metrics::Counter& readers_lost =
      metrics::counter("np_http_readers_lost_total", "Readers of the commentary that were too slow and were closed");
};

}  // namespace np::http
