// A session description, read before webrtcbin sees it. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace np::webrtc {

// The part of a description that is about one video or one sound. Its views point into the text that was read.
struct Section {
  std::string mid;
  std::string_view kind;                                // "video"
  std::string_view port;                                // "0" in an answer: refused
  std::vector<std::string_view> formats;                // payload types, in the order of preference
  std::map<std::string_view, std::string_view> codecs;  // payload type to "VP8"
  bool sends = true;                                    // the author of the description sends media here
  bool muxed = false;                                   // RTCP goes the same way as RTP
  int feedback = 0;                                     // the id of kTransportFeedback; 0: not offered
};

struct Description {
  std::string sdp;                       // with those candidates alone that are addresses: names would be looked up
  std::string user;                      // ICE's, of the first section that names one
  std::vector<std::string_view> bundle;  // "BUNDLE" and the `mid`s of the sections that go one way
  std::vector<Section> sections;
  bool waits_for_hello = false;  // its author wants to be DTLS's server
};

// Nothing if it lacks what a media session needs (see sections_of).
std::optional<Description> read_description(std::string_view sdp);

// The first of these mimes that is of this kind ("video"); empty if none is.
const std::string& first_of(const std::vector<std::string>& mimes, std::string_view kind);

}  // namespace np::webrtc
