// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kModelPulled[] = "{} {} in {} ({}). Run it with:\n  nerdpudding --model-path {}\n";
inline constexpr char kPulledBefore[] = "was already";
inline constexpr char kPullOne[] = "Download one with: nerdpudding pull {} --quant {}\n";
inline constexpr char kAbout[] = "about ";
inline constexpr char kSizesAreEstimates[] = "{} Until the hub answers, these sizes are estimates.";
inline constexpr char kRecommended[] = " (recommended)";
inline constexpr char kStartWithModel[] = "Those with * are here. Start with one: nerdpudding --model-path {}\n";
inline constexpr char kNoModelHere[] = "None of them is here yet.\n";
inline constexpr char kFitsOnGpu[] = "fits on {}";
inline constexpr char kFitsInMemory[] = "fits in memory, but is slow: it runs on the processor";
inline constexpr char kFitsNowhere[] = "does not fit: it needs {}";

inline constexpr char kFormatNotTold[] =
    "The name {} does not say which format you want: end it in .vtt, .srt, .jsonl or .txt, or add --format.";
inline constexpr char kOutputIsClip[] = "{} is the clip itself: choose another name with -o.";
inline constexpr char kOutputNotWritable[] = "{} cannot be written ({}): choose another place with -o.";
inline constexpr char kOutputBroken[] =
    "Standard output could not be written to its end: check the disk or the program that it goes to.";
inline constexpr char kDescribedUpTo[] = "Stopped at {}. What was said until then is written.";

inline constexpr char kPictureRate[] = "{:.4g} pictures a second\n";

inline constexpr char kKeyFrames[] = "at most {:.3g} s apart";
inline constexpr char kEveryPictureIsKey[] = "every picture";
inline constexpr char kKeyFramesNotKnown[] = "not known: none but the first one has come";

inline constexpr char kNoSuchFlag[] = "There is no flag {}: `{} --help` lists the flags.";
inline constexpr char kNoSuchFlagNear[] = "There is no flag {}: did you mean {}?";
inline constexpr char kFlagOfAnother[] =
    "{} is a flag of `nerdpudding {}`: `{} --help` lists the flags that you can use here.";
inline constexpr char kNoSuchCommand[] = "There is no command {}: `nerdpudding --help` lists the commands.";
inline constexpr char kNoSuchCommandNear[] = "There is no command {}: did you mean {}?";
inline constexpr char kSourceWithoutFlag[] = "{} is not a command: to watch it, write `nerdpudding --source {}`.";
inline constexpr char kOneWordTooMany[] = "`{}` does not take {}: `{} --help` shows what it takes.";
inline constexpr char kWordMissing[] = "`{}` needs a {}: `{} --help` shows how to use it.";
inline constexpr char kValueMissing[] = "{} needs a value: `{} --help` says which.";
inline constexpr char kUsageIsWrong[] = "{}: `{} --help` says more.";

inline constexpr char kNoCameraFound[] = "No camera was found, neither on this machine nor in its networks.";

inline constexpr char kDevicesNone[] =
    "No GPU: {} runs on the processor here, which takes many seconds a line; `nerdpudding bench --synthetic 8b` "
    "measures it. The built-in eyes need no GPU.";
inline constexpr char kDevicesImitated[] =
    "No GPU: {} is only imitated by the processor. {} runs on the processor here, which takes many seconds a line; "
    "`nerdpudding bench --synthetic 8b` measures it. The built-in eyes need no GPU.";
inline constexpr char kDevicesSmall[] =
    "{} has {:.1f} GB free, and {} needs about {:.0f} GB: part of it would run on the processor, which is slower.";
inline constexpr char kDevicesGood[] = "{} is large enough for {}: `nerdpudding models` lists what fits.";

inline constexpr char kLeftOutOfSpeech[] = "Not spoken: {}";
inline constexpr char kNoSoundOnTerminal[] =
    "A terminal cannot play sound: name a file with -o hello.wav, or send the sound to a player with | aplay.";

inline constexpr char kAllGood[] = "All good.";
inline constexpr char kAllGoodBut[] = "No problems, {}.";
inline constexpr char kEverySettingIsDefault[] = "Every setting has its default. `nerdpudding check --all` lists them.";
inline constexpr char kOtherSettings[] =
    "The other {} settings have their defaults. `nerdpudding check --all` lists them.";

inline constexpr char kIsReady[] = "NerdPudding {} is ready: {}";
inline constexpr char kIsAlsoAt[] = "The page is also at {}";
inline constexpr char kWhatRuns[] = "Source: {}. Engine: {}. Voice: {}.";
inline constexpr char kScanTheCode[] = "Scan the code with a phone in the same network to open the page.";
inline constexpr char kCtrlCStops[] = "Press Ctrl-C to stop.";
inline constexpr char kBrowserNotAsRoot[] = "The browser is not opened as root: open {} yourself.";
inline constexpr char kNoDesktop[] =
    "There is no desktop here to open a browser on: open {} on another machine or yourself.";
inline constexpr char kNoBrowser[] = "The browser could not be opened ({}): open {} yourself.";

}  // namespace np::messages
