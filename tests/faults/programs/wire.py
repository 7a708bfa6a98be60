"""A long cable between the interfaces `left` and `right`: every packet of one comes out of the other, later. Each line
on stdin is the delay from now on, in seconds; the first one starts it. Packets never overtake each other."""

import collections
import select
import socket
import sys
import time

EVERY_PROTOCOL, SENT_BY_US = 3, 4


def open_end(name):
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
    end.bind((name, EVERY_PROTOCOL))
    return end


def main():
    delay = float(sys.stdin.readline())
    left, right = open_end("left"), open_end("right")
    other = {left: right, right: left}
    under_way = collections.deque()  # (due, end, packet)
    while True:
        wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        for ready in select.select([sys.stdin, left, right], [], [], wait)[0]:
            if ready is sys.stdin:
                delay = float(sys.stdin.readline() or sys.exit())
                continue
            packet, (_, _, kind, *_) = ready.recvfrom(65536)
            if kind != SENT_BY_US:
                under_way.append((time.monotonic() + delay, other[ready], packet))
        while under_way and under_way[0][0] <= time.monotonic():
            _, end, packet = under_way.popleft()
            try:
                end.send(packet)
            except OSError:  # unplugged
                pass


main()
