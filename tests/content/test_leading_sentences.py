"""Sentences that sell, soothe or decide, one by one: the guard refuses each, and lets honest ones pass."""

import pytest

from clinic.criteria.claims import Claims, ForbiddenGroup
from clinic.criteria.wording import check_string

# Drawn from the conflicts of the founding texts (clinical.md 1.2), as a hurried writer would put them.
LEADING: dict[str, list[str]] = {
    "C1 side effects": [
        "The treatment has no known side effects.",
        "It is free of side effects.",
        "Side effects are rare with us.",
        "There are hardly any side effects.",
        "The method is safe in good hands.",
        "It’s safe, because it is natural.",
        "A natural, so gentle, method.",
        "You take zero risk.",
        "It is a low risk method.",
        "Nothing can go wrong.",
        "It is well tolerated.",
    ],
    "C2 schedule": [
        "You come once a week.",
        "Sessions are every 3 weeks.",
        "Visits are four weeks apart.",
        "We do weekly sessions at first.",
    ],
    "C3 count and first sign": [
        "You will see a change soon.",
        "You can see it after the third session.",
        "After 3 sessions your hair looks good.",
        "Six sessions are enough.",
        "You need 8 sessions.",
        "The first results come early.",
    ],
    "C4 success": [
        "The success of the method is high.",
        "It works for almost all.",
        "90% of our patients are glad.",
        "Nine out of ten see more.",
        "Chances are good that it helps.",
        "It is better than any lotion.",
        "Studies show that it helps.",
        "The first signs are encouraging.",
        "You get great results.",
        "Most people see a change.",
    ],
    "C5 lasting": [
        "Your hair stays for good.",
        "You are rid of it once and for all.",
        "It gives long-lasting hair.",
        "The results stay with you.",
        "Hair loss never comes back.",
    ],
    "C6 seasons": [
        "Come back when the season turns.",
        "A visit before winter is wise.",
        "Your hair stands any weather.",
    ],
    "C7 outcome": [
        "It stops your hair loss.",
        "It stopped all hair fall.",
        "We prevent further hair loss.",
        "It slows down hair loss.",
        "Your hair grows back.",
        "It brings your hair back.",
        "You will grow new hair.",
        "Your hair gets thicker.",
        "It makes a fuller head.",
        "It strengthens each hair.",
        "It reverses baldness.",
        "Our baldness treatment is here.",
    ],
    "C8 exclusions": [
        "Anyone can have it.",
        "Diabetes is no bar to it.",
        "You can come even with diabetes.",
        "It is fine even while pregnant.",
        "That is not a problem for us.",
        "You can have the treatment.",
    ],
    "C9 who it is for": [
        "It is right at any stage of baldness.",
        "It works even if you are bald.",
        "It suits all hair types.",
        "It repairs burnt hair.",
        "It moisturises dry hair.",
    ],
    "C10 pain": [
        "It is relatively painless.",
        "You barely feel the needle.",
        "It doesn’t hurt.",
        "You feel nothing at all.",
        "There is little pain.",
    ],
    "C11 grey hair": [
        "It delays whitening.",
        "It slows down the greying.",
        "Grey hair gets its colour again.",
        "Your natural colour comes back.",
    ],
    "C12 mechanism": [
        "It boosts the roots.",
        "It stimulates growth.",
        "The mix nourishes each root.",
        "It feeds the hair roots.",
        "It wakes sleeping follicles.",
        "It improves the blood flow.",
        "It brings more blood to the scalp.",
    ],
    "C13 what is in it": [
        "It holds only vitamins.",
        "There are no hormones in it.",
        "There is no medicine in it.",
        "It has no effect on hormones.",
        "The mix is drug-free.",
    ],
    "C14 who decides": [
        "I approve your treatment.",
        "I can decide that for you.",
        "No doctor needed.",
        "You can have it without a doctor.",
        "You get instant approval here.",
        "The chat decides in a minute.",
    ],
    "3.7 verdicts": ["You are fit for treatment.", "You qualify for it.", "It is made for you."],
    "4.3 odds and comfort": [
        "That is completely normal.",
        "It is nothing serious.",
        "It is very likely fine.",
    ],
    "H16 medicine": ["Pause your blood thinner first.", "You may skip a dose.", "Take a painkiller."],
    "ST-05 and ST-08 device": ["We analyse your scalp.", "I can predict it.", "You get a health score."],
    "ST-18 clinician": ["I am your virtual doctor.", "As your doctor I say yes.", "I am a nurse."],
    "ST-21 and ST-24 pressure": [
        "Only 3 places left.",
        "Our times are filling up.",
        "Book now.",
        "Don’t miss this.",
        "The offer ends soon: today only.",
        "Our happy patients say so.",
    ],
    "ST-22 hints": ["It is backed by science.", "Doctors recommend it.", "A clinically proven way."],
    "ST-15 plain words": ["It is for topical use.", "Adverse effects may follow.", "Tell us the dosage."],
}
HONEST = [
    "We cannot say when, or if, a change shows.",
    "We promise no result.",
    "Ask the clinic how often visits are.",
    "How many visits there are differs from person to person.",
    "Are you safe where you are now?",
    "Stay in a safe place until help comes.",
    "Do not stop or change any medicine.",
    "Do not wait for a reply here.",
    "If you lose new hair in patches, tell us.",
    "Have you had a session in the last 3 months?",
    "You can book again in the chat at any time.",
    "There are 3 free times on Tuesday.",
    "It lasts 30 to 60 minutes.",
    "Some people feel pain or get a bruise.",
    "Call us. A nurse answers at night.",
    "I am a computer program, not a doctor.",
    "The clinician decides after seeing you.",
    "Wait a week before any other hair treatment.",
    "It may be worse in the sun.",
    "Tell us if you have diabetes.",
    "Fewer than 24 hours before, please call.",
]


