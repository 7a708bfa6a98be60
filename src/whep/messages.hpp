// This folder's sentences for people. Tests know them by name, so you may polish them freely. Each begins with the
// server's address.
#pragma once

namespace np::messages {

inline constexpr char kWhepNotThere[] = "{} hands out no video now: check the path, or start the stream there.";
inline constexpr char kWhepPasswordWanted[] = "{} asks for a login: write it as whep://user:password@host/path.";
inline constexpr char kWhepPasswordRefused[] = "{} does not accept this login: check user and password.";
inline constexpr char kWhepForbidden[] = "{} forbids this: check what that server lets you watch.";
inline constexpr char kWhepBusy[] = "{} cannot answer now (HTTP {}): see that server's log.";
inline constexpr char kWhepNoWhep[] =
    "{} answers HTTP {} and does not speak WHEP: check the path, for example whep://host:8889/cam/whep.";
inline constexpr char kWhepNonsense[] =
    "{} answers something that is no WebRTC description: check the path, for example whep://host:8889/cam/whep.";
inline constexpr char kWhepNoVideo[] = "{} sends no video: have it send H.264, VP8 or VP9.";
inline constexpr char kWhepNotDecoded[] =
    "{} sends video as {}, which cannot be decoded here: have it send H.264, VP8 or VP9.";
inline constexpr char kWhepNotAgreed[] =
    "WebRTC cannot agree with {}: have it send H.264, VP8 or VP9, and Opus for sound.";
inline constexpr char kWhepNoAnswer[] = "{} does not answer: check the address, and whether that server runs.";
inline constexpr char kWhepBarred[] = "No media gets through from {}: open that server's UDP ports to this machine.";
inline constexpr char kWhepBroken[] = "The WebRTC connection to {} has failed: see that server's log.";
inline constexpr char kWhepGone[] = "The connection to {} is gone.";
inline constexpr char kWhepSilent[] = "{} is connected but sends no picture: check the camera there.";
inline constexpr char kWhepTooLarge[] =
    "{} sends pictures larger than can be shown ({}x{}): have it send at most 8192x4320.";

}  // namespace np::messages
