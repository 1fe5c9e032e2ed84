"""Sign-off of the clinical content: unsigned, signed, changed since."""

from datetime import date

import pytest

from clinic.bootstrap import bootstrap
from clinic.config import Mode, Settings
from clinic.criteria.signoff import ContentUnsigned, content_hash, require_signoff, signoff_problem

TODAY = date(2026, 11, 20)
SIGNED = 'name: "Dr A. Example"\nrole: "lead clinician"\nsigned_on: "2026-11-19"\ncontent_hash: "{hash}"\n'


@pytest.fixture
def root(tmp_path):
    criteria, responses = tmp_path / "clinic" / "criteria", tmp_path / "data" / "responses"
    criteria.mkdir(parents=True)
    responses.mkdir(parents=True)
    (criteria / "health_questions.yml").write_text("questions: []\n")
    (criteria / "label_titles.yml").write_text("titles: {}\n")
    (responses / "outcome.yml").write_text("responses: {}\n")
    sign(tmp_path)
    return tmp_path


def sign(root, text=SIGNED):
    (root / "clinic" / "criteria" / "signoff.yml").write_text(text.format(hash=content_hash(root)))


def test_signed_content_has_no_problem(root):
    require_signoff(TODAY, root)

    assert signoff_problem(TODAY, root) is None


@pytest.mark.parametrize("changed", ["clinic/criteria/health_questions.yml", "data/responses/outcome.yml"])
def test_a_changed_word_ends_the_sign_off(root, changed):
    (root / changed).write_text("other: words\n")

    assert "has changed since Dr A. Example" in signoff_problem(TODAY, root)


def test_a_new_file_ends_the_sign_off(root):
    (root / "data" / "responses" / "more.yml").write_text("responses: {}\n")

    with pytest.raises(ContentUnsigned, match="has changed"):
        require_signoff(TODAY, root)


def test_a_renamed_label_title_needs_no_clinician(root):
    (root / "clinic" / "criteria" / "label_titles.yml").write_text("titles: {pain: Pain}\n")

    assert signoff_problem(TODAY, root) is None


def test_line_ends_of_another_machine_do_not_matter(root):
    path = root / "data" / "responses" / "outcome.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert signoff_problem(TODAY, root) is None


@pytest.mark.parametrize(
    "text",
    [
        "name: null\nrole: null\nsigned_on: null\ncontent_hash: null\n",
        SIGNED.replace("Dr A. Example", " "),
        SIGNED.replace('"2026-11-19"', "null"),
        SIGNED.replace("2026-11-19", "2026-11-21"),
        SIGNED.replace("{hash}", "0" * 64),
        SIGNED + "level: high\n",
        "",
        ": : :",
    ],
    ids=["empty", "nameless", "undated", "future", "other hash", "unknown key", "nothing", "no YAML"],
)
def test_anything_less_than_a_full_signature_is_none(root, text):
    sign(root, text)

    with pytest.raises(ContentUnsigned):
        require_signoff(TODAY, root)


def test_a_missing_signature_is_none(root):
    (root / "clinic" / "criteria" / "signoff.yml").unlink()

    assert "counts as unsigned" in signoff_problem(TODAY, root)


def test_production_does_not_start_on_unsigned_content():
    settings = Settings(_env_file=None, mode=Mode.PRODUCTION)

    with pytest.raises(ContentUnsigned):
        bootstrap(settings)


def test_the_content_of_this_repository_is_a_proposal():
    assert "a proposal" in signoff_problem(TODAY)