def test_there_are_enough_of_them_from_every_conflict() -> None:
    drawn = {name.split()[0]: sentences for name, sentences in LEADING.items() if name.startswith("C")}

    assert set(drawn) == {f"C{number}" for number in range(1, 15)}
    assert sum(map(len, drawn.values())) >= 60


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"{name}: {text}") for name, texts in LEADING.items() for text in texts]
)
def test_a_leading_sentence_is_refused_however_it_is_typed(claims: Claims, text: str) -> None:
    for typed in (text, text.upper(), text.replace("’", "'"), text.replace(" ", "\n")):
        assert any(": " in reason for reason in check_string(typed, claims)), typed


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_sentence_passes(claims: Claims, text: str) -> None:
    assert list(check_string(text, claims)) == []


def test_every_forbidden_phrase_finds_itself(claims: Claims) -> None:
    """A phrase whose signs are mistyped would forbid nothing."""
    for group in claims.forbidden:
        for word in group.words:
            said = word.replace("*", "").replace("#", "3").replace("…", "of the")
            assert group.pattern.fullmatch(said), f"{group.id}: {word}"


def test_no_phrase_stands_twice(claims: Claims) -> None:
    words = [word.lower() for group in claims.forbidden for word in group.words]

    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize(
    ("word", "found", "passed"),
    [
        ("stop* … loss", "It STOPS all your hair loss", "It stops one two three four loss"),
        ("stop* … loss", "stops loss", "It may stop. Loss"),
        ("stop* … loss", "stops hair,\nloss", "It stops. Your hair loss goes on"),
        ("# left", "Only 12 left", "turn left"),
        ("# left", "three left", "none left"),
        ("#% of", "12.5% of", "% of"),
        ("don't", "DON’T", "dont"),
        ("book now", "book\n now", "booknow"),
    ],
)
def test_the_signs_in_a_phrase(word: str, found: str, passed: str) -> None:
    group = ForbiddenGroup("x", "why", (word,))

    assert group.pattern.search(found)
    assert not group.pattern.search(passed)
