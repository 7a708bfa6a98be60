#!/usr/bin/env python3
"""Makes clips whose truth is exact: cut-outs of photographs that move over a still picture, and clips where nothing is.

Usage: make_scenes.py <folder> [--seconds N] [name ...]      (--list names them all)

Each is <name>.mp4 (640x480, 10 pictures a second; 5 where nothing is) with <name>.json beside it, the truth as docs/scorecard.md has it, and
<name>.tracks.json: for each thing that moves its kind, from when to when it is fully in view, and its box in each picture
(x, y, width, height, 0 to 1; null: not in it). --seconds is the length of the clips where nothing is. What is there already
is left alone. Needs Pillow, ffmpeg, and in NP_CLIPS what tools/fetch-clips brings.
"""
import argparse
import json
import math
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, RATE, STILL_RATE = 640, 480, 10, 5
DATA = Path(__file__).resolve().parents[1] / "data"
GRAIN = 2.5  # of every clip, as a camera has


class Cannot(Exception):
    pass


# --- pictures ---------------------------------------------------------------------------------------------------------


def clips_folder():
    folder = os.environ.get("NP_CLIPS")
    if not folder:
        raise Cannot("NP_CLIPS names no folder: run this by ./dev, or tools/fetch-clips first")
    return Path(folder)


def picture(name):
    file = clips_folder() / name
    if not file.is_file():
        raise Cannot(f"there is no {name} in NP_CLIPS: run tools/fetch-clips where there is a network")
    return Image.open(file).convert("RGB")


def filled(image, left=0.5, top=0.5):
    """Cut to the clip's shape and scaled."""
    scale = max(WIDTH / image.width, HEIGHT / image.height)
    image = image.resize((round(image.width * scale), round(image.height * scale)), Image.LANCZOS)
    x, y = round((image.width - WIDTH) * left), round((image.height - HEIGHT) * top)
    return image.crop((x, y, x + WIDTH, y + HEIGHT))


def background(name):
    if name == "street":
        return filled(picture("leuvenA.jpg"))
    if name == "evening":
        return filled(picture("leuvenA.jpg").transpose(Image.FLIP_LEFT_RIGHT)).point([round(v * 0.55) for v in range(256)] * 3)
    if name == "lawn":
        return filled(picture("building.jpg"), 0.4, 1)
    # A bare yard: a wall above, ground below.
    yard = Image.new("RGB", (WIDTH, HEIGHT), (150, 140, 128))
    ImageDraw.Draw(yard).rectangle((0, 190, WIDTH, HEIGHT), fill=(112, 112, 108))
    rough = Image.effect_noise((WIDTH, HEIGHT), 22).filter(ImageFilter.GaussianBlur(1.5))
    return ImageChops.add(yard, Image.merge("RGB", [rough] * 3), 1, -128)


def cutout(name, height, mirrored, shown):
    spec = shown[name]
    image = picture(spec["picture"])
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon([tuple(p) for p in spec["outline"]], fill=255)
    box = mask.getbbox()
    image.putalpha(mask.filter(ImageFilter.GaussianBlur(1)))
    image = image.crop(box)
    image = image.resize((max(1, round(image.width * height / image.height)), height), Image.LANCZOS)
    return image.transpose(Image.FLIP_LEFT_RIGHT) if mirrored else image


# --- what moves -------------------------------------------------------------------------------------------------------


@dataclass
class Mover:
    what: str
    height: int  # pixels
    foot: int  # where it stands: y of its lower edge
    way: str  # "right": from the left to the right; "left"; "stays": comes in from the left, stops, goes back
    speed: float  # pixels a second
    start: float = 1.0  # seconds: when its first bit is seen
    mirrored: bool = False
    beside: int = 0  # pixels ahead of where it would be: for what goes along with another

    def middle(self, at, width):
        gone = self.speed * (at - self.start) + self.beside
        if self.way == "right":
            return gone - width / 2
        if self.way == "left":
            return WIDTH - gone + width / 2
        there, back = WIDTH * 0.45 + width / 2, 2.5
        rest = there / self.speed
        if at - self.start > rest + back:
            gone = there - self.speed * (at - self.start - rest - back)
        return min(gone, there) - width / 2


