"""What happens to rooms, networks and people in them: the commentator comes back by itself, seen and heard."""
import time

import pytest

from bot import Bot, live, trouble

INSTRUCTION = "Tell me about people and movement."


@pytest.fixture
def show(serve, join, yard):
    """show(**settings) -> (bot, ann, bob): ann's camera is live, bob listens."""
    def one(**settings):
        bot = Bot(serve(INSTRUCTION=INSTRUCTION, **settings))
        ann, bob = join("ann", camera=yard), join("bob")
        assert bot.start(wait=True)[0] == 200
        bot.until_live()
        bob.until("level() > 0.02", 60)
        return bot, ann, bob

    return one


def test_every_twentieth_packet_is_lost(show, tmp_path):
    loss = tmp_path / "loss"
    bot, ann, bob = show(**trouble(tmp_path, LOSS=loss))
    bob.page.wait_for_timeout(2000)
    before = bot.status()["pictures_per_s"]
    loss.write_text("5")
    rates = []
    for _ in range(15):
        bob.page.wait_for_timeout(1000)
        status = bot.status()
        rates.append(status["pictures_per_s"])
        print(status["source_state"], rates[-1], status["picture_age_s"])
    print(before, rates)
    assert sum(rates) / len(rates) >= 0.8 * before
    bob.until("level() > 0.02", 30)
