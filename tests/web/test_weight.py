"""What the page costs: bytes before its first picture, memory over many lines."""
from page import lines, until, wait_for_picture
from playwright.sync_api import expect

MOST_BYTES = 150_000


def test_the_first_picture_costs_few_bytes(server, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    counted, urls = {}, {}

    def count(request, size):
        counted[request] = counted.get(request, 0) + size

    network.on("Network.requestWillBeSent", lambda sent: urls.update({sent["requestId"]: sent["request"]["url"]}))
    network.on("Network.dataReceived", lambda data: count(data["requestId"], data["encodedDataLength"]))
    network.on("Network.responseReceived", lambda got: count(got["requestId"], got["response"]["encodedDataLength"]))
    page.add_init_script("""document.addEventListener('load', ({ target }) => {
      if (target.id === 'picture') window.firstPicture ??= performance.now();
    }, true)""")
    page.goto(server.url)
    wait_for_picture(page)
    until(page, "window.firstPicture > 0")
    # Some of the page's code waits for that.
    later = page.evaluate("performance.getEntriesByType('resource').filter((one) => one.startTime > firstPicture).map((one) => one.name)")
    total = sum(size for request, size in counted.items() if "mjpeg" not in urls[request] and urls[request] not in later)
    print(f"{total} bytes without the pictures, first picture after {page.evaluate('firstPicture'):.0f} ms")
    assert total <= MOST_BYTES
    context.close()


def test_memory_is_flat_over_many_lines(show):
    page, server = show
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.enable")
    tools.send("Performance.enable")

    def say(first, count):
        for n in range(first, first + count):
            server.end(f"Line {n}: somebody crosses the yard from left to right, for the {n}th time.")
        expect(lines(page).first).to_contain_text(f"Line {first + count - 1}:")
        for _ in range(3):
            tools.send("HeapProfiler.collectGarbage")
        told = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
        return told["Nodes"], told["JSHeapUsedSize"]

    nodes, heap = say(0, 550)
    more_nodes, more_heap = say(550, 1000)
    print(f"after 550 lines {nodes} nodes, {heap} bytes; after 1550 {more_nodes}, {more_heap}")
    assert more_nodes <= nodes + 100
    assert more_heap <= heap + 500_000
