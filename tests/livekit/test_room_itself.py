"""The stage without the actor: what the other tests rely on works."""
import subprocess

import pytest


def wait_for_motion(guest, identity):
    guest.until(f"videos()['{identity}']?.width > 0")
    seen = guest.video(identity)["pictures"]
    guest.until(f"videos()['{identity}'].pictures > {seen} + 5")


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """A camera of 320x240, as Chromium plays one from a file."""
    file = tmp_path_factory.mktemp("clip") / "camera.mjpeg"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=duration=2:size=320x240:rate=15", "-f", "mjpeg", file],
                   check=True)  # fmt: skip
    return file


def test_one_guest_sees_anothers_camera(join):
    join("ann", camera=True)
    wait_for_motion(join("bob"), "ann")


def test_a_file_is_a_camera(join, clip):
    join("ann", camera=clip)
    bob = join("bob")
    wait_for_motion(bob, "ann")
    video = bob.video("ann")
    assert video["width"] * 3 == video["height"] * 4, video


def test_the_server_comes_back_on_its_ports(join, livekit):
    ann = join("ann", camera=True)
    livekit.kill()
    livekit.start()
    ann.until("room.state === 'connected' && room.localParticipant.trackPublications.size", 60)
    wait_for_motion(join("bob"), "ann")
    assert {one["identity"] for one in livekit.call("ListParticipants", room="test")["participants"]} == {"ann", "bob"}


def test_the_server_freezes_and_thaws(join, livekit):
    join("ann", camera=True)
    bob = join("bob")
    wait_for_motion(bob, "ann")
    livekit.freeze()
    bob.page.wait_for_timeout(500)
    seen = bob.video("ann")["pictures"]
    bob.page.wait_for_timeout(1000)
    assert bob.video("ann")["pictures"] == seen
    livekit.thaw()
    wait_for_motion(bob, "ann")
