"""What a detector of presentation attacks says: how likely each kind of presentation is."""

from dataclasses import dataclass

GENUINE = "genuine"


@dataclass(frozen=True)
class Told:
    """`kinds`: how likely each is, together 1; `genuine` is one of them, the others are what an
    attack was made with."""

    kinds: dict[str, float]

    @property
    def attack(self) -> float:
        """How likely any attack is, 0..1."""
        return 1 - self.kinds[GENUINE]

    def suspicion(self, kind: str) -> float:
        """How likely an attack of a kind is; the likeliest stands for all, for they are one."""
        attacks = {name: share for name, share in self.kinds.items() if name != GENUINE}
        leads = max(attacks, key=lambda name: attacks[name]) == kind
        return self.attack if leads else attacks[kind]
