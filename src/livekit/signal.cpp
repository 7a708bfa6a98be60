#include "livekit/signal.hpp"

#include <utility>

#include "base/utf8.hpp"
#include "livekit/protobuf.hpp"

namespace np::livekit {
namespace {

using protobuf::Field;
using protobuf::Writer;

// Far more than anybody has; what a server says beyond is not kept.
constexpr std::size_t kLongestName = 256;  // bytes
constexpr std::size_t kMostTracks = 16;
constexpr std::size_t kMostServers = 16;

std::string cut(std::string_view text) { return utf8::without_controls(text.substr(0, utf8::cut(text, kLongestName))); }

// Reads a nested message; what is broken in it makes all of the response so.
struct Reader {
  bool good = true;

  template <typename F>
  void each(std::string_view message, F&& f) {
    if (!protobuf::read(message, f)) good = false;
  }

  TrackInfo track(std::string_view message) {
    TrackInfo t;
    each(message, [&](const Field& f) {
      switch (f.number) {
        case 1: t.sid = cut(f.bytes); break;
        case 2: t.kind = static_cast<TrackInfo::Kind>(f.value); break;
        case 3: t.name = cut(f.bytes); break;
        case 4: t.muted = f.value != 0; break;
        case 5: t.width = static_cast<int>(f.value); break;
        case 6: t.height = static_cast<int>(f.value); break;
        case 9: t.source = static_cast<TrackInfo::Source>(f.value); break;
        case 11: t.mime = cut(f.bytes); break;
        default: break;
      }
    });
    return t;
  }

  ParticipantInfo participant(std::string_view message) {
    constexpr std::uint64_t kAgent = 4;
    ParticipantInfo p;
    each(message, [&](const Field& f) {
      switch (f.number) {
        case 1: p.sid = cut(f.bytes); break;
        case 2: p.identity = cut(f.bytes); break;
        case 3: p.state = static_cast<ParticipantInfo::State>(f.value); break;
        case 4:
          if (p.tracks.size() < kMostTracks) p.tracks.push_back(track(f.bytes));
          break;
        case 6: p.joined_at = static_cast<std::int64_t>(f.value); break;
        case 9: p.name = cut(f.bytes); break;
        case 14: p.agent = f.value == kAgent; break;
        default: break;
      }
    });
    return p;
  }

  std::string text_at(std::string_view message, int number) {
    std::string text;
    each(message, [&](const Field& f) {
      if (f.number == number) text = f.bytes;
    });
    return text;
  }

  webrtc::IceServer ice_server(std::string_view message) {
    webrtc::IceServer server;
    each(message, [&](const Field& f) {
      if (f.number == 1 && server.urls.size() < kMostServers) server.urls.emplace_back(f.bytes);
      if (f.number == 2) server.username = f.bytes;
      if (f.number == 3) server.credential = f.bytes;
    });
    return server;
  }

  Joined joined(std::string_view message) {
    Joined j;
    each(message, [&](const Field& f) {
      switch (f.number) {
        case 1: j.room = text_at(f.bytes, 2); break;
        case 2: j.self = participant(f.bytes); break;
        case 3: j.others.push_back(participant(f.bytes)); break;
        case 5:
          if (j.ice_servers.size() < kMostServers) j.ice_servers.push_back(ice_server(f.bytes));
          break;
        default: break;
      }
    });
    return j;
  }

  Description description(std::string_view message, bool offer) {
    Description d{.offer = offer};
    each(message, [&](const Field& f) {
      if (f.number == 2) d.sdp = f.bytes;
      if (f.number == 3) d.id = static_cast<std::uint32_t>(f.value);
      if (f.number == 4 && d.track_of_mid.size() < kMostTracks)
        d.track_of_mid[text_at(f.bytes, 1)] = cut(text_at(f.bytes, 2));
    });
    return d;
  }

  Candidate candidate(std::string_view message) {
    Candidate c;
    each(message, [&](const Field& f) {
      if (f.number == 1) c.json = f.bytes;
      if (f.number == 2) c.transport = f.value == 1 ? Transport::kSubscriber : Transport::kPublisher;
    });
    return c;
  }

  ParticipantsChanged participants(std::string_view message) {
    ParticipantsChanged changed;
    each(message, [&](const Field& f) {
      if (f.number == 1) changed.participants.push_back(participant(f.bytes));
    });
    return changed;
  }

