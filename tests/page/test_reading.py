"""An article is read: by pointer and by keyboard, sentence by sentence, source by source."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.page import articles
from tests.page.conftest import accessible
from tests.page.desk import SCORE, Desk


@pytest.fixture
def read(desk: Desk) -> Desk:
    return desk.write(articles.TEXT, articles.TITLE).judged()


@pytest.fixture
def panel(read: Desk) -> Locator:
    return read.page.get_by_role("region", name="The selected sentence")


def focused(desk: Desk) -> str:
    """Return the text of the element that has the focus, inside shadow roots too."""
    text: str = desk.page.evaluate(
        "() => { let one = document.activeElement; while (one?.shadowRoot?.activeElement) "
        "one = one.shadowRoot.activeElement; return one?.textContent ?? ''; }"
    )
    return text


def test_a_sentence_that_is_clicked_tells_why_it_is_judged_so(read: Desk, panel: Locator) -> None:
    read.click(read.sentence(articles.WEAK))
    for words in ("weak", "hearsay", "reportedly", "Sentence"):
        expect(panel).to_contain_text(words, ignore_case=True)
    expect(panel.get_by_role("img", name="How likely each level is")).to_be_visible()
    accessible(read.page)


def test_who_said_it_is_named(read: Desk, panel: Locator) -> None:
    read.click(read.sentence(articles.STRONG))
    expect(panel).to_contain_text("Ida Falk")
    expect(panel).to_contain_text("strong", ignore_case=True)


def test_the_keyboard_reaches_every_sentence_and_closes_what_it_opened(read: Desk, panel: Locator) -> None:
    read.sentences.first.focus()
    for key in ("j", "ArrowDown", "k"):
        read.page.keyboard.press(key)
    assert focused(read) == read.sentences.nth(1).text_content()
    read.page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("4.2 million crowns")
    read.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert focused(read) == read.sentences.nth(1).text_content()


def test_tab_stops_at_one_sentence_only(read: Desk) -> None:
    stops = read.page.locator("onrecord-article .sentence[tabindex='0']")
    expect(stops).to_have_count(1)
    read.click(read.sentences.nth(3))
    expect(stops).to_have_count(1)
    expect(stops).to_have_text(read.sentences.nth(3).text_content() or "")


def test_each_level_is_told_by_a_word_and_a_shape_beside_its_colour(read: Desk) -> None:
    told = read.sentences.evaluate_all("all => all.map((one) => [one.dataset.level, one.getAttribute('aria-label')])")
    words = {"none": "No evidence", "weak": "Weak", "moderate": "Moderate", "solid": "Solid", "strong": "Strong"}
    for level, label in told:
        assert label.startswith(f"{words[level]}: ")
    shown = "all => all.map((one) => getComputedStyle(one.querySelector('.first'), '::before').content)"
    for (level, _), content in zip(told, read.sentences.evaluate_all(shown), strict=True):
        assert re.match(rf'"[○◔◑◕●] {words[level].lower()}"', content)


def test_a_source_that_is_pointed_at_or_focused_lights_all_its_sentences(desk: Desk) -> None:
    with desk.page.expect_response(SCORE) as told:
        desk.write(articles.TEXT, articles.TITLE).judged()
    source = next(one for one in told.value.json()["sources"] if "Falk" in one["name"])
    assert len(source["sentences"]) > 1
    desk.page.get_by_role("tab", name="Sources").click()
    button = desk.page.get_by_role("row").get_by_role("button", name=source["name"])
    lit = "all => all.flatMap((one, at) => (one.classList.contains('lit') ? [at] : []))"
    button.hover()
    assert desk.sentences.evaluate_all(lit) == source["sentences"]
    desk.page.mouse.move(0, 0)
    assert desk.sentences.evaluate_all(lit) == []
    button.focus()
    assert desk.sentences.evaluate_all(lit) == source["sentences"]
    accessible(desk.page)


def test_the_table_of_sources_is_sorted_by_a_click_on_its_heads(read: Desk) -> None:
    read.page.get_by_role("tab", name="Sources").click()
    names = read.page.locator("onrecord-article tbody th")
    heading = read.page.get_by_role("columnheader", name="Source", exact=False).first
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert names.all_text_contents() == sorted(names.all_text_contents(), key=str.lower)
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert names.all_text_contents() == sorted(names.all_text_contents(), key=str.lower, reverse=True)


def test_only_the_weak_are_picked_out(read: Desk) -> None:
    read.page.get_by_label("Only weak").check()
    dim = "all => all.map((one) => [one.dataset.level, one.classList.contains('dim')])"
    for level, dimmed in read.sentences.evaluate_all(dim):
        assert dimmed == (level not in {"weak", "none"})
    expect(read.page).to_have_url(re.compile(r"#.*weak=1"))
    accessible(read.page)


def test_the_unnamed_are_picked_out(read: Desk) -> None:
    read.page.get_by_label("Only unnamed").check()
    kept = "all => all.filter((one) => !one.classList.contains('dim')).map((one) => one.textContent)"
    assert read.sentences.evaluate_all(kept) == [articles.WEAK, articles.UNNAMED]


def test_a_click_on_the_strip_goes_to_the_sentence(read: Desk, panel: Locator) -> None:
    strip = read.page.locator("onrecord-article .strip")
    box = strip.bounding_box()
    assert box is not None
    strip.click(position={"x": box["width"] / 2, "y": box["height"] - 2})
    expect(panel).to_contain_text(articles.DENIED[:40])


def test_what_to_check_leads_to_its_sentence(read: Desk, panel: Locator) -> None:
    check = read.page.get_by_role("tabpanel", name="To check")
    check.get_by_role("button", name="reportedly").first.click()
    expect(panel).to_contain_text("reportedly")


def test_a_headline_that_drops_a_hedge_is_held_against_the_body(desk: Desk) -> None:
    desk.write(
        "The old harbour bridge will reportedly close for repairs in May. Nobody at the town hall would say so. "
        "Two officials said that the harbour bridge may close for repairs.",
        "Harbour bridge will close for repairs in May",
    ).judged()
    expect(desk.page.get_by_role("tabpanel", name="To check")).to_contain_text("It drops “reportedly”")


def test_the_rating_shows_what_it_is_made_of(read: Desk) -> None:
    expect(read.page.get_by_role("region", name="Rating")).to_contain_text("Grade")
    read.page.get_by_role("tab", name="Rating").click()
    expect(read.page.get_by_role("tabpanel", name="Rating")).to_contain_text("%")
    accessible(read.page)


def test_what_was_left_out_is_listed(desk: Desk) -> None:
    desk.write(articles.HTML).judged()
    desk.page.get_by_role("tab", name="Left out").click()
    expect(desk.page.get_by_role("tabpanel", name="Left out")).to_contain_text("script", ignore_case=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_readable_in_both_themes_whoever_chooses(desk: Desk, theme: str) -> None:
    desk.page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    desk.page.get_by_label("Colours").select_option(theme)
    desk.sample("Mixed")
    desk.click(desk.sentences.nth(1))
    accessible(desk.page)
    desk.page.get_by_label("Colours").select_option("")
    accessible(desk.page)


def test_on_a_small_screen_nothing_runs_off_its_edge(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 640})
    desk.sample("Mixed")
    desk.click(desk.sentences.nth(1))
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.page.evaluate(over) == 0
    accessible(desk.page)
    for name in ("Sources", "Rating"):
        desk.page.get_by_role("tab", name=name).click()
        assert desk.page.evaluate(over) == 0


def test_the_marks_outlive_forced_colours(desk: Desk) -> None:
    desk.page.emulate_media(forced_colors="active")
    desk.sample("Mixed")
    accessible(desk.page)


def test_how_it_is_judged_and_what_it_does_not_say_is_one_click_away(desk: Desk) -> None:
    desk.page.get_by_role("button", name="How this is judged").click()
    dialog = desk.page.get_by_role("dialog", name="How this is judged")
    expect(dialog).to_contain_text("Whether anything in the text is true")
    accessible(desk.page)
    desk.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(desk.page.get_by_role("button", name="How this is judged")).to_be_focused()
