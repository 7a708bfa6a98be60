"""A model server that says another line each time it is asked, at once: lines come as fast as the program wants them."""
import contextlib
import itertools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200 if self.path == "/v1/models" else 404, "application/json",
                    json.dumps({"object": "list", "data": [{"id": "talker"}]}))

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        text = self.server.says(next(self.server.count))
        delta = json.dumps({"choices": [{"delta": {"content": text}}]})
        self.answer(200, "text/event-stream",
                    f'data: {delta}\n\ndata: {{"choices":[{{"delta":{{}},"finish_reason":"stop"}}]}}\n\ndata: [DONE]\n\n')

    def answer(self, status, kind, body):
        body = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def talker(says="Person number {} walks by.".format):
    """The settings that make a program listen to it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Talk)
    server.daemon_threads = True
    server.says, server.count = says, itertools.count()
    server.handle_error = lambda *_: None  # who asks may be killed
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield {"ENGINE_URL": f"http://127.0.0.1:{server.server_address[1]}/v1", "ENABLE_TTS": "false",
               "INFERENCE_INTERVAL": "0", "CAPTURE_FPS": "10", "EVENT_CYCLES": "false"}
    finally:
        server.shutdown()
        server.server_close()