SCENES = {
    "cat-1": ("street", [Mover("cat", 120, 420, "right", 70)]),
    "cat-2": ("lawn", [Mover("cat", 160, 455, "left", 95, mirrored=True)]),
    "cat-3": ("yard", [Mover("cat", 95, 330, "right", 60)]),
    "cat-4": ("evening", [Mover("cat", 200, 470, "stays", 130)]),
    "dog-1": ("street", [Mover("dog", 210, 481, "right", 80)]),
    "dog-2": ("lawn", [Mover("dog", 260, 481, "left", 110)]),
    "dog-3": ("yard", [Mover("dog", 170, 481, "stays", 120, mirrored=True)]),
    "bus-1": ("street", [Mover("bus", 210, 400, "right", 120)]),
    "bus-2": ("yard", [Mover("bus", 260, 460, "left", 160)]),
    "bus-3": ("evening", [Mover("bus", 150, 360, "right", 90, mirrored=True)]),
    "motorcycle-1": ("street", [Mover("motorcycle", 130, 400, "right", 110)]),
    "motorcycle-2": ("lawn", [Mover("motorcycle", 190, 465, "left", 180, mirrored=True)]),
    "motorcycle-3": ("yard", [Mover("motorcycle", 160, 410, "stays", 150)]),
    "player-1": ("lawn", [Mover("player", 210, 440, "right", 100, 2.4), Mover("ball", 38, 448, "right", 100, 2.4, beside=130)]),
    "player-2": ("yard", [Mover("player", 180, 420, "left", 120, 2.1, mirrored=True), Mover("ball", 34, 424, "left", 120, 2.1, mirrored=True, beside=120)]),
    "player-3": ("street", [Mover("player", 260, 465, "right", 80, 3.1), Mover("ball", 46, 470, "right", 80, 3.1, beside=160)]),
    "player-4": ("evening", [Mover("player", 230, 455, "stays", 140, 2.1), Mover("ball", 42, 460, "stays", 140, 2.1, beside=140)]),
    "cat-dog": ("yard", [Mover("cat", 130, 350, "left", 80, mirrored=True), Mover("dog", 190, 481, "right", 90, start=2.0)]),
    "bus-motorcycle": ("street", [Mover("bus", 170, 370, "left", 110), Mover("motorcycle", 150, 450, "right", 120, start=1.5)]),
    "player-dog": ("lawn", [Mover("player", 200, 400, "right", 90), Mover("dog", 200, 481, "left", 90, start=2.5)]),
}  # fmt: skip
BALLISTIC = {"ball"}


def track(mover, image, seconds):
    boxes = []
    for i in range(round(seconds * RATE)):
        x = mover.middle(i / RATE, image.width) - image.width / 2
        y = mover.foot - image.height
        if mover.what in BALLISTIC:
            y -= abs(math.sin(i / RATE * 4)) * mover.height * 0.4
        boxes.append((x, y))
    return boxes


def in_view(x, width):
    return min(WIDTH, x + width) - max(0, x)


def truth_of(mover, image, places, kind):
    """The events and the track of one mover. Half of it is inside at an event's moment."""
    width, events, half, full, boxes = image.width, [], False, [], []
    for i, (x, y) in enumerate(places):
        seen = in_view(x, width)
        now = seen >= width / 2
        if now != half:
            events.append({"at": i / RATE, "what": "enters" if now else "leaves", "kind": kind, "side": "left" if x + width / 2 < WIDTH / 2 else "right"})
        half = now
        if seen >= width - 0.5:
            full.append(i / RATE)
        left, right, top, bottom = max(0, x), min(WIDTH, x + width), max(0, y), min(HEIGHT, y + image.height)
        boxes.append(None if seen < 2 else [round(v, 4) for v in (left / WIDTH, top / HEIGHT, (right - left) / WIDTH, (bottom - top) / HEIGHT)])
    return events, {"kind": kind, "full_from": full[0] if full else None, "full_to": full[-1] if full else None, "boxes": boxes}


