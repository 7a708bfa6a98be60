// The place to which one publisher at a time sends a video by WHIP (RFC 9725), and the viewers of that video. Loop
// thread only, except where marked.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/sender_pace.hpp"
#include "webrtc/feed.hpp"
#include "webrtc/ice_server.hpp"
#include "whip/offer.hpp"

namespace np::webrtc {
class Closings;
}

namespace np::whip {

class Session;

struct Publication {
  std::string id;      // digits; nobody guesses it
  std::string etag;    // of its ICE session, without quotation marks
  std::string answer;  // SDP
};

struct EndpointSnapshot {
  enum class State { kNone, kConnecting, kLive };
  State state = State::kNone;
  std::string codec;   // "VP8"
  std::string reason;  // kNone: why the last one ended unexpectedly; one sentence
};

class Endpoint final : public webrtc::Feed {
 public:
  struct Options {
    std::vector<webrtc::IceServer> ice_servers;
  };
  using Done = std::function<void(std::expected<Publication, Error>)>;

  Endpoint(Loop& loop, Options options);
  // Ends the publication, and waits until everything is closed.
  ~Endpoint() override;

  // `done` once, on the loop. `instead`: the id of a publication whose place this one takes. `sender`: what tells
  // programs that publish apart, as far as they can be; the same one may be back after it was killed. Errors: kInvalid
  // and kUnsupported where the offer is no good; kConflict where somebody else publishes: said once something of theirs
  // arrives, and not of one who has fallen silent; kUnavailable.
  void publish(const std::string& offer, const std::string& instead, const std::string& sender, Done done);
  // Later candidates. Errors: kNotFound; kConflict where `etag` is another one ("*" is any); kInvalid; kUnsupported for
  // an ICE restart.
  std::expected<void, Error> add_candidates(const std::string& id, const std::string& etag,
                                            const std::string& fragment);
  // False if there is none of this id.
  bool end(const std::string& id);
  EndpointSnapshot snapshot() const;

  void add(const std::shared_ptr<webrtc::Viewer>& viewer) override;
  void remove(const std::shared_ptr<webrtc::Viewer>& viewer) override;
  void want_sound(const std::shared_ptr<webrtc::Viewer>& viewer, bool wanted) override;
  std::string does_not_answer() const override;
  std::string does_not_arrive() const override;

 private:
  struct Outlet;
  struct Newcomer {
    Offer offer;
    std::string sender;
    Done done;
    TimePoint since;
  };

  void refuse(const Done& done, Error why);
  void look_at_newcomer();
  void turn_away(const Newcomer& newcomer);
  void let_in(Newcomer newcomer);
  void begin(Offer offer, Publication fresh, const Done& done);
  void connected();
  void leave(const std::string& why);
  void drop(const std::string& why);
  void drop_soon(std::uint64_t session, const std::string& why);  // any thread
  void tell(webrtc::Viewer& viewer) const;
  void tell_viewers();
  void look_after();
  bool makes_way_for(const std::string& sender) const;

  Loop& loop_;
  const Options options_;
  const std::shared_ptr<webrtc::Closings> closings_;
  const std::shared_ptr<Outlet> outlet_;
  std::shared_ptr<Session> session_;
  std::uint64_t sessions_ = 0;
  Publication publication_;
  std::string sender_;  // of the present publication
  Done done_;           // of the one that is being answered
  EndpointSnapshot now_;
  TimePoint begun_at_;
  Timer next_look_;
  std::unique_ptr<Newcomer> newcomer_;  // waits for what becomes of the present publisher
  Timer next_look_at_newcomer_;
  Lifetime alive_;
};

}  // namespace np::whip