  TrackPublished published(std::string_view message) {
    TrackPublished p;
    each(message, [&](const Field& f) {
      if (f.number == 1) p.cid = f.bytes;
      if (f.number == 2) p.track = track(f.bytes);
    });
    return p;
  }

  Leave left(std::string_view message) {
    Leave l;
    each(message, [&](const Field& f) {
      if (f.number == 2) l.reason = static_cast<int>(f.value);
    });
    return l;
  }

  Pong pong(std::string_view message) {
    Pong p;
    each(message, [&](const Field& f) {
      if (f.number == 1) p.ping_at_ms = static_cast<std::int64_t>(f.value);
    });
    return p;
  }

  SubscriptionFailed failed(std::string_view message) {
    SubscriptionFailed s;
    each(message, [&](const Field& f) {
      if (f.number == 1) s.sid = cut(f.bytes);
      if (f.number == 2) s.codec = f.value == 1;
    });
    return s;
  }

  Refused refused(std::string_view message) {
    Refused r;
    each(message, [&](const Field& f) {
      if (f.number == 1) r.request = static_cast<std::uint32_t>(f.value);
      if (f.number == 3) r.message = f.bytes;
    });
    return r;
  }
};

std::string request(int number, const Writer& message) { return Writer().message(number, message).bytes(); }

Writer session_description(const char* type, const std::string& sdp, std::uint32_t id) {
  return Writer().text(1, type).text(2, sdp).number(3, id);
}

}  // namespace

std::optional<Response> read_response(std::string_view bytes) {
  Reader reader;
  Response out;
  reader.each(bytes, [&](const Field& f) {
    switch (f.number) {
      case 1: out = reader.joined(f.bytes); break;
      case 2: out = reader.description(f.bytes, false); break;
      case 3: out = reader.description(f.bytes, true); break;
      case 4: out = reader.candidate(f.bytes); break;
      case 5: out = reader.participants(f.bytes); break;
      case 6: out = reader.published(f.bytes); break;
      case 8: out = reader.left(f.bytes); break;
      case 20: out = reader.pong(f.bytes); break;
      case 21: out = reader.failed(f.bytes); break;
      case 22: out = reader.refused(f.bytes); break;
      default: out = Other{f.number}; break;
    }
  });
  if (!reader.good || bytes.empty()) return std::nullopt;
  return out;
}

std::string offer(const std::string& sdp, std::uint32_t id) {
  return request(1, session_description("offer", sdp, id));
}
std::string answer(const std::string& sdp, std::uint32_t id) {
  return request(2, session_description("answer", sdp, id));
}

std::string candidate(Transport transport, const std::string& json) {
  return request(3, Writer().text(1, json).number(2, static_cast<std::uint64_t>(transport)));
}

std::string add_voice(const std::string& cid, const std::string& name) {
  constexpr std::uint64_t kMicrophone = 2, kNoDtx = 1;
  // Its type, audio, is 0.
  return request(4, Writer().text(1, cid).text(2, name).number(8, kMicrophone).number(13, 1).packed(19, {kNoDtx}));
}

std::string subscribe(const std::string& sid, bool on) { return request(6, Writer().text(1, sid).number(2, on)); }

std::string track_settings(const std::string& sid, int width, int height, int fps) {
  return request(7, Writer()
                        .text(1, sid)
                        .number(5, static_cast<std::uint64_t>(width))
                        .number(6, static_cast<std::uint64_t>(height))
                        .number(7, static_cast<std::uint64_t>(fps)));
}

std::string attributes(const std::map<std::string, std::string>& values, std::uint32_t number) {
  Writer message;
  for (const auto& [key, value] : values) message.entry(3, key, value);
  return request(15, message.number(4, number));
}

std::vector<std::string> ping(std::int64_t now_ms, std::int64_t round_trip_ms) {
  const auto now = static_cast<std::uint64_t>(now_ms);
  return {Writer().number(14, now).bytes(),
          request(16, Writer().number(1, now).number(2, static_cast<std::uint64_t>(round_trip_ms)))};
}

std::string leave() {
  return request(8, Writer().number(2, static_cast<std::uint64_t>(Leave::Reason::kClientInitiated)));
}

}  // namespace np::livekit