def length(movers, images):
    for seconds in range(4, 40):
        if all(in_view(m.middle(seconds - 1, i.width) - i.width / 2, i.width) <= 0 and seconds > m.start + 2 for m, i in zip(movers, images)):
            return seconds
    raise Cannot("a scene that does not end")


def moving_scene(name, shown):
    ground_name, movers = SCENES[name]
    ground = background(ground_name)
    images = [cutout(m.what, m.height, m.mirrored, shown) for m in movers]
    if ground_name == "evening":
        images = [Image.merge("RGBA", [*(c.point(lambda v: round(v * 0.7)) for c in i.split()[:3]), i.split()[3]]) for i in images]
    seconds = length(movers, images)
    places = [track(m, i, seconds) for m, i in zip(movers, images)]
    events, tracks = [], []
    for m, i, p in zip(movers, images, places):
        e, t = truth_of(m, i, p, shown[m.what]["kind"])
        events += e
        tracks.append(t)
    people = [sum(m.what == "player" and in_view(p[min(s * RATE, len(p) - 1)][0], i.width) > i.width / 4 for m, i, p in zip(movers, images, places)) for s in range(seconds)]

    def frames():
        for at in range(seconds * RATE):
            frame = ground.copy()
            for image, p in zip(images, places):
                frame.paste(image, (round(p[at][0]), round(p[at][1])), image)
            yield frame

    return frames(), {"seconds": seconds, "events": sorted(events, key=lambda e: e["at"]), "people": people}, tracks


# --- where nothing is -------------------------------------------------------------------------------------------------


def still(seconds):
    ground = background("street")
    return (ground for _ in range(seconds * STILL_RATE))


def noise(seconds):
    """Strong grain, and an exposure that drifts by a fifth within half a minute."""
    ground = background("street")
    for i in range(seconds * STILL_RATE):
        light = 1 + 0.2 * math.sin(i / STILL_RATE / 30 * 2 * math.pi)
        yield grained(ground.point([min(255, round(v * light)) for v in range(256)] * 3), 9, i)


def leaves(seconds):
    """Leaves that fall and drift, and rain."""
    ground, dice = background("street"), random.Random(7)
    falling = [[dice.uniform(-40, WIDTH), dice.uniform(-HEIGHT, HEIGHT), dice.uniform(30, 75), dice.uniform(0, 6), dice.choice([(150, 90, 30), (170, 120, 40), (110, 90, 30)])] for _ in range(14)]
    for i in range(seconds * STILL_RATE):
        frame = ground.copy()
        draw = ImageDraw.Draw(frame, "RGBA")
        for leaf in falling:
            leaf[1] += leaf[2] / STILL_RATE
            leaf[0] += (18 + 40 * math.sin(i / STILL_RATE * 1.7 + leaf[3])) / STILL_RATE
            if leaf[1] > HEIGHT or leaf[0] > WIDTH:
                leaf[0], leaf[1] = dice.uniform(-60, WIDTH * 0.9), dice.uniform(-90, -10)
            wide = 2 + 4 * abs(math.sin(i / STILL_RATE * 3 + leaf[3]))
            draw.ellipse((leaf[0] - wide, leaf[1] - 4, leaf[0] + wide, leaf[1] + 4), fill=leaf[4])
        for _ in range(120):
            x, y = dice.uniform(0, WIDTH), dice.uniform(0, HEIGHT)
            draw.line((x, y, x - 2, y + 13), fill=(205, 210, 220, 90))
        yield frame


