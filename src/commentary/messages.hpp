// This folder's sentences for people, and those that a model reads. Tests know them by name, so you may polish them.
#pragma once

namespace np::messages {

inline constexpr char kAnotherLanguage[] =
    "The model wrote a line in another language than {}, and it is left out; ask for that language in the instruction "
    "as well, or take another model.";
inline constexpr char kUnreadableScript[] =
    "The model wrote a line in a script that nobody asked for, and it is left out; set LANGUAGE to the language that "
    "you want.";

// Of the prompt, which the model reads.
inline constexpr char kSoFar[] = "What has happened so far: {}";
inline constexpr char kYouHaveSaid[] = "What you have said, oldest first (say none of it again):";
inline constexpr char kSumUp[] =
    "Nothing is to be commented now. Sum up for yourself what has happened so far, in 60 words at most and in the "
    "language of these lines: who and what was introduced and how to tell them apart, where things are, the score, "
    "what is settled. Keep what is still true of the summary before. Write plain sentences and nothing else.";

}  // namespace np::messages
