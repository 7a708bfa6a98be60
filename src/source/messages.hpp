// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kNoSuchCamera[] = "There is no camera {}: plug it in, or choose another number.";
inline constexpr char kNoEncoder[] =
    "The picture goes to pages as JPEG where its source sends no H.264, because GStreamer's openh264enc is not "
    "installed: install gstreamer1.0-plugins-bad for a tenth of the data.";
inline constexpr char kEncoderRefuses[] = "openh264enc does not take these pictures";
inline constexpr char kNotEncoded[] = "The picture of this source goes to pages as JPEG: {}.";

inline constexpr char kNoSuchFile[] = "There is no file {} on the machine that runs NerdPudding: check the path.";
inline constexpr char kFileNotReadable[] =
    "{} may not be read by the user that runs NerdPudding: change its permissions.";
inline constexpr char kIsFolder[] = "{} is a folder: name a video file in it.";
inline constexpr char kIsNoFile[] = "{} is not a file: name a video file.";
inline constexpr char kIsEmpty[] = "{} is empty: copy or export it again.";

inline constexpr char kAddressNotFound[] = "{} was not found: check the address.";
inline constexpr char kPasswordRefused[] = "{} refuses the user name and password: check them.";
inline constexpr char kNeedsPlugin[] =
    "{} needs a GStreamer plugin that is not installed ({}): install it, or convert the video to H.264.";
inline constexpr char kOnlySound[] = "{} has no video, only sound: name a source with pictures.";
inline constexpr char kIsNoVideo[] = "{} is not a video that can be recognised: name a video file or stream.";
inline constexpr char kPixelsNotSupported[] =
    "{} has a kind of pixels that is not supported, or is damaged: convert it to H.264.";
inline constexpr char kIsDamaged[] = "{} is damaged or cut off and cannot be played: copy or export it again.";
inline constexpr char kSendsDamaged[] =
    "{} sends a video that is damaged or cut off: see whether it plays elsewhere, or export it again.";
inline constexpr char kCopyProtected[] = "{} is copy-protected and cannot be read: use a copy without protection.";
inline constexpr char kTooManyPixels[] = "{} is larger than can be shown ({}x{}): use a copy of at most {}.";
inline constexpr char kUnsupportedPicture[] =
    "{} is a picture of a kind that is not supported ({}): convert it to PNG, JPEG or a video.";
inline constexpr char kUnsupportedList[] =
    "{} is a list of videos of a kind that is not read here ({}): name an HLS address (.m3u8) or the video itself.";
inline constexpr char kNestedTooDeep[] =
    "{} is built of more parts, or deeper ones, than any video needs, and is not opened: export it again.";
inline constexpr char kPacked[] =
    "{} is packed once more inside, so that nobody knows how much memory it takes, and is not opened: unpack it, for "
    "example with ffmpeg -i OLD -c copy NEW.";
inline constexpr char kLeadsElsewhere[] =
    "{} leads to something that is not on the web, such as a file kept here: name that yourself if you mean it.";
inline constexpr char kSoundCannotBePlayed[] =
    "The sound of {} cannot be played, so nobody hears it; its pictures go on. ({})";
inline constexpr char kSoundWithoutTime[] =
    "The sound of {} does not say to which pictures it belongs: have its packager write the times of the stream.";
inline constexpr char kTooManyLeftBehind[] =
    "{} earlier sources do not let themselves be closed, so no other is opened: wait until one has ended, or restart "
    "NerdPudding.";
inline constexpr char kNoThread[] =
    "This machine has no room for {} (no thread can be made): end other programs, or raise the limit of processes.";
inline constexpr char kOtherParts[] =
    "{} sends {} where JPEG pictures should be: choose MJPEG in the camera, or its RTSP address.";
inline constexpr char kNoPictureInTime[] = "{} showed no picture within {:g} s: check it, or raise OPEN_TIMEOUT.";

inline constexpr char kPasswordWanted[] =
    "{} wants a user name and password: give them. In an address they stand as {}://user:password@….";
inline constexpr char kForbids[] =
    "{} forbids this (403): check the address, and the user name and password if it wants any.";
inline constexpr char kLoginNotSupported[] =
    "{} asks for a way of logging in that is not supported ({}): choose Digest or Basic in the camera.";
