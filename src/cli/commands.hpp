// The commands. All block until done and throw Error.
#pragma once

#include <string>

#include "base/error.hpp"
#include "config/settings.hpp"

namespace np::command {

// The user has stopped work that the same command can continue.
class Interrupted : public Error {
 public:
  using Error::Error;
};

// The command line makes no sense.
class WrongUsage : public Error {
 public:
  explicit WrongUsage(const std::string& message) : Error(ErrorKind::kInvalid, message) {}
};

// `open`: opens the page in the browser.
void serve(Loaded loaded, bool open);
void probe(const Settings& settings, const std::string& source, bool as_json);

struct DescribeArguments {
  std::string clip;
  std::string format;  // a key of subtitles::kFormats; empty: by the ending of `out`
  std::string out;     // a file; "-" or empty: standard output. Both empty: JSON objects of "at" and "text"
};
// If a format or a file was requested, it throws Interrupted after SIGINT or SIGTERM; the output so far is then
// complete.
void describe(const Settings& settings, const DescribeArguments& arguments);

struct ScoreArguments {
  std::string clip;        // one of these two
  std::string commentary;  // a file that `describe` printed
  std::string truth;
  double window = 2;  // seconds
  bool lines = false;
  bool as_json = false;
};
// Scores the commentary of `describe` against the truth of a clip, as a table or one JSON object.
void score(const Settings& settings, const ScoreArguments& arguments);

// To `out`; empty: to standard output unless that is a terminal.
void list_voices(const Settings& settings);
void say(const Settings& settings, const std::string& text, const std::string& out);
// Prints the settings in force, with `all` the defaults too, and whether everything works. False: something does not.
bool check(const Loaded& loaded, bool all);
void list_settings(bool names_only);

// Lists the cameras of this machine and its networks; with an address, the streams of that camera. `login`:
// "user:password" or empty.
void cameras(const std::string& address, const std::string& login);

struct PullArguments {
  std::string model;   // empty: list all models
  std::string quant;   // empty: the model's usual one
  std::string folder;  // empty: one of the model's name in `models_dir`
  std::filesystem::path models_dir;
  bool list = false;
  bool verify = false;
  int tries = 5;
};
// Throws Interrupted after SIGINT or SIGTERM; a second one ends the process.
void pull(const PullArguments& arguments);

// Lists the models that can be pulled and those that are here, and whether they fit this machine. `folder`: where those
// are, one folder each.
void models(const std::filesystem::path& folder);

// Lists the processors that a model can run on.
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
