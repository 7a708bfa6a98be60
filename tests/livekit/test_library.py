"""The page's LiveKit library is the program's, whatever folder the page comes from."""
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from guest import LIBRARY

WEB = Path(__file__).resolve().parents[2] / "web"


@pytest.mark.parametrize("flags", [[], ["--web-dir", str(WEB)]], ids=["built-in", "folder"])
def test_it_is_served_once(serve, flags):
    address = serve(*flags).url + "/livekit-client.js"
    with urllib.request.urlopen(address, timeout=10) as response:
        assert response.headers["Content-Type"].startswith("text/javascript")
        assert response.read() == LIBRARY.read_bytes()
    known = urllib.request.Request(address, headers={"If-None-Match": response.headers["ETag"]})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(known, timeout=10)