inline constexpr char kCannotAnswerNow[] = "{} cannot answer now ({}): see what it says itself, or restart it.";
inline constexpr char kAnswersWithoutVideo[] = "{} answers ({}) without a video: check the address.";
inline constexpr char kCannotBeRead[] = "{} cannot be read: {}";
inline constexpr char kNoAnswerInTime[] =
    "{} did not answer within {:g} s: check the address and the network, or raise OPEN_TIMEOUT.";
inline constexpr char kSendsNoPicture[] = "{} sends no picture: check the address.";
inline constexpr char kIsWebPage[] =
    "{} is not a video but a web page, perhaps of a login: name the address of the stream itself.";
inline constexpr char kFinderMissing[] =
    "{} is a web page, not a video: install yt-dlp or streamlink to watch what sites show, or name the address of the "
    "stream itself.";
inline constexpr char kFinderTooSlow[] = "{} found no video at {} within {:g} s: try again, or update it.";
inline constexpr char kFinderTooOld[] = "{} is too old to find the video at {}: update it.";
inline constexpr char kFinderNonsense[] = "{} answers with what makes no sense about {}: update it.";
inline constexpr char kFinderComplains[] =
    "{} cannot open {} ({}): check the address in a browser, or update that program.";
inline constexpr char kPictureTooLarge[] = "{} sends a picture of more than {} MB: name a stream of smaller ones.";
inline constexpr char kPartHeadWithoutEnd[] =
    "{} sends headers without an end where a picture should be: check the address.";
inline constexpr char kNoPictureInThat[] = "{} sent {} MB without a picture in them: check the address.";
inline constexpr char kOnePicture[] = "{} gives one picture and not a stream: name the address of the stream.";
inline constexpr char kSenderEnded[] =
    "{} ended the connection: see whether the camera or program that sends it still runs.";

inline constexpr char kCameraNameNotKnown[] =
    "{}: the name of this host is not known to any name server: check its spelling and the network.";
inline constexpr char kCameraNotTrusted[] =
    "{} shows a certificate that is not trusted here: add its authority to the system's certificates, or use rtsp:// "
    "in your own network.";
inline constexpr char kCameraRefuses[] =
    "{} refuses the connection: switch the camera or server on, or check the port.";
inline constexpr char kCameraCannotBeReached[] =
    "{} cannot be reached, there is no route to it: check the network and the address.";
inline constexpr char kCameraDoesNotAnswer[] =
    "{} did not answer within {:.3g} s: check that it is switched on, its address and the network.";
inline constexpr char kCameraClosed[] =
    "{} closed the connection without an answer: see whether it is ready, and check the port.";
inline constexpr char kRtspTooMuch[] =
    "{} answers with more than a camera has to say: check the address and the camera.";
inline constexpr char kRtspNonsense[] = "{} answers with what makes no sense ({}): restart the camera, or update it.";
inline constexpr char kRtspRedirect[] = "{} sends on to an address that is not RTSP: name the final one yourself.";
inline constexpr char kRtspInCircles[] = "{} sends the request round in circles: check the address.";
inline constexpr char kIsNoRtsp[] =
    "{} answers, but not as an RTSP camera or server does: check the port, or use http://.";
inline constexpr char kRtspWithoutEnd[] = "{} begins an answer that has no end: check the address and the camera.";

inline constexpr char kNobodySends[] = "Nobody sends to {} yet: it goes live as soon as somebody does.";
inline constexpr char kSenderGone[] = "Nobody sends to {} any more: it goes on as soon as somebody does.";
inline constexpr char kNobodySent[] = "Nobody has sent to {} within {:g} s: start the sender, and try again.";
inline constexpr char kNoSender[] =
    "{} did not answer within {:g} s: check that it sends and waits for callers, its address, port and stream id.";
inline constexpr char kPassphraseRefused[] = "{} refuses the passphrase, or wants one: check it.";
inline constexpr char kNotFromSender[] = "What comes at {} is no video that can be read here: send {}.";
inline constexpr char kSenderPortInUse[] =
    "Port {} is in use: end the source or program that uses it, or choose another port.";
inline constexpr char kSenderPortNotAllowed[] =
    "The user that runs NerdPudding may not listen at port {}: choose one of 1024 or more.";
inline constexpr char kNotOurAddress[] =
    "{} is not an address of this machine, so nothing can be received there: leave the host out to listen at port {}.";
