"""A small camera that announces itself by multicast DNS on this machine, as one that asks once wants to hear it.

`address` is its own: one of 127/8, so that several may be there at a time. `records`: what it answers, in place of the usual.
"""
import contextlib
import random
import socket
import struct
import threading

GROUP, PORT = "224.0.0.251", 5353
A, PTR, TXT, AAAA, SRV = 1, 12, 16, 28, 33


def name(text, labels=()):
    """As DNS writes it: `labels` first, which may hold dots."""
    parts = [*labels, *(text.split(".") if text else [])]
    return b"".join(bytes([len(part.encode())]) + part.encode() for part in parts) + b"\0"


def record(owner, kind, data, seconds=10):
    return owner + struct.pack(">HHIH", kind, 1, seconds, len(data)) + data


def message(records, question=b"", questions=0, number=0):
    return struct.pack(">HHHHHH", number, 0x8400, questions, len(records), 0, 0) + question + b"".join(records)


class MdnsDevice:
    def __init__(self, title="Front door", kind="_rtsp._tcp", port=554, path="/live", model="", address="", host="camera.local",
                 named="", hold_back=(), records=None):
        self.address = address or "127." + ".".join(str(random.randint(1, 254)) for _ in range(3))
        self.kind = kind
        own, target = name(f"{kind}.local", [title]), name(host)
        txt = [f"{key}={value}" for key, value in (("path", path), ("model", model)) if value]
        self.records = records or {
            PTR: record(name(f"{kind}.local"), PTR, own),
            SRV: record(own, SRV, struct.pack(">HHH", 0, 0, port) + target),
            TXT: record(own, TXT, b"".join(bytes([len(entry.encode())]) + entry.encode() for entry in txt) or b"\0"),
            A: record(target, A, socket.inet_aton(named or self.address)),
        }
        self.hold_back = hold_back  # what it tells only those who ask for it
        self.asked = 0
        self.group = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.answers = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for one, at in ((self.group, ""), (self.answers, self.address)):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            one.bind((at, PORT))
        self.group.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                              struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton("127.0.0.1")))
        self.group.settimeout(0.1)
        self.gone = threading.Event()
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def close(self):
        self.gone.set()
        self.thread.join()
        self.group.close()
        self.answers.close()

    def listen(self):
        while not self.gone.is_set():
            with contextlib.suppress(TimeoutError):
                self.answer(*self.group.recvfrom(9000))

    def answer(self, question, sender):
        number, flags, questions = struct.unpack(">HHH", question[:6])
        if flags & 0x8000 or sender[1] == PORT:
            return
        body, wanted = question[12:], set()
        at = 0
        for _ in range(questions):
            begin = at
            while body[at]:
                at += body[at] + 1
            kind, group = struct.unpack(">HH", body[at + 1:at + 5])
            at += 5
            if kind != PTR or body[begin:at - 4] == name(f"{self.kind}.local"):
                wanted.add(kind)
                assert group & 0x7FFF == 1
        self.asked += 1
        if isinstance(self.records, list):
            for one in self.records:
                self.answers.sendto(one, sender)
            return
        told = [self.records[kind] for kind in self.records
                if kind in wanted or (PTR in wanted and kind not in self.hold_back)]
        if told:
            self.answers.sendto(message(told, body, questions, number), sender)
