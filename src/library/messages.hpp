// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kUploadsNeedFolder[] =
    "Videos cannot be uploaded, because there is no folder for them: set UPLOAD_DIR or STATE_DIR.";
inline constexpr char kUploadsAreOff[] = "Videos cannot be uploaded, because UPLOAD_MB is 0.";
inline constexpr char kUploadFolderBroken[] =
    "The folder for uploads cannot be used ({}): check UPLOAD_DIR and its permissions.";
inline constexpr char kUploadIsEmpty[] = "{} is empty: choose another file.";
inline constexpr char kUploadTooLarge[] = "{} is too large: {} MB, and uploads may take {} MB (UPLOAD_MB).";
inline constexpr char kUploadNoRoom[] =
    "There is no room for {}: it has {} MB, and {} of {} MB are free. Delete uploads, or raise UPLOAD_MB.";
inline constexpr char kUploadDiskFull[] = "The disk has no room for {}: free some space there and try again.";
inline constexpr char kUploadTooMany[] = "{} uploads are under way: wait until one of them has arrived.";
inline constexpr char kUploadHasGap[] = "{} of its bytes are here, so it cannot go on behind {}: go on from there.";
inline constexpr char kUploadTakenOver[] = "This upload goes on over another connection.";
inline constexpr char kNoSuchUpload[] = "There is no upload {}: it may have been deleted.";
inline constexpr char kUploadPlays[] = "{} is being watched: choose another source before you delete it.";
inline constexpr char kLibraryBusy[] = "The disk has too much to do: try again in a moment.";
inline constexpr char kNoSuchDir[] = "There is no such folder here: it may have been moved or deleted.";
inline constexpr char kDirUnreadable[] = "This folder cannot be read: check its permissions.";
inline constexpr char kNotInLibrary[] = "This video is in none of the folders that are shown here.";
inline constexpr char kGlanceBroken[] = "{} could not be looked into within {:g} s: check the disk that it is on.";

inline constexpr char kNameEmpty[] = "Give the source a name.";
inline constexpr char kNameTooLong[] = "The name has {} characters; at most {} are taken.";
inline constexpr char kNameNotPlain[] = "A name is one line of text, without control characters.";
inline constexpr char kNameLikeAddress[] =
    "A name must not look like an address, a path or a camera's number: choose another one.";
inline constexpr char kNameTaken[] = "Another source is called {}: choose another name, or remove that one first.";
inline constexpr char kSourceHasName[] = "This source is called {} already: rename that one.";
inline constexpr char kTooManyNames[] = "{} sources have names: remove one of them first.";
inline constexpr char kNoSuchName[] = "No source is called {}: it may have been renamed or removed.";
inline constexpr char kWebcamHasNoName[] =
    "A browser's webcam cannot have a name: only files, cameras and addresses can.";
inline constexpr char kNamesNotKept[] =
    "The names of sources are not kept over restarts ({}): set STATE_DIR to a folder that can be written.";
inline constexpr char kNamesNotRead[] = "The names of sources are not used: {} in STATE_DIR {}.";
inline constexpr char kNamesDamaged[] = "The names of sources are not used: {} in STATE_DIR is damaged.";

}  // namespace np::messages