inline constexpr char kStreamWithoutPort[] =
    "The port is missing: write the address as {0}://:9000 to wait for a sender, with a port of your choice.";
inline constexpr char kStreamWithLogin[] =
    "This kind of address takes no user name: leave out what stands before the @.";
inline constexpr char kSrtValueNotKnown[] =
    "srt:// does not take {} here: use mode, latency, streamid, passphrase and pbkeylen only.";
inline constexpr char kSrtModeNotKnown[] = "An srt:// address is of mode caller or listener: choose one of these.";
inline constexpr char kSrtPassphraseLength[] = "A passphrase of SRT has 10 to 79 characters: choose such a one.";
inline constexpr char kSrtLatency[] = "The latency of an srt:// address is a number of milliseconds up to 10000.";
inline constexpr char kSrtKeyLength[] = "The pbkeylen of an srt:// address is 16, 24 or 32.";
inline constexpr char kRtmpCallsNobody[] =
    "An rtmp:// address waits here for OBS or a phone, and calls no server: write rtmp://0.0.0.0:1935/live/KEY with a "
    "key "
    "of your choice, or name the server's HLS or RTSP address.";
inline constexpr char kRtmpNotOurAddress[] =
    "{} is not an address of this machine, and an rtmp:// address waits here for OBS or a phone: write "
    "rtmp://0.0.0.0:{}/live/KEY with "
    "a key of your choice, or, to watch what a server sends, its HLS address.";
inline constexpr char kRtmpWithoutKey[] =
    "The stream key is missing: write the address as rtmp://0.0.0.0:1935/live/KEY, with a key of your choice.";
inline constexpr char kPublisherSendsNoVideo[] = "The sender at {} sends no video: switch its camera or screen on.";

inline constexpr char kNoPictureComes[] = "No picture is coming: the connection stands, but the sender is silent.";
inline constexpr char kSamePicture[] =
    "The very same picture comes again and again: restart the camera if this goes on.";

inline constexpr char kStillClosing[] = "Earlier connections are still being closed: try again in a moment.";
inline constexpr char kNotOpenedInTime[] = "The source was neither opened nor refused within a minute.";

inline constexpr char kRoomNeedsLivekit[] =
    "A LiveKit room is seen by a server that runs with LIVEKIT_ENABLED=true alone: set it, and start the server again.";
inline constexpr char kPublisherNeedsServer[] =
    "A webcam that somebody publishes is seen by a running server alone: start one, and publish to it.";

inline constexpr char kNameASource[] =
    "name a video file, a camera (0 or /dev/video0), or an address (http, https, rtsp, rtsps, whep, rtmp, srt, udp)";
inline constexpr char kUnescapedPassword[] =
    "This address cannot be read: check it, and write special characters in a user name or password as %XX (@ as %40).";
inline constexpr char kAddressWithoutHost[] = "This address names no host: write it as http://host/path.";
inline constexpr char kNoHostAndPort[] = "The host and port in this address cannot be read: write them as host:port.";
inline constexpr char kCharacterInHost[] = "The character {} cannot be part of a host name: check the address.";
inline constexpr char kSchemeNotSupported[] = "{}:// is not supported: {}.";

inline constexpr char kOtherSourceChosen[] = "Another source was chosen meanwhile.";
inline constexpr char kSourceStoppedBefore[] = "The source was stopped before it had opened.";
inline constexpr char kHasEnded[] = "{} has ended.";
inline constexpr char kStillArrives[] =
    "{} is still arriving and opens only once all of it is there: wait until its upload is done.";
inline constexpr char kUploadGivenUp[] = "The upload of {} was given up, so there is no more of it: upload it again.";
inline constexpr char kUploadRests[] =
    "Nothing more of {} has come for {:g} s: choose it again once its upload goes on.";
inline constexpr char kNoFileToPlay[] = "Only a file can be paused and gone through: start one first.";
inline constexpr char kFileNotOpenYet[] = "The file is not open yet: try again when its first picture is there.";
inline constexpr char kOnlyFromItsBeginning[] =
    "This video can be played from its beginning only: it does not tell its length, or its server sends no part of it "
    "alone. Send it to 0.";
inline constexpr char kSourceRunning[] = "A source is running already: stop it first.";

}  // namespace np::messages
