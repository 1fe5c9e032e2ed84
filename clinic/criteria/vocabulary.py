"""The words the safety watch knows: concepts, context cues, idioms, contractions, common English.

A concept lists words and phrases. "swell~" stands for its regular forms (swells, swelled, swelling);
"@other" takes over another concept. Everything is lower case without apostrophes or accents. common_words.txt
holds frequent English, and every real word that a slip of the finger could confuse with a word that matters.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from clinic.criteria.loading import CriteriaInvalid, Strict, read_folder

HERE: Final = Path(__file__).parent / "vocabulary"
Phrase = tuple[str, ...]
MEASURED: Final = frozenset({"low_sugar_reading", "high_sugar_reading", "fever_reading"})
"""Concepts that clinic.language.readings finds by their numbers."""
ContextCategory = Literal[
    "negated", "uncertain", "hypothetical", "general", "normality", "own", "mine", "own_question", "current",
    "recent", "historical", "long_past", "family", "someone_else", "partner", "stop", "turn", "pseudo",
]  # fmt: skip


class Combination(Strict):
    """A concept made of others that stand together."""

    all: tuple[str, ...]
    within: int
    ordered: bool = True


class ConceptFile(Strict):
    """One file of concepts: name → words and phrases."""

    concepts: dict[str, list[str]]
    combined: dict[str, tuple[Combination, ...]] = Field(default_factory=dict)


class ContextCue(Strict):
    """Phrases that say how to read what stands near them."""

    category: ContextCategory
    serves: Literal["flags", "findings", "both"] = "both"
    direction: Literal["forward", "backward", "both"] = "forward"
    reach: int = 6
    stops_at_pause: bool = False
    """Whether a comma ends it, unless it is the comma of a list with "or"."""
    phrases: list[str]


class ContextFile(Strict):
    """The context cues, for medspaCy's ConText."""

    lists: dict[str, list[str]]
    cues: list[ContextCue]


class Idiom(Strict):
    """Phrases that sound grave and are not, with the reason."""

    reason: str
    phrases: list[str]


class IdiomFile(Strict):
    """The idioms; "<hair> is dying" stands for every entry of the list "hair"."""

    lists: dict[str, list[str]] = Field(default_factory=dict)
    idioms: list[Idiom]


class SpellingFile(Strict):
    """How words are written: contractions, known misspellings, pieces of run-together words."""

    pairs: dict[str, str] = Field(default_factory=dict)
    misspellings: dict[str, str] = Field(default_factory=dict)
    expansions: dict[str, str] = Field(default_factory=dict)
    joiners: list[str] = Field(default_factory=list)
    never_misspelt: list[str] = Field(default_factory=list)

    def written_out(self, word: str) -> Phrase:
        """The words that a contraction or a known misspelling stands for, else the word itself."""
        long = self.expansions.get(word) or self.misspellings.get(word) or word
        return tuple(long.split())


@dataclass(frozen=True)
class Vocabulary:
    """Everything the reader and the concept finder need."""

    concepts: Mapping[str, tuple[Phrase, ...]]
    combined: Mapping[str, tuple[Combination, ...]]
    idioms: tuple[Phrase, ...]
    cues: tuple[ContextCue, ...]
    spelling: SpellingFile
    common_words: frozenset[str]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every concept that a pattern may name."""
        return frozenset(self.concepts) | frozenset(self.combined) | MEASURED

    def cues_for(self, reader: Literal["flags", "findings"]) -> tuple[ContextCue, ...]:
        """The cues that bear on red flags, or those that bear on findings."""
        return tuple(cue for cue in self.cues if cue.serves in (reader, "both"))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every single word of the concepts and the cues: what is worth recognising when misspelt."""
        phrases = itertools.chain(
            *self.concepts.values(), (tuple(p.split()) for c in self.cues for p in c.phrases)
        )
        return frozenset(word for phrase in phrases for word in phrase if word.isalpha())


def load_vocabulary(folder: Path = HERE) -> Vocabulary:
    """Read and check the vocabulary folder."""
    spelling = _spelling(folder / "spelling")
    concepts, combined = _concepts(folder, spelling)
    common = (folder / "common_words.txt").read_text(encoding="utf-8").split()
    return Vocabulary(
        concepts=concepts,
        combined=combined,
        idioms=tuple(
            phrase
            for _, file in read_folder(folder / "idioms", IdiomFile)
            for phrase in _idioms(file, spelling)
        ),
        cues=tuple(
            cue for _, file in read_folder(folder / "context", ContextFile) for cue in _cues(file, spelling)
        ),
        spelling=spelling,
        common_words=frozenset(common) | frozenset(spelling.never_misspelt),
    )


