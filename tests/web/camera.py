"""An HTTP camera: MJPEG, every picture another one. It can freeze, die and come back on the same port."""
import io
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image, ImageDraw

from ports import free_port

RATE = 10


def picture(n: int) -> bytes:
    image = Image.new("RGB", (320, 240), (40, 60 + n * 7 % 120, 90))
    left = n * 11 % 260
    ImageDraw.Draw(image).rectangle((left, 90, left + 60, 150), fill=(230, 180, 90))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG")
    return jpeg.getvalue()


class Camera:
    """Not there before start()."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/video"
        self._flows = threading.Event()
        self._server = None
        self._clients = set()
        self._sent = 0

    def start(self):
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                camera._clients.add(self.connection)
                try:
                    camera._send(self)
                except OSError:
                    pass
                camera._clients.discard(self.connection)

            def log_message(self, *_):
                pass

        self._flows.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def freeze(self):
        """Connections stay open and nothing comes."""
        self._flows.clear()

    def thaw(self):
        self._flows.set()

    def kill(self):
        server, self._server = self._server, None
        if not server:
            return
        server.shutdown()
        server.server_close()
        self._flows.set()
        for client in list(self._clients):
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it was gone already

    def _send(self, request):
        request.send_response(200)
        request.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
        request.end_headers()
        while self._server:
            self._flows.wait()
            jpeg = picture(self._sent)
            self._sent += 1
            head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            request.wfile.write(head.encode() + jpeg + b"\r\n")
            time.sleep(1 / RATE)
