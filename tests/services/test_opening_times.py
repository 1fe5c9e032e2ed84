"""Opening hours on a day that is named: holidays count, and so does the hour it is now."""

from datetime import UTC, datetime

import pytest

from clinic.services.ports.conversations import Message
from tests.fakes import answer
from tests.services.talk import said, takes, talked_about
from tests.services.world import World

TOPIC = "faq/location_hours_contact"
WEEKLY = f"utter_{TOPIC}"


def asked(world: World, text: str) -> tuple[Message, ...]:
    world.engine.reply = answer(WEEKLY, label=TOPIC)
    return takes(world, text)


@pytest.mark.parametrize(
    "text", ["whens the clinic open on boxing day", "are you open on 26 december", "open sat 26 dec?"]
)
def test_a_holiday_is_closed_whatever_the_week_says(world: World, text: str) -> None:
    told, weekly = asked(world, text)

    assert told.text == "On Saturday 26 December, we are closed. We open at 9am on Tuesday 29 December."
    assert weekly.response == WEEKLY


def test_a_day_is_told_with_its_hours(world: World) -> None:
    told, _ = asked(world, "what time do you close on saturday")

    assert told.text == "On Saturday 28 November, we are open 10am to 2pm."


def test_several_days_are_told_together(world: World) -> None:
    told, _ = asked(world, "are you open this weekend")

    assert told.text == (
        "Our hours on these days: Saturday 28 November 10am to 2pm, Sunday 29 November closed."
    )


@pytest.mark.parametrize("text", ["where are you", "are you open on sundays", "when do you open"])
def test_where_no_day_is_named_the_week_is_told_alone(world: World, text: str) -> None:
    assert [message.response for message in asked(world, text)] == [WEEKLY]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "We are open now, until 6pm today."),
        (datetime(2026, 11, 24, 19, 0, tzinfo=UTC), "We are closed now. We open at 9am tomorrow."),
        (datetime(2026, 11, 24, 7, 0, tzinfo=UTC), "We are closed now. We open at 9am today."),
        (
            datetime(2026, 12, 25, 12, 0, tzinfo=UTC),
            "We are closed now. We open at 9am on Tuesday 29 December.",
        ),
    ],
)
def test_now_is_told_by_the_clock(world: World, moment: datetime, text: str) -> None:
    world.clock.moment = moment

    assert asked(world, "are you open now")[0].text == text


@pytest.mark.parametrize(
    ("text", "response"),
    [("on sunday", "utter_closed_on"), ("and tuesday?", "utter_open_on"), ("now?", None)],
)
def test_a_day_that_follows_is_about_the_hours_too(world: World, text: str, response: str | None) -> None:
    talked_about(world, TOPIC)

    assert said(world, text) == [response or "utter_open_now"]


def test_a_day_that_follows_something_else_is_the_engines(world: World) -> None:
    talked_about(world, "faq/pain")
    world.engine.reply = answer("utter_booking_pick_day", label="book_consultation")

    assert said(world, "on sunday") == ["utter_booking_pick_day"]
