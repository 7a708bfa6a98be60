// One show, as those see it who watch and steer it. All on the I/O thread.
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "audio/audio_stream.hpp"
#include "audio/source_sound.hpp"
#include "base/error.hpp"
#include "channel/reports.hpp"
#include "commentary/event_log.hpp"
#include "perception/facts_feed.hpp"
#include "source/playback.hpp"
#include "video/display_buffer.hpp"

namespace np {

struct StartRequest {
  // As people type it. The name that a report gives to a source of this run, which has no credentials, stands for that
  // source.
  std::string source;
  bool wait = false;     // one that does not open is tried again until it does
  bool replace = false;  // it takes the place of the one that runs, once its first picture is there
};

class Show {
 public:
  using Done = std::function<void(std::expected<void, Error>)>;
  using PictureDone = std::function<void(PicturePtr)>;  // nullptr: there is none
  using FactsDone = std::function<void(FactsPtr)>;      // the same

  virtual ~Show() = default;
  virtual ShowReport report() const = 0;
  // `done` is called once, on the loop, when the first picture is there or it is clear that none has come. With `wait`
  // it then says that all is well, and report() the rest. kConflict: another source runs, or a later request has
  // overtaken this one. Where `replace` fails, everything is as it was; the instruction stays in any case.
  virtual void start(StartRequest request, Done done) = 0;
  // Whether those who steer may start this one; nothing is opened for the answer.
  virtual bool may_open(const std::string& source) const = 0;
  // Opens a source that is waited for at once. kConflict where none is.
  virtual std::expected<void, Error> retry_source() = 0;
  // Ends the source and clears the instruction.
  virtual void stop() = 0;
  // Pauses the file that plays, sends it somewhere else, lets it end or not; what is left out stays as it is. At once in
  // report(), soon in the picture. kConflict: no file plays, or it cannot be sent there.
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
  // The same as the source sends it, where has_video(): the pictures since the last key picture, and those since then
  // for which somebody looked.
  virtual H264Buffer& video() = 0;
  // The source's pictures come as H.264 that can be passed on, or it is not known yet what comes.
  virtual bool has_video() const = 0;
  virtual AudioStream* audio() = 0;         // nullptr: voice off
  virtual SourceSound* source_sound() = 0;  // the original's; nullptr: off (SOURCE_SOUND)
  virtual Duration delay() const = 0;       // picture behind live, now
  virtual double picture_rate() const = 0;  // pictures a second of the source, or the fallback
  // How long until the picture, `delay` behind live, shows what was captured then; zero: it does.
  virtual Duration until_shown(TimePoint captured_at) = 0;

  // Somebody looks: pictures are encoded while the count is above zero.
  virtual void viewer_came() = 0;
  virtual void viewer_left() = 0;
  // The same of video().
  virtual void video_viewer_came() = 0;
  virtual void video_viewer_left() = 0;
  // The newest picture of the source that runs, encoded on demand; `done` once, on the loop, within a second.
  virtual void picture_now(PictureDone done) = 0;

  // What is perceived. While somebody reads it, pictures are looked at for that alone, also where nobody comments.
  virtual FactsFeed& facts() = 0;
  // The newest Facts of the source that runs, perceived on demand; `done` once, on the loop, within a second. For some
  // seconds more they are perceived: who asks again then hears of people who were followed meanwhile.
  virtual void facts_now(FactsDone done) = 0;
};

}  // namespace np
