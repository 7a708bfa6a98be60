"""An RTSP camera: GStreamer's RTSP server around an H.264 clip that goes on whether anybody looks or not, so that
whoever comes joins in the middle."""

import argparse
import random
import re

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

LAUNCH = (
    "( appsrc name=camera is-live=true format=time do-timestamp=true leaky-type=downstream max-bytes=1000000"
    " caps=video/x-h264,stream-format=byte-stream,alignment=au"
    " ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96 )"
)
TRANSPORTS = {
    "tcp": GstRtsp.RTSPLowerTrans.TCP,
    "udp": GstRtsp.RTSPLowerTrans.UDP,
}


class Camera:
    """Gives each picture of the clip, Annex B with access unit delimiters, to all who are being served."""

    def __init__(self, clip, fps):
        pictures = re.split(b"(?=\x00\x00\x00\x01\x09)", clip)
        self.pictures = [picture for picture in pictures if picture]
        parameters = b"\x00\x00\x01[\x67\x68\x27\x28].*?(?=\x00\x00\x01|\x00\x00\x00\x01)"
        self.headers = b"".join(re.findall(parameters, self.pictures[0], re.S))
        self.at = random.randrange(len(self.pictures))
        self.served = []
        GLib.timeout_add(round(1000 / fps), self.show_next)

    def serve(self, media):
        element = media.get_element().get_by_name("camera")
        # What the stream is must be known at once, and a keyframe that says it may be far.
        element.emit("push-buffer", Gst.Buffer.new_wrapped(self.headers + self.pictures[self.at]))
        self.served.append(element)
        media.connect("unprepared", lambda _: self.served.remove(element))

    def show_next(self):
        self.at = (self.at + 1) % len(self.pictures)
        for element in self.served:
            element.emit("push-buffer", Gst.Buffer.new_wrapped(self.pictures[self.at]))
        return GLib.SOURCE_CONTINUE


def ask_for_password(server, factory, user, password):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip")
    parser.add_argument("--fps", type=float, required=True)
    parser.add_argument("--port", required=True)
    parser.add_argument("--transport", choices=TRANSPORTS, required=True)
    parser.add_argument("--shared", action="store_true", help="one stream for all, so that a stuck viewer is in its way")
    parser.add_argument("--login", help="user:password")
    options = parser.parse_args()
    Gst.init(None)
    with open(options.clip, "rb") as clip:
        camera = Camera(clip.read(), options.fps)
    server = GstRtspServer.RTSPServer(service=options.port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(LAUNCH)
    factory.set_shared(options.shared)
    factory.set_protocols(TRANSPORTS[options.transport])
    factory.connect("media-configure", lambda _, media: camera.serve(media))
    if options.login:
        ask_for_password(server, factory, *options.login.split(":"))
    server.get_mount_points().add_factory("/live", factory)
    server.attach(None)
    GLib.MainLoop().run()


main()
