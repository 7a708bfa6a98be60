"""Serves a folder by HTTP/1.1, also parts of its files."""

import argparse
import base64
import re
import socket
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SEND_BUFFER = 32 << 10  # what a kernel has taken already would come in spite of the server's death
TYPES = {".mp4": "video/mp4", ".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t"}


class Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def setup(self):
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        super().setup()

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        options = self.server.options
        if options.login and self.headers["Authorization"] != authorization(options.login):
            return self.answer(HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": 'Basic realm="camera"'}, b"")
        path = Path(options.folder) / Path(self.path.split("?")[0]).name
        try:
            content = path.read_bytes()
        except OSError:
            return self.answer(HTTPStatus.NOT_FOUND, {}, b"")
        headers = {"Content-Type": TYPES.get(path.suffix, "application/octet-stream"), "Accept-Ranges": "bytes"}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers["Range"] or "")
        if not asked:
            return self.answer(HTTPStatus.OK, headers, content)
        first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        if first > last:
            return self.answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {}, b"")
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        return self.answer(HTTPStatus.PARTIAL_CONTENT, headers, content[first : last + 1])

    def answer(self, status, headers, content):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(content)}.items():
            self.send_header(name, str(value))
        try:
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)
        except OSError:  # the viewer has gone
            self.close_connection = True


def authorization(login):
    return "Basic " + base64.b64encode(login.encode()).decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--login", help="user:password")
    options = parser.parse_args()
    server = ThreadingHTTPServer(("", options.port), Files)
    server.daemon_threads = True
    server.options = options
    server.serve_forever()


main()
