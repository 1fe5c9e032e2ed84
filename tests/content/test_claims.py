"""The claims of the founding texts: all there, none promoted by accident."""

from collections import Counter

from clinic.criteria.claims import Claims

NEVER = {"S0-03", "S0-05", "S0-07", "S0-10", "S0-12", "S0-18", "S0-19", "S0-27", "S0-28"} | {
    "S0-36",
    "S0-37",
    "S0-38",
    "S0-39",
    "S0-40",
    "S1-26",
}


def test_every_claim_has_its_row(claims: Claims) -> None:
    expected = {f"S{text}-{number:02}" for text in (0, 1) for number in range(1, 42)}

    assert set(claims.claims) == expected


def test_the_claims_keep_their_status(claims: Claims) -> None:
    assert {ref for ref, claim in claims.claims.items() if claim.status == "no"} == NEVER
    assert Counter(claim.status for claim in claims.claims.values()) == {
        "ok": 30,
        "hedge": 30,
        "no": 15,
        "cfg": 5,
        "brand": 2,
    }


def test_no_claim_that_must_not_be_made_offers_a_way_to_make_it(claims: Claims) -> None:
    for claim in claims.claims.values():
        if claim.status in ("no", "brand"):
            assert not claim.template, claim.id
            assert not claim.placeholder, claim.id
