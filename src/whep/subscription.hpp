// The video that a server hands out at one address by WHEP (draft-ietf-wish-whep), for one viewer: asks for it,
// receives it, and says goodbye.
#pragma once

#include <memory>
#include <string>

#include "base/loop.hpp"
#include "webrtc/feed.hpp"

namespace np::whep {

class Subscription final : public webrtc::Feed {
 public:
  struct Options {
    std::string url;    // whep://, wheps://, http:// or https://; may hold user:password@
    std::string shown;  // the same for people
    Duration answer_limit = std::chrono::seconds(10);
  };

  Subscription(Loop& loop, Options options);
  // The loop's thread, or any once the loop has ended. Breaks off what is under way; the connection is closed, and the
  // server told, in the background, for which this waits some tenths of a second at most.
  ~Subscription() override;

  // Asks the server.
  void add(const std::shared_ptr<webrtc::Viewer>& viewer) override;
  void remove(const std::shared_ptr<webrtc::Viewer>& viewer) override;
  void want_sound(const std::shared_ptr<webrtc::Viewer>& viewer, bool wanted) override;
  std::string does_not_answer() const override;
  std::string does_not_arrive() const override;

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

// The address by HTTP of what a person types.
std::string http_address(const std::string& url);

// Where to say goodbye: what a Location header says, if it is at the same server; else nothing.
std::string resource_of(const std::string& asked, const std::string& location);

}  // namespace np::whep
