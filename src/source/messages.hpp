// What people read of this folder and tests compare: polish a sentence here and no test breaks.
#pragma once

namespace np::messages {

inline constexpr char kNoSuchCamera[] = "There is no camera {}: plug it in, or choose another number.";
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
inline constexpr char kIsDamaged[] = "{} is damaged or cut off and cannot be played: copy or export it again.";
inline constexpr char kNoPictureInTime[] = "{} showed no picture within {:g} s: check it, or raise OPEN_TIMEOUT.";

inline constexpr char kPasswordWanted[] =
    "{} wants a user name and password: write them into the address, as http://user:password@….";
inline constexpr char kCannotAnswerNow[] = "{} cannot answer now ({}): see what it says itself, or restart it.";
inline constexpr char kAnswersWithoutVideo[] = "{} answers ({}) without a video: check the address.";
inline constexpr char kCannotBeRead[] = "{} cannot be read: {}";
inline constexpr char kNoAnswerInTime[] =
    "{} did not answer within {:g} s: check the address and the network, or raise OPEN_TIMEOUT.";
inline constexpr char kSendsNoPicture[] = "{} sends no picture: check the address.";
inline constexpr char kIsWebPage[] =
    "{} is not a video but a web page, perhaps of a login: name the address of the stream itself.";
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
inline constexpr char kIsNoRtsp[] =
    "{} answers, but not as an RTSP camera or server does: check the port, or use http://.";
inline constexpr char kRtspWithoutEnd[] = "{} begins an answer that has no end: check the address and the camera.";

inline constexpr char kNoPictureComes[] = "No picture is coming: the connection stands, but the sender is silent.";
inline constexpr char kSamePicture[] =
    "The very same picture comes again and again: restart the camera if this goes on.";

inline constexpr char kStillClosing[] = "Earlier connections are still being closed: try again in a moment.";
inline constexpr char kNotOpenedInTime[] = "The source was neither opened nor refused within a minute.";

inline constexpr char kNameASource[] =
    "name a video file, a camera (0 or /dev/video0), or an rtsp://, rtsps://, http:// or https:// address";
inline constexpr char kUnescapedPassword[] =
    "This address cannot be read: check it, and write special characters in a user name or password as %XX (@ as %40).";
inline constexpr char kSchemeNotSupported[] = "{}:// is not supported: {}.";

inline constexpr char kOtherSourceChosen[] = "Another source was chosen meanwhile.";
inline constexpr char kSourceStoppedBefore[] = "The source was stopped before it had opened.";
inline constexpr char kSourceRunning[] = "A source is running already: stop it first.";

}  // namespace np::messages
