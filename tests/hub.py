"""A hub of models on this machine, which behaves as badly as the tests tell it to."""
import hashlib
import http.server
import json
import random
import threading

REPOSITORY = "openbmb/MiniCPM-o-4_5-gguf"
LANGUAGE = "MiniCPM-o-4_5-Q4_K_M.gguf"
VISION = "vision/MiniCPM-o-4_5-vision-F16.gguf"
CONTENT = {
    LANGUAGE: random.Random(1).randbytes(3_000_000),
    "MiniCPM-o-4_5-F16.gguf": random.Random(2).randbytes(4_000_000),
    VISION: random.Random(3).randbytes(500_000),
}
HALF = 1_500_000


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def entry(path, data):
    lfs = {"oid": sha256(data), "size": len(data), "pointerSize": 135}
    return {"type": "file", "oid": "1", "size": len(data), "path": path, "lfs": lfs}


class Request(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self):
        hub = self.server.hub
        path = self.path.split("?")[0].removeprefix("/")
        hub.asked.append((path, dict(self.headers)))
        if path == f"api/models/{REPOSITORY}/tree/main":
            name, answer = "listing", Request.listing
        elif path.startswith("api/models/"):
            name, answer = path, status(404)
        else:
            name, answer = path.removeprefix(f"{REPOSITORY}/resolve/main/"), Request.whole
        plan = hub.plan.get(name, [])
        answer = plan.pop(0) if plan else hub.always.get(name, answer)
        self.close_connection = True
        try:
            answer(self)
        except OSError:
            pass  # the client has gone

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", content_type="application/octet-stream", length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def listing(self):
        self.answer(200, json.dumps(self.server.hub.listing).encode(), "application/json")

    def wanted(self):
        """The file's bytes, and from where on they are wanted."""
        path = self.path.removeprefix(f"/{REPOSITORY}/resolve/main/").removeprefix("/")
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        return self.server.hub.content[path], start

    def whole(self, upto=None, length=None, ranges=True):
        data, start = self.wanted()
        if ranges and start:
            self.answer(206, data[start:upto], length=length or len(data) - start,
                        Content_Range=f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            self.answer(200, data[:upto], length=length or len(data))


def cut(request):
    """Announces everything, sends it up to the half and closes."""
    request.whole(upto=HALF)


def status(code, **headers):
    return lambda request: request.answer(code, b"no", **headers)


def login_page(request):
    request.answer(200, b"<html>Log in to the guests' network</html>", "text/html; charset=utf-8")


class Hub:
    def __init__(self):
        self.content = dict(CONTENT)
        self.listing = [entry(*item) for item in CONTENT.items()] + [
            {"type": "directory", "oid": "1", "size": 0, "path": "vision"},
            {"type": "file", "oid": "1", "size": 900, "path": "README.md"}]
        self.plan = {}  # answers of the first requests for a name
        self.always = {}  # and of those after them
        self.asked = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.server.daemon_threads = True
        self.server.hub = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def ranges(self, name):
        """The Range of each request for a file."""
        return [headers.get("Range") for path, headers in self.asked if path.endswith(name)]

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
