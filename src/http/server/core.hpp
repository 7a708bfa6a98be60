// The state that all sessions of a server share. I/O thread.
#pragma once

#include <string>
#include <utility>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "channel/source_listener.hpp"
#include "http/api/api.hpp"
#include "http/api/audience.hpp"
#include "http/api/share.hpp"
#include "http/pages/access.hpp"
#include "http/pages/assets.hpp"
#include "http/pages/pages.hpp"
#include "http/server/guesses.hpp"
#include "http/server/own_urls.hpp"
#include "http/server/server_options.hpp"
#include "http/streams/held_pictures.hpp"
#include "http/streams/picture_hub.hpp"
#include "http/streams/viewers.hpp"

namespace np::http {

struct Core {
  Core(Loop& l, House& h, Show& s, const ServerOptions& options, int port)
      : loop(l),
        house(h),
        show(s),
        limits(options.limits),
        connect_to(policy_sources(options.room_url)),
        embedders(options.embed_origins),
        access({.listen_host = options.host,
                .token = options.token,
                .watch_token = options.watch_token,
                .allowed_hosts = options.allowed_hosts,
                .tls = speaks_tls(options)}),
        api(h, s, audience),
        share(options, [options, port] { return own_urls(options, port); }),
        assets(l, options.web_dir),
        pages(assets.shape("sign-in.html")),
        hub(l, s.display()),
        video_hubs{{PictureHub(l, s.video(VideoForm::kSource)), PictureHub(l, s.video(VideoForm::kEncoded)),
                    PictureHub(l, s.video(VideoForm::kSmall))}} {}

  // The capture time of the picture that the viewer of this name sees, for its sound.
  SourceListener::Seen seen_by(std::string viewer) {
    return [this, viewer = std::move(viewer)](TimePoint now) { return viewers.playing(viewer, now); };
  }

  Loop& loop;
  House& house;
  Show& show;
  const ServerLimits limits;
  const std::string connect_to;  // see head_text
  const std::string embedders;   // of /overlay and /embed, see Response::frame_ancestors
  const Access access;
  Guesses guesses;
  HeldPictures held_pictures;
  Audience audience;
  Viewers viewers;
  Api api;
  const Share share;
  Assets assets;
  const Pages pages;
  PictureHub hub;
  ByForm<PictureHub> video_hubs;

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
