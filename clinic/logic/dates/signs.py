"""Words around the phrases: what turns them round ("not", "no good"), ends a thought, or says nothing."""

from typing import Final

from clinic.logic.dates.marks import Meaning, Sign, phrases


def _is(sign: Sign) -> Meaning:
    return lambda match, horizon: sign


_ALL: Final = r"(?:any ?day|any ?time|anything|every ?day|all days)"
_BUT: Final = r"(?:but|except(?: for)?|apart from|other than|besides)"
_NOT: Final = (
    r"(?:not|no|never|avoid|without|rather not|busy|unavailable|away|except(?: for)?|apart from|other than)"
)
_CANNOT: Final = r"(?:cant|cannot|can not|wont|dont|do not)(?: (?:do|make|come|manage|want|like))?"
_FAILS: Final = r"(?:dont|do not|doesnt|does not|wont|will not) (?:work|suit)"
_BAD: Final = r"(?:(?:is|are|s) )?(?:no good|not good|not possible|not great|impossible|out)"
_FIRST: Final = r"(?:the )?(?:soonest|earliest|first|next)(?: (?:one|opening|available))+"
_FILLER_WORDS: Final = """
a an the on at in of for to is it its id ill im i me my we you your us be been am are was do does did can
could would will should shall might may like want need prefer have has got get give any some there this that
these then so and or if as with about hi hello hey please pls plz thanks thank ok okay yes yeah yep
sure cheers maybe perhaps possibly ideally preferably around how what whats when which where who free
available availability opening openings slot slots space appointment appointments appt booking book come see
make manage try take find look looking hope something sometime time times day days date dates week suit
suits better best good great fine works work doctor dr clinic visit consultation consult another other else
one only just still also too again sooner later next move change switch reschedule rebook rearrange
"""
_FILLER: Final = "|".join(sorted(_FILLER_WORDS.split(), key=len, reverse=True))

SIGN_PHRASES: Final = phrases(
    (rf"{_ALL} {_BUT}", _is(Sign.NOT)),
    (rf"{_BAD}|{_FAILS}", _is(Sign.NOT_BEFORE_THIS)),
    (rf"{_CANNOT}(?: it)?(?: on| in)?", _is(Sign.NOT)),
    (rf"{_NOT}(?: free| available)?(?: on| in)?", _is(Sign.NOT)),
    (rf"{_ALL}|asap|as soon as (?:possible|you can)|{_FIRST}|soonest|earliest", _is(Sign.ANY)),
    (r"whenever|dont mind|no preference", _is(Sign.ANY)),
    (r"from|starting(?: from)?", _is(Sign.FROM)),
    (r"after", _is(Sign.AFTER)),
    (r"until|by", _is(Sign.UNTIL)),
    (r"before", _is(Sign.BEFORE)),
    (r"but|[,;.!?]|(?:i )?can do|instead|otherwise", _is(Sign.NEW_THOUGHT)),
    (rf"{_FILLER}|[^\w\s]", _is(Sign.FILLER)),
)
