#include "cli/cli.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <iostream>

#include "base/format.hpp"
#include "base/log.hpp"
#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/help_text.hpp"
#include "cli/man_page.hpp"
#include "cli/messages.hpp"
#include "cli/read_manual.hpp"
#include "cli/terminal.hpp"
#include "cli/wrong_words.hpp"
#include "config/profiles.hpp"
#include "config/user_folder.hpp"

namespace np {
namespace {

constexpr const char* kAbout =
    "A live commentator for any video: it watches, writes and speaks what happens, as it happens. Without a command it "
    "serves the page: open the address that it prints in a browser.";

log::Level level_of(const std::string& name) {
  if (name == "debug") return log::Level::kDebug;
  if (name == "warn") return log::Level::kWarn;
  if (name == "error") return log::Level::kError;
  return log::Level::kInfo;
}

std::size_t help_width() {
  constexpr std::size_t kPage = 100;  // in a file or a pipe
  return terminal_width(STDOUT_FILENO).value_or(kPage);
}

int wrong(const std::string& sentence) {
  std::fprintf(stderr, "nerdpudding: %s\n", sentence.c_str());
  return 2;
}

// The command that was named; nullptr: none.
const ManualCommand* named(const Manual& manual, const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? nullptr : manual.command(parsed.front()->get_name());
}

void print_help(const Manual& manual, const ManualCommand* command, bool all) {
  std::cout << (command ? help_text(manual, *command, all, help_width()) : help_text(manual, all, help_width()));
}

// `name`: of a flag, or of an argument.
std::string first_name(const std::string& text) { return text.substr(0, text.find_first_of(",: ")); }

// A folder that nobody has named is told as it is seen from here.
std::filesystem::path models_dir(const Loaded& loaded) {
  return loaded.given("MODELS_DIR") ? std::filesystem::path(loaded.settings.models_dir)
                                    : models_folder(process_environment());
}

int answer_parse_error(const CLI::App& app, const CLI::ParseError& error) {
  const Manual manual = manual_of(app);
  const ManualCommand* const command = named(manual, app);
  if (dynamic_cast<const CLI::CallForVersion*>(&error)) {
    std::cout << error.what() << "\n";
    return 0;
  }
  if (dynamic_cast<const CLI::Success*>(&error)) {
    print_help(manual, command, dynamic_cast<const CLI::CallForAllHelp*>(&error));
    return 0;
  }
  const std::string what = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error))
    if (const auto words = app.remaining(true); !words.empty()) return wrong(about_wrong_words(manual, command, words));
  if (dynamic_cast<const CLI::RequiredError*>(&error))
    return wrong(np::format(messages::kWordMissing, called(command), first_name(what), called(command)));
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error))
    return wrong(np::format(messages::kValueMissing, first_name(what), called(command)));
  return wrong(np::format(messages::kUsageIsWrong, what, called(command)));
}

