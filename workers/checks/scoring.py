"""How what was measured or compared becomes a check; a score is 50 at its threshold."""

from collections.abc import Iterable

from app.core.report import (
    Attack,
    Check,
    CheckGroup,
    CheckOutcome,
    Outcome,
    PictureName,
    Reason,
)


def at_least(value: float, threshold: float) -> float:
    """Score of a number that ought to be large: rises with it, 50 at the threshold, 0 at 0."""
    value = max(value, 0.0)
    return round(100 * value / (value + threshold), 1)


def at_most(value: float, threshold: float) -> float:
    """Score of a number that ought to be small: falls with it, 50 at the threshold, 100 at 0."""
    return round(100 * threshold / (max(value, 0.0) + threshold), 1)


def attack(checks: Iterable[Check]) -> Attack:
    """One result of checks that each look for another attack: the worst of them.

    `clear` needs all of them: where one could not be done, its attack was not looked for.
    """
    looked = list(checks)
    raised = [check for check in looked if check.outcome == CheckOutcome.ATTENTION]
    missed = [check for check in looked if check.outcome == CheckOutcome.NOT_PROCESSED]
    outcome = Outcome.NOT_PROCESSED if missed or not looked else Outcome.CLEAR
    return Attack(
        outcome=Outcome.ATTENTION if raised else outcome,
        score=min((check.score for check in looked if check.score is not None), default=None),
        reasons=[Reason(code=check.name, message=check.reason or "") for check in raised or missed],
    )


def answered(
    group: CheckGroup,
    name: str,
    outcome: CheckOutcome,
    reason: str | None = None,
    measured: dict[str, float] | None = None,
    picture: PictureName | None = None,
) -> Check:
    """A check of data, which has an answer and no score."""
    return Check(
        name=name,
        group=group,
        outcome=outcome,
        reason=reason,
        picture=picture,
        measured=measured or {},
    )


def judged(
    name: str,
    group: CheckGroup,
    picture: PictureName,
    *,
    score: float,
    raised: bool,
    reason: str,
    measured: dict[str, float],
) -> Check:
    """A check that was done; `reason` is kept where it is `raised`."""
    return Check(
        name=name,
        group=group,
        outcome=CheckOutcome.ATTENTION if raised else CheckOutcome.CLEAR,
        score=score,
        reason=reason if raised else None,
        picture=picture,
        measured=measured,
    )


def suspected(
    name: str,
    group: CheckGroup,
    picture: PictureName,
    *,
    likely: float,
    most: float,
    reason: str,
    seen_at: dict[str, float],
) -> Check:
    """A check of how `likely` a detector calls something an attack, 0..1: raised above `most`.

    `seen_at`: how finely the detector saw it, by the name of its unit.
    """
    score = at_most(likely, most)
    return judged(
        name,
        group,
        picture,
        score=score,
        raised=score < 50,
        reason=reason,
        measured={"likely": round(likely, 4), **seen_at},
    )


def undone(
    name: str,
    group: CheckGroup,
    picture: PictureName,
    reason: str,
    outcome: CheckOutcome = CheckOutcome.NOT_PROCESSED,
) -> Check:
    """A check that could not be done, and why."""
    return Check(name=name, group=group, outcome=outcome, reason=reason, picture=picture)
