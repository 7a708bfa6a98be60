"""An HTTP camera that shows JPEGs, to any number of viewers. `--quirky`: as cheap ones do it, with a quoted boundary,
lines that end in LF alone and parts that do not say how long they are."""

import argparse
import base64
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

END_OF_JPEG = b"\xff\xd9"


class Camera(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        options = self.server.options
        if options.login and self.headers["Authorization"] != authorization(options.login):
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        try:
            self.show_quirky() if options.quirky else self.show()
        except OSError:  # the viewer has gone
            pass

    def show(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n")
        for jpeg in self.pictures():
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            self.wfile.write(head.encode() + jpeg + b"\r\n")

    def show_quirky(self):
        self.wfile.write(b'HTTP/1.0 200 OK\nContent-Type: multipart/x-mixed-replace; boundary="--my frame"\n\n')
        for jpeg in self.pictures():
            self.wfile.write(b"----my frame\nContent-type: image/jpeg\n\n" + jpeg + b"\n")

    def pictures(self):
        fps, pictures = self.server.options.fps, self.server.pictures
        while True:
            now = time.time() * fps
            time.sleep((int(now) + 1 - now) / fps)
            yield pictures[int(now) % len(pictures)]


def authorization(login):
    return "Basic " + base64.b64encode(login.encode()).decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", help="JPEGs, one after another")
    parser.add_argument("--fps", type=float, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--login", help="user:password")
    parser.add_argument("--quirky", action="store_true")
    options = parser.parse_args()
    server = ThreadingHTTPServer(("", options.port), Camera)
    server.daemon_threads = True
    server.options = options
    with open(options.clip, "rb") as clip:
        server.pictures = [jpeg + END_OF_JPEG for jpeg in clip.read().split(END_OF_JPEG) if jpeg]
    server.serve_forever()


main()
