// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kMeanwhileTheEyes[] =
    "{} Meanwhile the built-in eyes comment: they know people, animals, vehicles and things by their kinds.";

inline constexpr char kOthersTakeOver[] = "Other eyes take over: the next line is theirs.";

inline constexpr char kPromptDoesNotFit[] =
    "The prompt does not fit into MAX_INP_LENGTH: shorten the profile or the instruction, or set it larger.";
inline constexpr char kComputesNoNumbers[] =
    "The model computes no numbers: its file is damaged, or its device fails; if this goes on, restart the server.";
inline constexpr char kDeviceHasFailed[] = "The model's device has failed: start the server again to use it.";
inline constexpr char kLoadingStopped[] = "Loading the model was stopped.";
inline constexpr char kModelIsReady[] = "The model is ready after {:.1f} s: {} on {}.";
inline constexpr char kOnTheProcessor[] = "the processor, {} threads";
inline constexpr char kFramePace[] = "; a frame takes {:.0f} ms";
inline constexpr char kNoSuchDevice[] =
    "There is no device \"{}\" (GPU_DEVICE): `nerdpudding devices` lists those that there are.";
inline constexpr char kModelNeedsMemory[] =
    "The model needs {:.1f} GB and {:.1f} GB are free{}: take a smaller quantisation, or a smaller MAX_INP_LENGTH "
    "({:.2f} GB per 1000 tokens).";
inline constexpr char kContextNeedsMemory[] =
    "The model's context for this channel needs {:.1f} GB and {:.1f} GB are free{}: stop another channel, or set a "
    "smaller MAX_INP_LENGTH.";

inline constexpr char kPullAModel[] = "get one with `nerdpudding pull minicpm-o-4.5`";
inline constexpr char kModelOfOtherFormat[] =
    "MODEL_PATH holds a model in another format (safetensors or AWQ), and a GGUF file is needed: {}.";
inline constexpr char kNoModelInFolder[] = "MODEL_PATH holds no model (a .gguf file): {}.";
inline constexpr char kSeveralModels[] = "MODEL_PATH holds {} models: name one of them, as {}.";
inline constexpr char kSeveralProjectors[] = "There are {} projectors beside the model: choose one with MMPROJ_PATH.";
inline constexpr char kNoProjectorBeside[] =
    "The model's projector (its vision part, mmproj…gguf) is not beside it: set MMPROJ_PATH, or {}.";
inline constexpr char kNoModelFile[] = "There is no file {}: check {}.";
inline constexpr char kNoGguf[] = "{} is not a GGUF file: {}.";
inline constexpr char kModelIsDamaged[] = "The model file {} is damaged ({}): fetch it again with `nerdpudding pull`.";
inline constexpr char kFileEndsTooEarly[] = "it ends too early";
inline constexpr char kModelNotReadable[] = "The model lies where this user may not read: chmod -R a+rX its folder.";
inline constexpr char kNoModelThere[] =
    "The model's file or folder is not there: check MODEL_PATH, choose another model, or {}.";
inline constexpr char kIsAProjector[] =
    "{} is a projector: MODEL_PATH names the language model, MMPROJ_PATH the projector.";
inline constexpr char kIsNoProjector[] =
    "{} is no projector: MMPROJ_PATH names the vision part (mmproj…gguf) that belongs to the model.";
inline constexpr char kFamilyNotTaken[] =
    "{} belongs to {}, which does not run in this process: run it with llama-server and name that in ENGINE_URL, or "
    "take one of these families: {}.";
inline constexpr char kExpertsNotTaken[] =
    "{} is a mixture of experts, which does not run in this process: run it with llama-server and name that in "
    "ENGINE_URL.";
inline constexpr char kChatFormatNotKnown[] =
    "The model's chat template is of a kind that is not known here: run the model with llama-server and name that in "
    "ENGINE_URL.";
inline constexpr char kModelPartsDiffer[] = "{} and {} do not belong together: take both from the same model.";

inline constexpr char kVllmAt[] = "vLLM at {}";
inline constexpr char kLlamaServerAt[] = "llama-server at {}";
inline constexpr char kServersAnswer[] = "{} of {} model servers answer.";
inline constexpr char kModelBrokeOff[] = "{} broke off: {}; its own log says more.";
inline constexpr char kLineNotFinished[] =
    "{} did not finish a line within {:.3g} s; raise ENGINE_TIMEOUT, or take fewer frames or a smaller model.";
inline constexpr char kModelEndedEarly[] = "{} broke off in the middle of its answer; its own log says more.";
inline constexpr char kAskedWithout[] = "{} does not take {}: it is asked without from now on.";
inline constexpr char kOnlyThoughts[] =
    "{} thought and wrote no line ({}); turn thinking off there, or raise MAX_NEW_TOKENS and TTS_MAX_NEW_TOKENS.";
inline constexpr char kThoughtAloud[] =
    "{} thought aloud; its lines are held back from now on until the thoughts end, so turn thinking off there.";
inline constexpr char kLineWithheld[] = "{} keeps its line to itself ({}); its rules forbid the picture or the wish.";
inline constexpr char kModelCannotSee[] =
    "llama-server at {} cannot see; start it with its model's projector (--mmproj).";

// Parts of the prompt, which the model reads.
inline constexpr char kDoNotRepeat[] = "You just said (do not repeat it): {}";
inline constexpr char kAfterABreak[] =
    "There was no picture for {:.0f} seconds just before these frames: what happened meanwhile is not known.";
inline constexpr char kDetectorsNotes[] = "A detector's notes on these frames, which may be wrong: {}";
inline constexpr char kShortPhrase[] = "Little has changed: one short phrase at most.";
inline constexpr char kOneShortSentence[] = "Keep it brief: one short sentence.";
inline constexpr char kSoManyWords[] = "There is time for {} words: say what matters most in no more than that.";
inline constexpr char kAnswerIn[] = "Answer in {}.";
inline constexpr char kFocus[] = "Focus: {}";
inline constexpr char kWhatIsKnown[] = "What you know beforehand (do not read it out): {}";
inline constexpr char kNowThePictures[] = "These are the newest pictures:";

}  // namespace np::messages
