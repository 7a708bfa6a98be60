#include "cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>

#include "base/log.hpp"
#include "cli/commands.hpp"

namespace np {
namespace {

constexpr const char* kAbout =
    "A live commentator for any video: it watches, writes and speaks what happens, as it happens.\n"
    "Without a command it serves: open the address that it prints in a browser.";

constexpr const char* kExamples =
    "Examples:\n"
    "  nerdpudding --source match.mp4 --instruction \"Follow the ball\"\n"
    "  nerdpudding serve --source rtsp://camera/stream --profile security\n"
    "  nerdpudding describe clip.mp4\n"
    "  nerdpudding pull minicpm-o-4.5\n"
    "Every setting is also an environment variable and a line of .env: --capture-fps is CAPTURE_FPS.\n"
    "`nerdpudding settings` lists them all, `nerdpudding check` shows what is in force.";

log::Level level_of(const std::string& name) {
  if (name == "debug") return log::Level::kDebug;
  if (name == "warn") return log::Level::kWarn;
  if (name == "error") return log::Level::kError;
  return log::Level::kInfo;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App cli(kAbout, "nerdpudding");
  cli.footer(kExamples);
  cli.set_version_flag("--version", std::string("nerdpudding ") + NP_VERSION);
  cli.require_subcommand(0, 1);

  SettingTexts flags;
  for (const SettingInfo& info : setting_infos()) {
    const std::string names = info.short_flag.empty() ? info.flag : info.flag + "," + info.short_flag;
    auto* option = cli.add_option_function<std::string>(
        names, [&flags, name = info.name](const std::string& text) { flags[name] = text; }, info.help);
    option->group(info.group)->type_name("")->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    if (!info.off_flag.empty())
      cli.add_flag_callback(
             info.off_flag, [&flags, name = info.name] { flags[name] = "false"; },
             "The same as " + info.flag + " false")
          ->group(info.group);
  }

  std::string source, clip, text, out;
  bool names_only = false;
  std::function<void(const Loaded&)> chosen = command::serve;
  const auto add = [&](const char* name, const char* help, std::function<void(const Loaded&)> run) {
    auto* sub = cli.add_subcommand(name, help)->fallthrough();
    sub->callback([&chosen, run = std::move(run)] { chosen = run; });
    return sub;
  };
  add("serve", "Watch, comment and serve the page (the default)", command::serve);
  add("probe", "What a source is: kind, codec, size, rate, or why it cannot be opened",
      [&](const Loaded& l) { command::probe(l.settings, source); })
      ->add_option("source", source, "A file, a device or a URL")
      ->required();
  add("describe", "The commentary of a video file as JSON lines, as fast as it can be decoded",
      [&](const Loaded& l) { command::describe(l.settings, clip); })
      ->add_option("clip", clip, "A video file")
      ->required();
  command::ScoreArguments scoring;
  auto* scorer = add("score", "How good the commentary of a video file is, against what is to be seen in it",
                     [&](const Loaded& l) { command::score(l.settings, scoring); });
  scorer->add_option("clip", scoring.clip, "A video file");
  scorer->add_option("--truth", scoring.truth, "What is to be seen in it (docs/scorecard.md)")->required();
  scorer->add_option("--window", scoring.window, "Seconds within which an event must be told (2)")->check(CLI::Range(0.1, 60.0));
  scorer->add_option("--commentary", scoring.commentary, "Score this, which `describe` printed, and watch nothing");
  scorer->add_flag("--lines", scoring.lines, "Each line with what was made of it, too");
  scorer->add_flag("--json", scoring.as_json, "One JSON object");
  auto* say = add("say", "Speak a text into a WAV file", [&](const Loaded& l) { command::say(l.settings, text, out); });
  say->add_option("text", text, "What to say")->required();
  say->add_option("-o,--output", out, "The file to write; standard output if not given");
  add("voices", "List the voices, with a sentence to try each", [](const Loaded& l) { command::list_voices(l.settings); });
  add("check", "Check the settings and show what is in force and where from", command::check);
  add("settings", "List every setting with its default", [&](const Loaded&) {
    command::list_settings(names_only);
  })->add_flag("--names", names_only, "Only the names");

  add("devices", "List what a model can run on", [](const Loaded&) { command::devices(); });

  command::BenchArguments bench;
  auto* bencher =
      add("bench", "Measure a model on this machine", [&](const Loaded& l) { command::bench(l.settings, bench); });
  bencher->add_option("--model", bench.model, "Its GGUF file or folder");
  bencher->add_option("--synthetic", bench.synthetic, "Random weights in a real model's shape: 8b, 0.5b or tiny");
  bencher->add_option("--against", bench.against, "llama-server: the same frames and text there, in the same run");
  bencher->add_option("--slices", bench.slices, "Detail of a frame (1)")->check(CLI::Range(1, 3));
  bencher->add_option("--cycles", bench.cycles, "How many (12)")->check(CLI::Range(1, 10000));
  bencher->add_flag("--json", bench.as_json, "One JSON object");

  command::PullArguments pull;
  auto* puller = add("pull", "Download a model from the hub, checked and resumable: minicpm-o-4.5",
                     [&](const Loaded&) { command::pull(pull); });
  puller->add_option("model", pull.model, "The model's name: minicpm-o-4.5")->required();
  puller->add_option("--quant", pull.quant, "How finely its numbers are kept: Q4_K_M, or another of --list");
  puller->add_option("--to", pull.folder, "The folder to put it in; if not given models/<model>, here or in your data");
  puller->add_flag("--list", pull.list, "Only say what the hub has of it");
  puller->add_flag("--verify", pull.verify, "Check what is there already, byte for byte");
  puller->add_option("--tries", pull.tries, "Give up after this many failures in a row (5)")->check(CLI::Range(1, 100));

  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const int status = cli.exit(e);
    return status == 0 ? 0 : 2;
  }

  Loaded loaded;
  try {
    loaded = load_settings({.environment = process_environment(), .flags = flags});
    log::set_level(level_of(loaded.settings.log_level));
  } catch (const Error& e) {
    std::fprintf(stderr, "nerdpudding: %s\n", e.what());
    return 2;
  }
  try {
    chosen(loaded);
    return 0;
  } catch (const command::Interrupted& e) {
    std::fprintf(stderr, "nerdpudding: %s\n", e.what());
    return 130;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "nerdpudding: %s\n", e.what());
    return 1;
  }
}

}  // namespace np
