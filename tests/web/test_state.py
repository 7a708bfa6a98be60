"""The page's state: who subscribes hears of changes, once each, and of nothing else."""
import pytest

from page import wait_for_status

OF_A_STATE = "async () => { const { State, isSame } = await import('/state.js'); const state = new State(); %s }"


@pytest.fixture
def told(idle_server, open_tab):
    """told(script) -> what it returns; it has `state` and `isSame`."""
    tab = open_tab(idle_server.url)
    wait_for_status(tab.page, "true")
    yield lambda script: tab.page.evaluate(OF_A_STATE % script)


def test_a_subscriber_hears_now_and_of_each_change_once(told):
    assert told("""const heard = [];
      state.subscribe(({ session }) => session, (now, before) => heard.push([before ?? null, now]));
      state.update({ session: 1 });
      state.update({ session: 1, writing: true });
      state.update({ session: 2 });
      return heard;""") == [[None, 0], [0, 1], [1, 2]]


def test_what_is_not_known_yet_is_not_told(told):
    assert told("""const heard = [];
      state.subscribe(({ status }) => status?.instruction, (now) => heard.push(now));
      state.update({ status: { instruction: '' } });
      state.update({ status: { instruction: '' } });
      state.update({ status: { instruction: 'people' } });
      return heard;""") == ["", "people"]


def test_a_reaction_may_change_the_state_and_all_hear_of_it_in_order(told):
    assert told("""const heard = [];
      state.subscribe(({ session }) => session, (now) => now === 1 && state.update({ writing: true }));
      state.subscribe(({ session, writing }) => [session, writing], (now) => heard.push(now));
      state.update({ session: 1 });
      return heard;""") == [[0, False], [1, True]]


def test_one_that_fails_takes_nobody_elses_news_away(told):
    assert told("""const heard = [];
      window.addEventListener('error', (event) => event.preventDefault());
      state.subscribe(({ session }) => session, () => { throw new Error('broken'); });
      state.subscribe(({ session }) => session, (now) => heard.push(now));
      state.update({ session: 1 });
      return heard;""") == [0, 1]


def test_values_are_compared_by_what_they_say(told):
    assert told("""const track = new EventTarget();
      return [isSame({ a: [1, { b: null }] }, { a: [1, { b: null }] }), isSame([1], [1, 2]), isSame({ a: 1 }, { b: 1 }),
              isSame(null, {}), isSame(track, track), isSame(track, new EventTarget()), isSame([], {}), isSame(NaN, NaN)];""") == [
        True, False, False, False, True, False, False, True]


def test_events_of_the_server_change_it(told):
    assert told("""state.update({ status: { instruction: '', target_delay: 0 } });
      state.follow({ event: 'activity', data: { activity: 'thinking', delay: 1.5 }, old: false });
      state.follow({ event: 'settings', data: { instruction: 'dogs', profile: 'sports', preset: 'owl' }, old: false });
      state.follow({ event: 'settings', data: { instruction: 'long ago', profile: '', preset: '' }, old: true });
      const { activity, status } = state.now;
      return [activity, status.target_delay, status.instruction, status.active_profile, status.active_preset];""") == [
        "thinking", 1.5, "dogs", "sports", "owl"]


def test_choices_are_kept(told):
    assert told("""state.choose({ 'caption-size': 'huge', theme: null });
      return [state.now.choices['caption-size'], localStorage.getItem('nerdpudding.caption-size'), localStorage.getItem('nerdpudding.theme')];
    """) == ["huge", '"huge"', None]
