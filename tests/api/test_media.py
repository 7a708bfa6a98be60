"""Folders of the server that are shown: what is in them, and no way out of them."""
import os
import shutil
import urllib.parse

import pytest

import messages
import test_api
from conftest import SAMPLE


def detail(answer):
    return test_api.detail(answer, answer.status_code)


@pytest.fixture
def media(tmp_path):
    """media/{a.avi, B.MP4, note.txt, .hidden.mp4, holidays/{sea.avi, Übung.mkv}, out -> /outside, inner -> holidays}"""
    root = tmp_path / "media"
    (root / "holidays").mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    for path in (root / "a.avi", root / "holidays" / "sea.avi", outside / "secret.avi"):
        shutil.copy(SAMPLE, path)
    for path in (root / "B.MP4", root / "note.txt", root / ".hidden.mp4", root / "holidays" / "Übung.mkv"):
        path.write_bytes(b"x")
    (root / "out").symlink_to(outside)
    (root / "out.avi").symlink_to(outside / "secret.avi")
    (root / "dangling.avi").symlink_to(root / "nowhere.avi")
    (root / "inner").symlink_to(root / "holidays")
    (root / "inner.avi").symlink_to(root / "holidays" / "sea.avi")
    os.mkfifo(root / "pipe.avi")
    return root


@pytest.fixture
def server(serve, media, tmp_path):
    return serve(MEDIA_DIRS=str(media), STATE_DIR=str(tmp_path / "state"))


def listing(server, **which):
    answer = server.get("/api/media?" + urllib.parse.urlencode(which))
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(found):
    return [one["name"] for one in found["videos"]]


def test_folders_and_the_videos_in_them(server, media):
    assert server.get("/api/sources").json()["folders"] is True
    assert listing(server)["folders"] == [{"name": "media", "dir": "media"}]
    top = listing(server, dir="media")
    assert top["folders"] == [{"name": "holidays", "dir": "media/holidays"}, {"name": "inner", "dir": "media/inner"}]
    assert names(top) == ["a.avi", "B.MP4", "inner.avi"] and top["more"] is None
    assert [one["source"] for one in top["videos"]] == [str(media / "a.avi"), str(media / "B.MP4"), str(media / "holidays" / "sea.avi")]
    assert names(listing(server, dir="media/holidays")) == ["sea.avi", "Übung.mkv"]
    assert server.post("/api/start", {"source": top["videos"][0]["source"]}).status_code == 200


@pytest.mark.parametrize("dir", ["media/..", "media/../outside", "..", "/", "/etc", "media/out", "media/out/..", "media//etc", "media/holidays/../../outside",
                                 "media/.hidden", "media/nothing", "media/a.avi", "other", "media/" + "x" * 4000])
def test_there_is_no_way_out(server, tmp_path, dir):
    answer = server.get("/api/media?" + urllib.parse.urlencode({"dir": dir}))
    assert answer.status_code == 404 and messages.kNoSuchDir.said_in(detail(answer))
    assert str(tmp_path) not in answer.text


def test_a_search_finds_names_below_and_leaves_links_alone(server):
    assert names(listing(server, q="AVI")) == ["a.avi", "inner.avi", "sea.avi"]
    assert names(listing(server, q="Übung mkv")) == ["Übung.mkv"]
    assert listing(server, q="sea")["videos"][0]["dir"] == "media/holidays"
    assert names(listing(server, dir="media/holidays", q="a")) == ["sea.avi"]
    assert names(listing(server, q="secret")) == [] and names(listing(server, q="hidden")) == []


def test_many_come_page_by_page(server, media):
    for n in range(150):
        (media / "holidays" / f"{n:03}.mp4").write_bytes(b"x")
    seen, after = [], ""
    for _ in range(3):
        page = listing(server, dir="media/holidays", after=after)
        seen += names(page)
        after = page["more"]
        if after is None:
            break
    assert seen == [f"{n:03}.mp4" for n in range(150)] + ["sea.avi", "Übung.mkv"]
    found = listing(server, q="mp4")
    assert len(found["videos"]) == 60 and found["cut"] is True


def test_a_picture_and_a_length_are_made_once_and_kept(server, media, tmp_path):
    video = str(media / "a.avi")
    first = server.get("/api/glance", params={"video": video}).json()
    assert first["picture"].startswith("data:image/jpeg;base64,") and 70 < first["length_s"] < 90
    kept = list((tmp_path / "state" / "glances").iterdir())
    assert len(kept) == 1 and kept[0].parent.stat().st_mode & 0o077 == 0
    again = server.get("/api/glance", params={"video": video}).json()
    assert again["picture"] == first["picture"] and again["codec"] == first["codec"]
    broken = server.get("/api/glance", params={"video": str(media / "B.MP4")})
    assert broken.status_code == 400 and messages.kIsNoVideo.said_in(detail(broken), "B.MP4") and str(media) not in broken.text
    for outside in (media / "out.avi", media / "out" / "secret.avi", media / "note.txt", media / "inner" / "sea.avi"):
        answer = server.get("/api/glance", params={"video": str(outside)})
        assert answer.status_code == 404 and messages.kNotInLibrary.said_in(detail(answer)), outside


def test_rules_of_sources_count(serve, media):
    server = serve(MEDIA_DIRS=str(media), SOURCES=str(media / "holidays"))
    assert names(listing(server, dir="media")) == ["inner.avi"]
    assert names(listing(server, dir="media/holidays")) == ["sea.avi", "Übung.mkv"]
    assert server.get("/api/glance", params={"video": str(media / "a.avi")}).status_code == 404


def test_without_the_token_nothing(serve, media):
    server = serve(MEDIA_DIRS=str(media), API_TOKEN="sesame-opens-this-door", WATCH_TOKEN="look-but-do-not-touch")
    assert server.get("/api/media").status_code == 401
    assert server.get("/api/media", headers={"Authorization": "Bearer look-but-do-not-touch"}).status_code == 403


def test_none_are_shown_by_default(serve):
    server = serve()
    assert server.get("/api/sources").json()["folders"] is False
    assert listing(server) == {"dir": "", "folders": [], "videos": [], "more": None, "cut": False}


def test_folders_of_one_name_and_one_that_is_not_there(serve, media, tmp_path):
    other = tmp_path / "other" / "media"
    other.mkdir(parents=True)
    server = serve(MEDIA_DIRS=f"{media}, {other}, {tmp_path / 'later'}")
    assert [one["dir"] for one in listing(server)["folders"]] == ["media", "media 2", "later"]
    assert messages.kNoMediaDir.said_in(server.log_text, str(tmp_path / "later"))
    (tmp_path / "later").mkdir()
    assert listing(server, dir="later")["videos"] == []