void add_settings(CLI::App& app, SettingTexts& flags) {
  for (const SettingInfo& info : setting_infos()) {
    const std::string names = info.short_flag.empty() ? info.flag : info.flag + "," + info.short_flag;
    app.add_option_function<std::string>(
           names, [&flags, name = info.name](const std::string& text) { flags[name] = text; }, info.help)
        ->group(info.group)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    if (!info.off_flag.empty())
      app.add_flag_callback(info.off_flag, [&flags, name = info.name] { flags[name] = "false"; })->group(info.group);
  }
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App cli(kAbout, "nerdpudding");
  cli.set_help_flag("-h,--help", "Show this help; after a command, the help of that command");
  cli.set_help_all_flag("--help-all", "Show the help with every setting");
  cli.set_version_flag("-V,--version", std::string("nerdpudding ") + NP_VERSION, "Show the version");
  cli.require_subcommand(0, 1);
  SettingTexts flags;
  add_settings(cli, flags);

  std::string source, text, out, shell, topic;
  bool open = false, all = false, names_only = false, as_json = false;
  // The action: one that needs no settings, or one that does; false: it has failed, and said so.
  std::function<int()> at_once;
  std::function<bool(const Loaded&)> chosen = [&](const Loaded& l) { return command::serve(l, open), true; };
  const auto add = [&](const char* name, const char* help, std::function<void(const Loaded&)> run) {
    auto* sub = cli.add_subcommand(name, help)->fallthrough();
    sub->callback([&chosen, run = std::move(run)] { chosen = [run](const Loaded& l) { return run(l), true; }; });
    return sub;
  };
  const auto add_at_once = [&](const char* name, const char* help, std::function<int()> run) {
    auto* sub = cli.add_subcommand(name, help)->fallthrough();
    sub->callback([&at_once, run = std::move(run)] { at_once = run; });
    return sub;
  };
  add("serve", "Watch, comment and serve the page (the default)", [&](const Loaded& l) {
    command::serve(l, open);
  })->add_flag("--open", open, "Open the page in the browser");
  command::DescribeArguments describing;
  auto* describer = add("describe", "Write the commentary of a video file as subtitles, text or JSON",
                        [&](const Loaded& l) { command::describe(l.settings, describing); });
  describer->add_option("clip", describing.clip, "A video file")->type_name("CLIP")->required();
  describer->add_option("--format", describing.format, "Format of the output; without it, the ending of the file says")
      ->type_name("vtt|srt|jsonl|text")
      ->check(CLI::IsMember({"vtt", "srt", "jsonl", "text"}));
  describer->add_option("-o,--output", describing.out, "File to write, such as clip.srt; without it, standard output")
      ->type_name("FILE");
  command::ScoreArguments scoring;
  auto* scorer = add("score", "Rate the commentary of a video file against what is to be seen in it",
                     [&](const Loaded& l) { command::score(l.settings, scoring); });
  scorer->add_option("clip", scoring.clip, "A video file")->type_name("CLIP");
  scorer->add_option("--truth", scoring.truth, "What is to be seen in it (docs/scorecard.md)")
      ->type_name("FILE")
      ->required();
  scorer->add_option("--window", scoring.window, "Seconds within which an event has to be told")
      ->type_name("N")
      ->check(CLI::Range(0.1, 60.0))
      ->capture_default_str();
  scorer->add_option("--commentary", scoring.commentary, "Rate this output of `describe` instead of watching a file")
      ->type_name("FILE");
  scorer->add_flag("--lines", scoring.lines, "Print each line with its verdict, too");
  scorer->add_flag("--json", scoring.as_json, "Print one JSON object");
  auto* prober = add("probe", "Show what a source is: codec, size, rate, length, sound; or why it cannot be opened",
                     [&](const Loaded& l) { command::probe(l.settings, source, as_json); });
  prober->add_option("source", source, "A file, a device or an address")->type_name("SOURCE")->required();
  prober->add_flag("--json", as_json, "Print one JSON object");
  auto* say = add("say", "Speak a text into a WAV file", [&](const Loaded& l) { command::say(l.settings, text, out); });
  say->add_option("text", text, "What to say")->type_name("TEXT")->required();
  say->add_option("-o,--output", out, "File to write; without it, the sound goes to standard output")
      ->type_name("FILE");
  add("voices", "List the voices, with a sentence to try each",
      [](const Loaded& l) { command::list_voices(l.settings); });

  add("models", "List models: which are here, which fit this machine, which one is recommended",
      [](const Loaded& l) { command::models(models_dir(l)); });
  command::PullArguments pull;
  auto* puller =
      add("pull", "Download a model, checked and resumable; without a name, list the models", [&](const Loaded& l) {
        pull.models_dir = models_dir(l);
        command::pull(pull);
      });
  puller->add_option("model", pull.model, "Name of the model, or owner/name of any repository of GGUF files")
      ->type_name("minicpm-o-4.5");
  puller->add_option("--quant", pull.quant, "How finely the numbers of the model are kept, as --list names it")
      ->type_name("NAME")
      ->capture_default_str();
  puller->add_option("--to", pull.folder, "Folder to put it in; without it, one of the model's name in MODELS_DIR")
      ->type_name("FOLDER");
  puller->add_flag("--list", pull.list, "List models and sizes, and whether they fit here");
  puller->add_flag("--verify", pull.verify, "Check the files that are there already, byte for byte");
  puller->add_option("--tries", pull.tries, "Give up after this many failures in a row")
      ->type_name("N")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  std::string camera, login;
  auto* cameras = add("cameras", "List cameras of this machine and its networks, or the streams of one",
                      [&](const Loaded&) { command::cameras(camera, login); });
  cameras->add_option("address", camera, "Host or address of a camera that knows ONVIF")->type_name("ADDRESS");
  cameras->add_option("--login", login, "User name and password of that camera")->type_name("USER:PASSWORD");
  add("devices", "List what a model can run on here", [](const Loaded&) { command::devices(); });
  command::BenchArguments bench;
  auto* bencher =
      add("bench", "Measure a model on this machine", [&](const Loaded& l) { command::bench(l.settings, bench); });
  bencher->add_option("--model", bench.model, "GGUF file or folder of the model")->type_name("PATH");
  bencher->add_option("--synthetic", bench.synthetic, "Random weights in the shape of a real model")
      ->type_name("8b|0.5b|tiny");
  bencher->add_option("--against", bench.against, "Measure this program with the same frames and text in the same run")
      ->type_name("llama-server");
  bencher->add_flag("--memory", bench.memory, "Measure it once more with as much remembered as there can be");
  bencher->add_option("--slices", bench.slices, "Detail of a frame")
      ->type_name("N")
      ->check(CLI::Range(1, 3))
      ->capture_default_str();
  bencher->add_option("--cycles", bench.cycles, "Cycles to measure")
      ->type_name("N")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  bencher->add_flag("--json", bench.as_json, "Print one JSON object");

  auto* checker =
      cli.add_subcommand("check", "Show the settings in force and where they come from, and try whether they work")
          ->fallthrough();
  checker->callback([&] { chosen = [&](const Loaded& l) { return command::check(l, all); }; });
  checker->add_flag("--all", all, "Show settings that have their defaults, too");
  add("settings", "List every setting with its default", [&](const Loaded&) {
    command::list_settings(names_only);
  })->add_flag("--names", names_only, "Print only the names");
  add_at_once("completion", "Print the script by which a shell completes commands and flags",
              [&] {
                const Shell which = shell == "bash" ? Shell::kBash : shell == "zsh" ? Shell::kZsh : Shell::kFish;
                std::cout << completion_script(manual_of(cli), which);
                return 0;
              })
      ->add_option("shell", shell, "The shell")
      ->type_name("bash|zsh|fish")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->required();
  add_at_once("help", "Show this help, or the help of a command",
              [&] {
                const Manual manual = manual_of(cli);
                const ManualCommand* const command = manual.command(topic);
                if (!topic.empty() && !command) return wrong(about_wrong_words(manual, nullptr, {topic}));
                print_help(manual, command, false);
                return 0;
              })
      ->add_option("command", topic, "A command")
      ->type_name("COMMAND");
  add_at_once("version", "Show the version", [] {
    std::cout << "nerdpudding " << NP_VERSION << "\n";
    return 0;
  });
  add_at_once("man-page", "Print the manual page as roff", [&] {
    std::cout << man_page(manual_of(cli), NP_VERSION);
    return 0;
  })->group("");

  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return answer_parse_error(cli, e);
  }
  if (at_once) return at_once();

  Loaded loaded;
  try {
    loaded = load_settings({.environment = process_environment(), .flags = flags});
    log::set_level(level_of(loaded.settings.log_level));
    // A profile that was kept from the last run may be gone; one that you name must exist.
    if (Loaded copy = loaded; loaded.given("PROFILE")) settle_profile(copy, load_profiles(loaded.settings));
  } catch (const Error& e) {
    return wrong(e.message());
  }
  try {
    const bool good = chosen(loaded);
    if (!std::cout.flush()) throw Error(ErrorKind::kUnavailable, messages::kOutputBroken);
    return good ? 0 : 1;
  } catch (const command::WrongUsage& e) {
    return wrong(e.message());
  } catch (const command::Interrupted& e) {
    std::fprintf(stderr, "nerdpudding: %s\n", e.what());
    return 130;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "nerdpudding: %s\n", e.what());
    return 1;
  }
}

}  // namespace np
