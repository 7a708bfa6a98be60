// This folder's sentences for people. Tests know them by name, so you may polish them freely.
#pragma once

namespace np::messages {

inline constexpr char kCameraNotAllowed[] =
    "may not be used by the user that runs NerdPudding: add that user to the group video";
inline constexpr char kCamerasInContainer[] =
    "NerdPudding runs in a container: it finds cameras in your network with the host's network only (start it with "
    "docker-compose.host.yml), and this machine's cameras only if it is given their devices (NP_CAMERA).";
inline constexpr char kCamerasNoNetwork[] = "This machine has no network in which cameras could be looked for.";

inline constexpr char kCamerasBusy[] = "Other cameras are being asked: try again in a moment.";

inline constexpr char kOnvifAddress[] =
    "Name the camera by its host or its http:// address, such as 192.168.1.20 or "
    "http://192.168.1.20/onvif/device_service.";
inline constexpr char kOnvifLoginWanted[] =
    "The camera at {} wants a user name and password: give those of its ONVIF user.";
inline constexpr char kOnvifLoginRefused[] =
    "The camera at {} refuses the user name and password: check them, and that its ONVIF user is enabled.";
inline constexpr char kOnvifNonsense[] =
    "What answers at {} is no ONVIF camera that can be understood: check the address, or use the camera's RTSP "
    "address.";
inline constexpr char kOnvifTooMuch[] =
    "What answers at {} says more than a camera has to say: check the address, or use the camera's RTSP address.";
inline constexpr char kOnvifNoStreams[] = "The camera at {} offers no stream: switch one on in its settings.";
inline constexpr char kOnvifNoAnswer[] =
    "The camera at {} did not answer in time: check that it is on, and its address.";
inline constexpr char kOnvifRefuses[] = "The camera at {} refuses that ({}): see what its own page says.";

}  // namespace np::messages
