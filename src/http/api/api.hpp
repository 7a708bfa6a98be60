// The routes that answer once. I/O thread; never blocks.
#pragma once

#include <functional>

#include "channel/show.hpp"
#include "http/api/audience.hpp"
#include "http/api/house.hpp"
#include "http/message/message.hpp"
#include "http/message/route.hpp"
#include "http/server/rate_limit.hpp"

namespace np::http {

class Api {
 public:
  using Reply = std::function<void(Response)>;

  static constexpr std::size_t kMaxInstruction = 2000;  // characters
  static constexpr std::size_t kMaxContext = 900;       // the same, as CONTEXT
  static constexpr std::size_t kMaxSource = 4096;       // bytes
  static constexpr std::size_t kMaxName = 64;           // characters; of a person in the room
  static constexpr RateLimit::PerMinute kTickets{.all = 30, .each = 10};

  Api(House& house, Show& show, const Audience& audience)
      : house_(house), show_(show), audience_(audience), openapi_(openapi_json()) {}

  // `reply` is called once on the loop, now or later, perhaps when this is gone; the caller guards it by the caller's
  // own life. Exceptions of a show other than Error pass through.
  void answer(Endpoint endpoint, const Request& request, Reply reply);

 private:
  void start(const Request& request, Reply reply);
  Response retry();
  Response set_playback(const Request& request);
  Response set_instruction(const Request& request);
  Response memory(Role reader) const;
  Response set_context(const Request& request);
  Response set_profile(const Request& request);
  Response set_preset(const Request& request);
  Response set_voice(const Request& request);
  void voice_sample(const Request& request, const Reply& reply);
  Response room_ticket(const Request& request);
  Response profiles() const;
  Response presets() const;
  Response voices() const;
  Response settings(Role reader) const;
  Response health() const;
  Response measurements() const;

  House& house_;
  Show& show_;
  const Audience& audience_;
  const std::string openapi_;
  RateLimit tickets_{kTickets};
};

}  // namespace np::http
