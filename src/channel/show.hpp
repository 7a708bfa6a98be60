// One show, as its viewers and its operators use it. All on the I/O thread.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "audio/audio_stream.hpp"
#include "audio/source_sound.hpp"
#include "base/error.hpp"
#include "channel/reports.hpp"
#include "commentary/event_log.hpp"
#include "perception/facts/facts_feed.hpp"
#include "source/playback.hpp"
#include "video/display_buffer.hpp"
#include "video/video_form.hpp"

namespace np {

struct StartRequest {
  // As people type it. A name that they have given it stands for the source, and so does a name from a report, which
  // has no credentials, for that source of this run.
  std::string source;
  bool wait = false;     // if it does not open, it is tried again until it does
  bool replace = false;  // it replaces the running one, once its first picture is there
};

class Show {
 public:
  using Done = std::function<void(std::expected<void, Error>)>;
  using PictureDone = std::function<void(PicturePtr)>;  // nullptr: there is none
  using FactsDone = std::function<void(FactsPtr)>;      // the same

  virtual ~Show() = default;
  virtual ShowReport report() const = 0;
  // `done` is called once, on the loop, when the first picture is there or it is clear that none will come. With
  // `wait`, it reports success even if none has come, and report() tells the rest. kConflict: another source runs, or a
  // later request has overtaken this one. If `replace` fails, everything stays as it was; the instruction stays in any
  // case.
  virtual void start(StartRequest request, Done done) = 0;
  // Whether an operator may start this source; the answer opens nothing.
  virtual bool may_open(const std::string& source) const = 0;
  // The source that this name from a report or from people stands for; otherwise the same again. It may hold
  // credentials: never shown.
  virtual std::string meant(const std::string& source) const = 0;
  // Opens the awaited source at once. kConflict if none is awaited.
  virtual std::expected<void, Error> retry_source() = 0;
  // Ends the source and clears the instruction.
  virtual void stop() = 0;
  // Pauses the file that plays, moves it, loops it or not; omitted fields stay as they are. report() shows the change
  // at once, the picture soon after. kConflict: no file plays, or it cannot go there.
  virtual std::expected<void, Error> set_playback(const PlaybackWish& wish) = 0;
  // `forget`: what was said and summed up so far.
  virtual void set_instruction(std::string instruction, bool forget = false) = 0;
  virtual MemoryReport memory() const = 0;
  // What a model should know beforehand; it is kept.
  virtual void set_context(std::string context) = 0;
  virtual std::expected<void, Error> set_profile(const std::string& key) = 0;
  virtual std::expected<void, Error> set_preset(const std::string& key) = 0;

  virtual EventLog& events() = 0;
  virtual DisplayBuffer& display() = 0;
  // The same as H.264 of this form, if has_video(): while somebody looks, all pictures from a key picture on.
  virtual H264Buffer& video(VideoForm form) = 0;
  // True if the source's pictures come as H.264 that can be passed on (kSource) or can be encoded, or that is not known
  // yet.
  virtual bool has_video(VideoForm form) const = 0;
  virtual AudioStream* audio() = 0;         // nullptr: voice off
  virtual SourceSound* source_sound() = 0;  // the original's; nullptr: off (SOURCE_SOUND)
  virtual Duration delay() const = 0;       // picture behind live, now
  virtual double picture_rate() const = 0;  // pictures a second of the source, or the fallback
  // How long until the picture, `delay` behind live, reaches this capture time; zero: it has.
  virtual Duration until_shown(TimePoint captured_at) = 0;

  // Somebody looks: pictures are encoded while the count is above zero.
  virtual void viewer_came() = 0;
  virtual void viewer_left() = 0;
  // The same for video().
  virtual void video_viewer_came(VideoForm form) = 0;
  virtual void video_viewer_left(VideoForm form) = 0;
  // The newest picture of the running source, encoded on demand; `done` once, on the loop, within a second.
  virtual void picture_now(PictureDone done) = 0;

  // The perceived facts. While somebody reads them, the show perceives pictures even if nobody comments.
  virtual FactsFeed& facts() = 0;
  // The newest Facts of the running source, perceived on demand; `done` once, on the loop, within a second. Perception
  // goes on for some seconds, so a caller who asks again learns of people who were followed meanwhile.
  virtual void facts_now(FactsDone done) = 0;
};

}  // namespace np
