// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kRecordHasNoFolder[] =
    "Lines are not kept, because STATE_DIR is off: set it to a folder to keep them.";
inline constexpr char kRecordHasNoDays[] = "Lines are not kept, because KEEP_DAYS is 0: set it to a number of days.";
inline constexpr char kRecordIsForeign[] =
    "Lines are not kept, because lines.db in STATE_DIR belongs to another program: move that file away or set "
    "STATE_DIR to another folder, and start again.";
inline constexpr char kRecordIsNewer[] =
    "Lines are not kept, because a newer NerdPudding made lines.db in STATE_DIR: update NerdPudding, or move that file "
    "away, and start again.";
inline constexpr char kRecordIsBroken[] =
    "lines.db in STATE_DIR was damaged. It is called {} from here on, and a new record begins; `sqlite3 {} .recover` "
    "may bring lines back.";
inline constexpr char kRecordHasGone[] = "lines.db has gone from STATE_DIR: a new record begins.";
inline constexpr char kRecordIsLocked[] =
    "Another program holds lines.db in STATE_DIR: end it. Until then the newest lines wait in memory.";
inline constexpr char kRecordDiskIsFull[] =
    "The disk is full: free some space, or lower KEEP_MB. Until then the newest lines wait in memory.";
inline constexpr char kRecordCannotBeWritten[] =
    "Lines cannot be kept ({}): check that STATE_DIR is there and can be written. Until then the newest lines wait in "
    "memory.";
inline constexpr char kRecordIsBack[] = "Lines are kept again.";
inline constexpr char kRecordCannotBeRead[] = "The record cannot be read at the moment: try again in a few seconds.";
inline constexpr char kRecordIsAsked[] = "Too many ask for the record at once: try again in a moment.";

inline constexpr char kNoSuchLine[] = "That line is not kept any more.";
inline constexpr char kNoSuchPicture[] = "No picture of that line is kept.";

// Texts of entries.
inline constexpr char kNoPictureFor[] = "No picture for {}.";
inline constexpr char kWasNotRunning[] = "NerdPudding was not running for {}.";
inline constexpr char kLinesAreMissing[] = "Lines are missing here, because they could not be written: {}.";

}  // namespace np::messages
