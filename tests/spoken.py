"""What recognisers are given to understand, and how much of it they did."""
import os
import re
import subprocess

BINARY = os.environ["NP_BINARY"]

SENTENCES = [
    "Two people are walking across the yard.",
    "A man in a dark coat enters on the left.",
    "Someone leaves the picture.",
    "Three people are in view now.",
    "The crowd goes wild.",
    "A red car turns slowly.",
    "The bird flies away.",
    "Somebody is reading a book.",
    "The picture has gone dark.",
    "He opens the door.",
    "The game is over.",
    "She runs to the house.",
    "The dog is sleeping.",
    "Two children play in the garden.",
    "The light is on again.",
    "A woman looks at the camera.",
    "Nobody is there.",
    "The train stops at the station.",
    "He takes the ball.",
    "They wait for the bus.",
    "It begins to rain.",
    "The old man sits down.",
    "A white horse jumps over the fence.",
    "The window is open.",
]


def say(text, *flags, check=True):
    return subprocess.run([BINARY, "say", text, *flags], capture_output=True, timeout=60, check=check)


def words(text):
    return re.sub(r"\(\d+\)|[^a-z' ]", " ", text.lower()).split()


def in_order(said, heard):
    """How many of the words said were heard, in their order: the longest common subsequence."""
    row = [0] * (len(heard) + 1)
    for word in said:
        before = row[:]
        for j, other in enumerate(heard):
            row[j + 1] = before[j] + 1 if word == other else max(before[j + 1], row[j])
    return row[-1]
