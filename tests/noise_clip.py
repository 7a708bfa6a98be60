"""A clip in which nobody speaks."""
import subprocess


def make_noise_clip(path):
    """Ten seconds of a ball, and of noise."""
    subprocess.run(
        ["gst-launch-1.0", "-q", "videotestsrc", "pattern=ball", "num-buffers=100", "!", "video/x-raw,width=320,height=240,framerate=10/1",
         "!", "jpegenc", "!", "matroskamux", "name=mux", "!", "filesink", f"location={path}",
         "audiotestsrc", "wave=pink-noise", "volume=0.2", "num-buffers=480", "samplesperbuffer=1000", "!", "audio/x-raw,rate=48000", "!",
         "vorbisenc", "!", "mux."],
        check=True)  # fmt: skip
    return path
