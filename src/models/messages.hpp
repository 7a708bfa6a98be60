// This folder's sentences for people. Tests know them by name, so you may polish them freely. A `;` ends the fact,
// which the program may repeat with another next step.
#pragma once

namespace np::messages {

inline constexpr char kNoHubAddress[] =
    "HF_ENDPOINT is no address of a model hub; give one such as https://huggingface.co.";
inline constexpr char kNoHubListing[] =
    "{} does not answer as a model hub does; check HF_ENDPOINT, and that no login page of the network is in the way.";
inline constexpr char kHubWantsToken[] = "{} wants a token for {}; set HF_TOKEN to one that may read it.";
inline constexpr char kHubRefusesToken[] = "{} does not take the token for {}; check HF_TOKEN.";
inline constexpr char kHubWantsTermsAccepted[] =
    "{} does not let you read {}; open the model's page there, accept its terms, and set HF_TOKEN to a token of that "
    "account.";
inline constexpr char kHubDoesNotHave[] = "{} does not have {}; check HF_ENDPOINT.";
inline constexpr char kForSeconds[] = "for {:.0f} s";
inline constexpr char kForAWhile[] = "for a while";
inline constexpr char kHubWantsPause[] =
    "{} asks to be left alone {} (status 429); pull again then, or set HF_TOKEN to be allowed more.";
inline constexpr char kHubHasFault[] = "{} has a fault of its own (status {}); pull again later.";
inline constexpr char kHubStatus[] = "{} answers with status {}, which makes no sense here; check HF_ENDPOINT.";

inline constexpr char kNoSuchModel[] =
    "There is no model \"{}\"; take one of {}, or with `nerdpudding pull` any repository of GGUF files, as owner/name.";
inline constexpr char kHubHasNoFiles[] = "The hub has no files of {}; check HF_ENDPOINT.";
inline constexpr char kHubHasNoQuant[] = "The hub has no {} of {}; choose with --quant one of {}.";
inline constexpr char kHubHasNoVision[] = "The hub has no {}, without which {} cannot see; check HF_ENDPOINT.";
inline constexpr char kHubTellsNoSum[] =
    "The hub does not say what {} must hold, so that it could not be checked; use another HF_ENDPOINT.";

inline constexpr char kDiskIsFull[] =
    "The disk of {} is full; make room and pull again, which goes on from here, or choose another place with --to.";
inline constexpr char kTooLargeForItsDisk[] =
    "The file system of {} takes no file of that size; choose another place with --to.";
inline constexpr char kPartIsALink[] =
    "{} is a link and is not followed; remove it, or choose another place with --to.";
inline constexpr char kIsNoFolder[] = "{} is no folder; choose another place with --to.";
inline constexpr char kAnotherPull[] = "Another pull is bringing {} to {} at this moment; wait for its end.";

inline constexpr char kPullRuns[] = "Another model is on its way: wait for it, pause it or cancel it.";
inline constexpr char kNoPullRuns[] = "No model is on its way.";
inline constexpr char kModelsFolder[] = "the folder for models";
inline constexpr char kMakeRoom[] = "{}; make room there and go on.";
inline constexpr char kAnotherFolder[] = "{}; set MODELS_DIR to another folder.";
inline constexpr char kNotWritable[] = "The folder for models cannot be written: set MODELS_DIR to one that can.";
inline constexpr char kNoModelsFolder[] = "There is no folder for models: set MODELS_DIR to one that can be written.";
inline constexpr char kPullFailed[] = "The download failed: go on with it, and if that fails again, see the log.";

inline constexpr char kPullStopped[] =
    "Stopped; what has come so far is kept, and the same command goes on from there.";
inline constexpr char kTryingAgain[] = "{}; trying again in {:.0f} s.";
inline constexpr char kDownloadedAgain[] = "{} is there with {} bytes, but the hub's has {}; it is downloaded again.";
inline constexpr char kDamagedDownloadedAgain[] = "{} is there and damaged; it is downloaded again.";
inline constexpr char kNoRoomForModel[] =
    "{} more are needed in {} and {} are free; make room, or choose another place with --to.";
inline constexpr char kHubSendsWebPage[] =
    "{} answers with a web page instead of {}; see whether a login page of the network is in the way.";
inline constexpr char kHubTrickles[] =
    "{} sends next to nothing of {}; pull again later or from another network, which goes on from here.";
inline constexpr char kDownloadBeginsAnew[] = "{} cannot continue a download; {} begins anew.";
inline constexpr char kSumDiffers[] =
    "What has come as {} is not what the hub promises (its SHA-256 differs) and was removed; pull again, from another "
    "network if it happens twice.";

}  // namespace np::messages