def testcard(seconds):
    card = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(card)
    bars = [(192, 192, 192), (192, 192, 0), (0, 192, 192), (0, 192, 0), (192, 0, 192), (192, 0, 0), (0, 0, 192)]
    for i, colour in enumerate(bars):
        left, right = round(i * WIDTH / 7), round((i + 1) * WIDTH / 7)
        draw.rectangle((left, 0, right, HEIGHT * 2 // 3), fill=colour)
        draw.rectangle((left, HEIGHT * 2 // 3, right, HEIGHT * 3 // 4), fill=bars[6 - i] if i % 2 == 0 else (19, 19, 19))
    draw.rectangle((0, HEIGHT * 3 // 4, WIDTH, HEIGHT), fill=(19, 19, 19))
    draw.rectangle((WIDTH // 6, HEIGHT * 3 // 4, WIDTH // 3, HEIGHT), fill=(255, 255, 255))
    return (card for _ in range(seconds * STILL_RATE))


def black(seconds):
    dark = Image.new("RGB", (WIDTH, HEIGHT))
    return (dark for _ in range(seconds * STILL_RATE))


def frozen(seconds):
    """A live picture for four seconds, then the very same one again and again."""
    ground, last = background("lawn"), None
    for i in range(seconds * STILL_RATE):
        if last is None or i < 4 * STILL_RATE:
            last = grained(ground, GRAIN, i)
        yield last


EMPTY = {"still": still, "noise": noise, "leaves": leaves, "testcard": testcard, "black": black, "frozen": frozen}
BARE = {"testcard", "black", "frozen", "noise"}  # no grain of ours


# --- writing ----------------------------------------------------------------------------------------------------------


def grained(frame, strength, i, grains={}):
    """With one of eight sheets of noise, which are shifted about."""
    if strength not in grains:
        grains[strength] = [Image.effect_noise((WIDTH + 64, HEIGHT + 64), strength) for _ in range(8)]
    x, y = (i * 37) % 64, (i * 23) % 64
    sheet = grains[strength][i % 8].crop((x, y, x + WIDTH, y + HEIGHT))
    return ImageChops.add(frame, Image.merge("RGB", [sheet] * 3), 1, -128)


def write(folder, name, frames, truth, tracks, rate=RATE):
    part = folder / f".{name}.{os.getpid()}.mp4"
    command = ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(rate), "-i", "-",
               "-c:v", "libx264", "-preset", "veryfast", "-crf", "22", "-g", "50", "-pix_fmt", "yuv420p", str(part)]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:
        for i, frame in enumerate(frames):
            ffmpeg.stdin.write((frame if name in BARE else grained(frame, GRAIN, i)).tobytes())
        ffmpeg.stdin.close()
        if ffmpeg.wait():
            raise Cannot("ffmpeg could not write the clip")
    (folder / f"{name}.json").write_text(json.dumps(truth))
    (folder / f"{name}.tracks.json").write_text(json.dumps({"rate": rate, "tracks": tracks}))
    part.rename(folder / f"{name}.mp4")


def make(folder, name, seconds, shown):
    if (folder / f"{name}.mp4").exists():
        return
    if name in EMPTY:
        write(folder, name, EMPTY[name](seconds), {"seconds": seconds, "events": [], "people": [0] * seconds}, [], STILL_RATE)
    else:
        write(folder, name, *moving_scene(name, shown))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join([*SCENES, *EMPTY]))
        return
    known = [*SCENES, *EMPTY]
    for name in arguments.names:
        if name not in known:
            raise Cannot(f"there is no scene {name}: there are {', '.join(known)}")
    if not arguments.folder:
        raise Cannot("name a folder")
    folder = Path(arguments.folder)
    folder.mkdir(parents=True, exist_ok=True)
    shown = json.loads((DATA / "cutouts.json").read_text())["cutouts"]
    for name in arguments.names or known:
        make(folder, name, arguments.seconds, shown)


if __name__ == "__main__":
    try:
        main()
    except Cannot as why:
        sys.exit(f"make_scenes: {why}")
