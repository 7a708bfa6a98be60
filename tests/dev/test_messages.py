"""The program's sentences: every one has its name, and no test repeats its words."""
import ast
import re
from pathlib import Path

import messages
from messages import Sentence

TESTS = Path(messages.__file__).parent
LONG = 20  # characters that are no accident
# Of C++: raw texts, texts, and what may hold a quotation mark.
TOKEN = re.compile(r'R"(\w*)\((.*?)\)\1"|"((?:[^"\\\n]|\\.)*)"|//[^\n]*|\'(?:[^\'\\\n]|\\.)\'', re.DOTALL)


def texts_of_cpp(source):
    """(line, text), those that stand one after the other as one."""
    source = TOKEN.sub(lambda token: token[0] if token[0][0] in 'R"' else " ", source)
    found, end = [], 0
    for token in TOKEN.finditer(source):
        text = token[2] if token[2] is not None else re.sub(r"\\(.)", r"\1", token[3])
        if found and not source[end:token.start()].strip():
            found[-1] = (found[-1][0], found[-1][1] + text)
        else:
            found.append((source.count("\n", 0, token.start()) + 1, text))
        end = token.end()
    return found


def texts_of_python(source):
    tree = ast.parse(source)
    told = {node.body[0].value for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)) and node.body
            and isinstance(node.body[0], ast.Expr)}
    return [(node.lineno, node.value) for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told]


def repeated(text, sentences):
    """Names of the sentences that share LONG characters and more with the text, of two words and more; what a sentence
    quotes is no wording."""
    pieces = {text[at:at + LONG] for at in range(len(text) - LONG + 1)}
    pieces = {piece for piece in pieces if piece.count(" ") > 1}
    return [name for name, sentence in sentences.items()
            if any(piece in part for part in re.split(r'"[^"]*"|\0', messages.FIELD.sub("\0", sentence)) for piece in pieces)]


def test_no_test_repeats_a_sentence():
    sentences = messages.read()
    found = []
    for path in sorted([*TESTS.rglob("*.py"), *TESTS.rglob("*.[ch]pp")]):
        if path.parent == Path(__file__).parent:
            continue
        for line, text in (texts_of_python if path.suffix == ".py" else texts_of_cpp)(path.read_text()):
            found += [f"{path.relative_to(TESTS)}:{line}: use messages' {name}" for name in repeated(text, sentences)]
    assert not found, "\n".join(found)


def test_every_sentence_is_read():
    files = [*messages.CHECKOUT.glob("src/*/messages.hpp"), messages.CHECKOUT / "web/messages.js"]
    names = [name for path in files for name in re.findall(r"^(?:inline constexpr char|export const) (\w+)", path.read_text(), re.M)]
    assert len(files) > 10 and sorted(names) == sorted(messages.read())


def test_a_repetition_is_found():
    sentences = {"kGone": Sentence("{} is gone for good: look for {} elsewhere.")}
    cpp = texts_of_cpp('x = \'"\'; f("the file is gone "  // "not this"\n  "for good: look", "\\"");')
    assert cpp == [(1, "the file is gone for good: look"), (2, '"')]
    assert repeated(cpp[0][1], sentences) == ["kGone"]
    assert not repeated("it is gone for now", sentences)
    assert texts_of_python('"""Says."""\nx = f"a {y} b"\n') == [(2, "a "), (2, " b")]


def test_a_sentence_is_found_in_a_text():
    sentence = Sentence("{} took {:.1f} s (too long): {{}} {}")
    assert sentence.said_in("Ann took 2.5 s (too long): {} sorry")
    assert sentence.said_in("Then: Ann took 2.5 s (too long): {} sorry", "Ann", 2.5)
    assert sentence.said_in("Ann took 2.5 s (too long): {} sorry", ..., 2.5, "sorry")
    assert not sentence.said_in("Ann took 2.5 s (too long): {} sorry", "Bob")
    assert not sentence.said_in("Ann took 2.5 s too long: {} sorry")
