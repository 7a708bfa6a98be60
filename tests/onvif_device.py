"""A small ONVIF camera: it answers WS-Discovery on this machine and says where its streams are.

`login`: nobody is asked ("none"), WS-Security's digest ("token"), or HTTP's digest ("http"). `does`: what is wrong with it.
"""
import base64
import contextlib
import hashlib
import http.server
import re
import secrets
import socket
import struct
import threading
import time

GROUP, PORT = "239.255.255.250", 3702
ENVELOPE = ('<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
            'xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" '
            'xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
            'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body>{}</s:Body></s:Envelope>')
NOT_AUTHORIZED = ("<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode>"
                  "</s:Code><s:Reason><s:Text>Sender not authorized</s:Text></s:Reason></s:Fault>")
LAUGHS = ('<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "' + "ha" * 50 + '">'
          + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi")) + "]>")


class OnvifDevice:
    def __init__(self, streams, name="Front door", login="none", user="viewer", password="it's & <secret>", does="", clock=0):
        self.streams, self.name, self.login, self.does, self.clock = streams, name, login, does, clock
        self.user, self.password = user, password
        self.nonce = secrets.token_hex(8)
        self.asked = []
        device = self

        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                device.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/onvif/device_service"
        self.group = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.group.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.group.bind(("", PORT))
        self.group.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                              struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton("127.0.0.1")))
        self.probes = 0
        self.gone = threading.Event()
        for work in (self.server.serve_forever, self.listen):
            threading.Thread(target=work, daemon=True).start()

    def close(self):
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()
        self.group.close()

    def listen(self):
        with contextlib.suppress(OSError):  # of a socket that is closed meanwhile
            while not self.gone.is_set():
                self.answer_probe(*self.group.recvfrom(65536))

    def answer_probe(self, probe, sender):
        if b"/Probe<" in probe:
            self.probes += 1
            name = self.name.replace(" ", "%20")
            self.group.sendto(ENVELOPE.format(
                "<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:" + self.nonce + "</a:Address>"
                "</a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types>"
                f"<d:Scopes>onvif://www.onvif.org/name/{name} onvif://www.onvif.org/hardware/Model-7</d:Scopes>"
                f"<d:XAddrs>{self.address}</d:XAddrs></d:ProbeMatch></d:ProbeMatches>").encode(), sender)

    def may(self, request, body):
        if self.login == "token":
            parts = [re.search(rf"<w:{tag}(?: [^>]*)?>([^<]*)<", body) for tag in ("Username", "Password", "Nonce")]
            created = re.search(r"<u:Created>([^<]*)<", body)
            if not all(parts) or not created:
                return False
            user, digest, nonce = (part[1] for part in parts)
            at = time.mktime(time.strptime(created[1], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
            right = hashlib.sha1(base64.b64decode(nonce) + created[1].encode() + self.password.encode()).digest()
            return user == self.user and base64.b64decode(digest) == right and abs(at - time.time() - self.clock) < 60
        if self.login == "http":
            said = dict(re.findall(r'(\w+)="?([^",]*)"?', request.headers.get("Authorization", "")))
            md5 = lambda text: hashlib.md5(text.encode()).hexdigest()  # noqa: E731
            first = md5(f"{self.user}:camera:{self.password}")
            second = md5(f"POST:{said.get('uri')}")
            right = md5(":".join([first, self.nonce, said.get("nc", ""), said.get("cnonce", ""), "auth", second]))
            return said.get("response") == right
        return True

    def answer(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        question = (re.search(r"<(Get\w+)", body) or ["", ""])[1]
        self.asked.append(question)
        if self.does:
            return self.misbehave(request)
        if question != "GetSystemDateAndTime" and not self.may(request, body):
            if self.login == "http":
                request.send_response(401)
                request.send_header("WWW-Authenticate", f'Digest realm="camera", qop="auth", nonce="{self.nonce}"')
                request.send_header("Content-Length", "0")
                request.end_headers()
                return None
            return self.send(request, ENVELOPE.format(NOT_AUTHORIZED), 400)
        return self.send(request, ENVELOPE.format(getattr(self, question)(body)))

    def send(self, request, text, status=200):
        data = text.encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/soap+xml; charset=utf-8")
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def misbehave(self, request):
        if self.does == "hangs":
            self.gone.wait(60)
        elif self.does == "garbage":
            self.send(request, "\x00\x01<<<>>" * 100)
        elif self.does == "laughs":
            self.send(request, LAUGHS + ENVELOPE.format("<x>&i;</x>").split("?>", 1)[1])
        elif self.does == "loops":  # it sends on to itself
            request.send_response(307)
            request.send_header("Location", self.address)
            request.send_header("Content-Length", "0")
            request.end_headers()
        elif self.does == "floods":
            request.send_response(200)
            request.end_headers()
            try:
                for _ in range(100):
                    request.wfile.write(b"<a>" * 350_000)
            except OSError:
                pass
            request.close_connection = True

    def GetSystemDateAndTime(self, _):
        now = time.gmtime(time.time() + self.clock)
        return ("<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime>"
                f"<tt:Time><tt:Hour>{now.tm_hour}</tt:Hour><tt:Minute>{now.tm_min}</tt:Minute><tt:Second>{now.tm_sec}</tt:Second>"
                f"</tt:Time><tt:Date><tt:Year>{now.tm_year}</tt:Year><tt:Month>{now.tm_mon}</tt:Month><tt:Day>{now.tm_mday}"
                "</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>")

    def GetCapabilities(self, _):  # an address that only the camera itself knows
        return ("<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://10.9.8.7/onvif/media</tt:XAddr>"
                "</tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>")

    def GetProfiles(self, _):
        return "<trt:GetProfilesResponse>" + "".join(
            f'<trt:Profiles token="p{n}" fixed="true"><tt:Name>{name}</tt:Name><tt:VideoEncoderConfiguration><tt:Resolution>'
            f"<tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution></tt:VideoEncoderConfiguration>"
            "</trt:Profiles>" for n, (name, _, width, height) in enumerate(self.streams)) + "</trt:GetProfilesResponse>"

    def GetStreamUri(self, body):
        n = int(re.search(r"<ProfileToken>p(\d+)<", body)[1])
        return (f"<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{self.streams[n][1]}</tt:Uri></trt:MediaUri>"
                "</trt:GetStreamUriResponse>")
