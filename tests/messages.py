"""The program's sentences by the names that the code calls them by: messages.kNoSuchFile. They are read out of src/*/messages.hpp
and web/messages.js (the page in English), so that their words may change at any time."""
import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
OF_THE_PROGRAM = re.compile(r'inline constexpr char (k\w+)\[\]\s*=\s*((?:"(?:[^"\\]|\\.)*"\s*)+);')
PIECE = r"""(?:'[^'\n]*'|"[^"\n]*"|`[^`\n]*`)"""
OF_THE_PAGE = re.compile(rf"export const (\w+) =\s*(?:\([\w, ]+\) =>\s*)?({PIECE}(?:\s*\+\s*{PIECE})*);")
FIELD = re.compile(r"(\{\{|\}\}|\{[^{}]*\})")


class Sentence(str):
    """As it stands in the code. `sentence.format(values...)` is the whole text; {} stands for each value."""

    def pattern(self, *values):
        """What finds it in a text, with these values; anything stands for `...` and for those not given."""
        values = list(values)
        parts = FIELD.split(self)
        for at in range(1, len(parts), 2):
            if len(parts[at]) == 2 and parts[at] != "{}":
                parts[at] = escaped(parts[at][0])
            else:
                value = values.pop(0) if values else ...
                parts[at] = ".*" if value is ... else escaped(parts[at].format(value))
        assert not values, f"more values than {{}} in: {self}"
        parts[::2] = map(escaped, parts[::2])
        return re.compile("".join(parts))

    def said_in(self, text, *values):
        return bool(self.pattern(*values).search(text))


def escaped(text):
    """As JavaScript understands it too."""
    return re.sub(r"([\\^$.*+?()\[\]{}|/])", r"\\\1", text)


def read(checkout=CHECKOUT):
    """name -> Sentence, of all that have one."""
    found = {}
    for path in sorted(checkout.glob("src/*/messages.hpp")):
        for name, literals in OF_THE_PROGRAM.findall(path.read_text()):
            assert name not in found, f"{path}: there is another {name}"
            text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals))
            found[name] = Sentence(re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text))
    page = checkout / "web/messages.js"
    for name, pieces in OF_THE_PAGE.findall(page.read_text()):
        assert name not in found, f"{page}: there is another {name}"
        text = "".join(piece[1:-1] for piece in re.findall(PIECE, pieces))
        found[name] = Sentence(re.sub(r"\$\{\w+\}", "{}", text))
    return found


globals().update(read())