def _concepts(
    folder: Path, spelling: SpellingFile
) -> tuple[dict[str, tuple[Phrase, ...]], dict[str, tuple[Combination, ...]]]:
    listed: dict[str, list[str]] = {}
    combined: dict[str, tuple[Combination, ...]] = {}
    for name, file in read_folder(folder / "concepts", ConceptFile):
        twice = (listed.keys() | combined.keys()) & (file.concepts.keys() | file.combined.keys())
        if twice:
            raise CriteriaInvalid(f"{name}: listed twice: {', '.join(sorted(twice))}")
        listed.update(file.concepts)
        combined.update(file.combined)
    for concept, ways in combined.items():
        if not {part for way in ways for part in way.all} <= listed.keys() | combined.keys():
            raise CriteriaInvalid(f"combined concept {concept} names an unknown concept")
    phrases = {concept: dict.fromkeys(_phrases(concept, listed)) for concept in listed}
    return {
        name: tuple(_written_out(phrase, spelling) for phrase in rows) for name, rows in phrases.items()
    }, combined


def _written_out(phrase: Iterable[str], spelling: SpellingFile) -> Phrase:
    """A phrase as the reader will see it: "gonna faint" → "going to faint", "hair loss" → "hairloss"."""
    words = [part for word in phrase for part in spelling.written_out(word)]
    joined: list[str] = []
    for word in words:
        pair = f"{joined[-1]} {word}" if joined else ""
        if pair in spelling.pairs:
            joined[-1] = spelling.pairs[pair]
        else:
            joined.append(word)
    return tuple(joined)


def _spelling(folder: Path) -> SpellingFile:
    """The files of the folder as one."""
    files = [file for _, file in read_folder(folder, SpellingFile)]
    return SpellingFile(
        pairs=dict(itertools.chain.from_iterable(file.pairs.items() for file in files)),
        misspellings=dict(itertools.chain.from_iterable(file.misspellings.items() for file in files)),
        expansions=dict(itertools.chain.from_iterable(file.expansions.items() for file in files)),
        joiners=[word for file in files for word in file.joiners],
        never_misspelt=[word for file in files for word in file.never_misspelt],
    )


def _idioms(file: IdiomFile, spelling: SpellingFile) -> Iterator[Phrase]:
    for idiom in file.idioms:
        for phrase in (filled for told in idiom.phrases for filled in _filled(told, file.lists)):
            yield _written_out(phrase.split(), spelling)


def _cues(file: ContextFile, spelling: SpellingFile, serves: str | None = None) -> Iterator[ContextCue]:
    for cue in file.cues:
        filled = [part for phrase in cue.phrases for part in _filled(phrase, file.lists)]
        written = dict.fromkeys(" ".join(_written_out(phrase.split(), spelling)) for phrase in filled)
        yield cue.model_copy(update={"phrases": list(written)})


def _filled(phrase: str, lists: Mapping[str, list[str]]) -> Iterator[str]:
    """The phrase once for every entry of the list it names."""
    named = re.search(r"<(\w+)>", phrase)
    if named is None:
        yield phrase
        return
    if named[1] not in lists:
        raise CriteriaInvalid(f"no list is called {named[1]}")
    for entry in lists[named[1]]:
        yield from _filled(phrase.replace(named[0], entry), lists)


def _phrases(concept: str, listed: Mapping[str, list[str]], within: tuple[str, ...] = ()) -> Iterator[Phrase]:
    if concept in within:
        raise CriteriaInvalid(f"concept {concept} contains itself")
    for entry in listed[concept]:
        if not entry.startswith("@"):
            yield from _inflected(tuple(entry.split()))
            continue
        if entry[1:] not in listed:
            raise CriteriaInvalid(f"concept {concept} takes over {entry[1:]}, which is not listed")
        yield from _phrases(entry[1:], listed, (*within, concept))


def _inflected(phrase: Phrase) -> Iterator[Phrase]:
    """A phrase once for every form of its word that ends in "~"."""
    for place, word in enumerate(phrase):
        if word.endswith("~"):
            for form in inflections(word[:-1]):
                yield from _inflected((*phrase[:place], form, *phrase[place + 1 :]))
            return
    yield phrase


def inflections(verb: str) -> list[str]:
    """The regular forms of an English verb: close → close, closes, closed, closing, closin."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing", verb[:-1] + "in"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing", verb + "in"]
    stem = verb + verb[-1] if _doubles(verb) else verb
    plural = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return [verb, verb + plural, stem + "ed", stem + "ing", stem + "in"]


def _doubles(verb: str) -> bool:
    """Short verbs double their last consonant: stop → stopped."""
    vowels = [place for place, letter in enumerate(verb) if letter in "aeiou"]
    return len(vowels) == 1 and verb[-1] not in "aeiouwxy" and vowels[0] == len(verb) - 2 and len(verb) > 2
