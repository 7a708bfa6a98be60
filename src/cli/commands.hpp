// What each command does. All block until done and throw Error.
#pragma once

#include <string>

#include "base/error.hpp"
#include "config/settings.hpp"

namespace np::command {

// The user has stopped what can be gone on with.
class Interrupted : public Error {
 public:
  using Error::Error;
};

// What was asked for cannot be meant: the command line is wrong.
class WrongUsage : public Error {
 public:
  explicit WrongUsage(const std::string& message) : Error(ErrorKind::kInvalid, message) {}
};

// `open`: opens the page in the browser.
void serve(Loaded loaded, bool open);
void probe(const Settings& settings, const std::string& source, bool as_json);

struct DescribeArguments {
  std::string clip;
  std::string format;  // a key of subtitles::kFormats; empty: as the ending of `out` says
  std::string out;     // a file; "-" or empty: standard output. Both empty: JSON objects of "at" and "text"
};
// Throws Interrupted after SIGINT or SIGTERM where a format or a file was asked for; what there is by then is written,
// complete.
void describe(const Settings& settings, const DescribeArguments& arguments);

struct ScoreArguments {
  std::string clip;        // one of these two
  std::string commentary;  // a file of what `describe` printed
  std::string truth;
  double window = 2;  // seconds
  bool lines = false;
  bool as_json = false;
};
// What `describe` says of a clip, against what is to be seen in it, as a table or one JSON object.
void score(const Settings& settings, const ScoreArguments& arguments);

// To `out`; empty: to standard output unless that is a terminal.
void list_voices(const Settings& settings);
void say(const Settings& settings, const std::string& text, const std::string& out);
// What is in force, of which `all` shows the defaults too, and whether it works. False: something does not.
bool check(const Loaded& loaded, bool all);
void list_settings(bool names_only);

// Those of this machine and its networks; with an address, the streams of that camera. `login`: "user:password" or empty.
void cameras(const std::string& address, const std::string& login);

struct PullArguments {
  std::string model;  // empty: all of them are listed
  std::string quant = "Q4_K_M";
  std::string folder;  // empty: models/<model> where there is a folder models, else in the user's data folder
  bool list = false;
  bool verify = false;
  int tries = 5;
};
// Throws Interrupted after SIGINT or SIGTERM; a second one ends the process.
void pull(const PullArguments& arguments);

// The processors a model can run on.
void devices();

struct BenchArguments {
  std::string model;      // one of these two
  std::string synthetic;  // 8b, 0.5b or tiny
  std::string against;    // llama-server, or empty
  int slices = 1;
  int cycles = 12;
  bool memory = false;  // once more with as much remembered as there can be
  bool as_json = false;
};
void bench(const Settings& settings, const BenchArguments& arguments);

}  // namespace np::command
