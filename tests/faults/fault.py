"""What breaks a source, and how it is undone. FAULTS holds them by name."""

import os
from dataclasses import dataclass

from . import servers
from .network import Network


@dataclass
class Scene:
    """What a fault breaks."""

    server: servers.Server
    network: Network
    relay: servers.Relay | None = None
    login: str | None = None


class Fault:
    """Begins, lasts and ends; after end() the server answers again and the line is good."""

    lasts = True  # for as long as one likes
    needs_long_cable = False
    needs_relay = False
    needs_login = False

    def does_not_fit(self, server):
        """Why it means nothing to this class of servers; empty: it does."""
        return "there is neither a server nor a network" if server is servers.File else ""

    def begin(self, scene):
        raise NotImplementedError

    def end(self, scene):
        pass


class Killed(Fault):
    def begin(self, scene):
        scene.server.kill()

    def end(self, scene):
        scene.server.start(login=scene.login)


class Stopped(Fault):
    """The kernel goes on answering for it: connections are taken, and nothing comes."""

    def begin(self, scene):
        scene.server.stop()

    def end(self, scene):
        scene.server.go_on()


class Restarted(Fault):
    lasts = False

    def __init__(self, size="small"):
        self.size = size

    def begin(self, scene):
        scene.server.restart(self.size)


class Cut(Fault):
    def begin(self, scene):
        scene.network.unplug()

    def end(self, scene):
        scene.network.plug_in()


class Loss(Fault):
    def __init__(self, percent):
        self.percent = percent

    def begin(self, scene):
        scene.network.lose(self.percent)

    def end(self, scene):
        scene.network.lose_nothing()


class Delay(Fault):
    """Each way."""

    needs_long_cable = True

    def __init__(self, seconds):
        self.seconds = seconds

    def begin(self, scene):
        scene.network.delay(self.seconds)

    def end(self, scene):
        scene.network.delay(0)


class Throttled(Fault):
    """To a quarter of what the pictures need."""

    def begin(self, scene):
        scene.network.narrow(scene.server.kbits // 4)

    def end(self, scene):
        scene.network.widen()


class HalfOpen(Fault):
    """The server dies and comes back, and its old connections are never closed: no packet says so."""

    def does_not_fit(self, server):
        return super().does_not_fit(server) or server.needs_line

    def begin(self, scene):
        scene.network.lose(100)
        scene.server.kill()

    def end(self, scene):
        scene.server.start()
        scene.network.lose_nothing()


class Bad(Fault):
    """What answers is not the server any more: a relay in front of it turns bad. Where the pictures come by UDP, past
    any relay, it takes the server's place."""

    needs_relay = True

    def __init__(self, does):
        self.does = does

    def does_not_fit(self, server):
        pushes = server.pushes and self.does != "garbage"
        return super().does_not_fit(server) or ("nobody asks it anything" if pushes else "")

    def begin(self, scene):
        if scene.server.pushes:
            scene.server.kill()
            self.impostor = scene.server.run(scene.server.garbage())
            return
        if scene.relay:
            return scene.relay.turn(self.does)
        scene.server.kill()
        self.impostor = servers.Relay(scene.server, alone=True, does=self.does)

    def end(self, scene):
        if scene.relay and not scene.server.pushes:
            return scene.relay.turn("pass")
        self.impostor.kill()
        scene.server.start()


class HugeJpeg(Bad):
    def __init__(self):
        super().__init__("huge-jpeg")

    def does_not_fit(self, server):
        is_mjpeg = issubclass(server, (servers.Mjpeg, servers.MjpegFfmpeg))
        return super().does_not_fit(server) or ("" if is_mjpeg else "it has no JPEGs")


class WrongPassword(Fault):
    """The server refuses what it took before, and takes it again later."""

    needs_login = True

    def does_not_fit(self, server):
        return super().does_not_fit(server) or server.no_login

    def begin(self, scene):
        scene.server.kill()
        scene.server.start(login="viewer:another")

    def end(self, scene):
        scene.server.kill()
        scene.server.start(login=scene.login)


class FileFault(Fault):
    def does_not_fit(self, server):
        return "" if server is servers.File else "it is no file of this machine"

    def path(self, scene):
        return scene.server.folder / "clip.mp4"


class Removed(FileFault):
    def begin(self, scene):
        os.rename(self.path(scene), self.path(scene).with_suffix(".away"))

    def end(self, scene):
        os.rename(self.path(scene).with_suffix(".away"), self.path(scene))


class Truncated(FileFault):
    """To a tenth, while it plays; later it is whole again."""

    def begin(self, scene):
        self.whole = self.path(scene).read_bytes()
        os.truncate(self.path(scene), len(self.whole) // 10)

    def end(self, scene):
        self.path(scene).write_bytes(self.whole)


class Replaced(FileFault):
    """By another one of another size."""

    lasts = False

    def begin(self, scene):
        new = self.path(scene).with_suffix(".new")
        new.write_bytes((scene.server.place.clips / "large.mp4").read_bytes())
        os.replace(new, self.path(scene))


FAULTS = {
    "killed": Killed(),
    "stopped": Stopped(),
    "cut": Cut(),
    "restarted": Restarted(),
    "restarted-other-size": Restarted("large"),
    "half-open": HalfOpen(),
    "loss-5": Loss(5),
    "loss-20": Loss(20),
    "delay-300": Delay(0.3),
    "throttled": Throttled(),
    "garbage": Bad("garbage"),
    "trickle": Bad("trickle"),
    "endless-headers": Bad("endless-headers"),
    "huge-jpeg": HugeJpeg(),
    "wrong-password-then-right": WrongPassword(),
    "file-removed": Removed(),
    "file-truncated": Truncated(),
    "file-replaced": Replaced(),
}
