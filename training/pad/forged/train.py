"""Trains the network: `python -m training.pad.forged.train --data build/forged --minutes 30`.

Writes `forged.pt` into the folder of the data whenever the validation improved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from training.pad import loop, rates
from training.pad.forged import cards
from training.pad.forged.cards import GENUINE, Card, Strips, off, shown
from training.pad.forged.model import KINDS, ForgedNet, odds
from workers.vision.presentation.forged import LEAST_FIELDS

CARDS = 4  # in a batch
FIELDS = 6  # genuine ones of each card
BORDER = 4  # strips of the border

KIND_OF = {
    "photo_replacement": "laid",
    "physical_text": "laid",
    "digital_photo": "edited",
    "digital_text": "edited",
    "recompressed": "edited",
}


def main() -> None:
    """Trains for so many minutes."""
    options = loop.options(__doc__).parse_args()
    rng = loop.chance(options)
    known: dict[Path, Card] = {}

    def grow() -> int:
        for file in cards.found(options.data, "training"):
            if file not in known:
                known[file] = cards.read(file)
        return len(known)

    held_out = [cards.read(file) for file in cards.found(options.data, "validation")]
    net = ForgedNet().to(memory_format=torch.channels_last)
    if options.go_on:
        net.load_state_dict(torch.load(options.data / "forged.pt", weights_only=True))

    def loss() -> Tensor:
        files = list(known)
        chosen = [known[files[int(rng.integers(len(files)))]] for _ in range(CARDS)]
        return _loss(net, chosen, rng)

    loop.train(
        net,
        options.data / "forged.pt",
        options.minutes,
        loss=loss,
        validated=lambda mean: _validated(mean, held_out),
        grow=grow,
    )


def _loss(net: ForgedNet, chosen: list[Card], rng: np.random.Generator) -> Tensor:
    """All strips of a batch are seen at once, and judged card by card: each forged place beside the
    genuine ones of its card."""
    shown = [_shown(card, rng) for card in chosen]
    cuts = [cut for one in shown for cut in one.cuts.values()]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        seen = net.seen(tensor(np.concatenate(cuts))).float()
    told = _Told([], [], [], [])
    begin = 0
    for one in shown:
        places = {}
        for name, cut in one.cuts.items():
            places[name] = seen[begin : begin + len(cut)]
            begin += len(cut)
        _judge(net, one, places, told)
    loss = nn.functional.cross_entropy(torch.cat(told.fields), torch.tensor(told.of_fields))
    if told.portraits:
        photo = torch.cat(told.portraits)
        loss = loss + nn.functional.cross_entropy(photo, torch.tensor(told.of_portraits))
    return loss


@dataclass(frozen=True)
class _Shown:
    """Strips of a card as one batch shows it: `fields`, `portrait` and each forgery. `at`: by name
    of the forgery which of the fields shown it replaces, -1 for the portrait."""

    cuts: dict[str, Strips]
    at: dict[str, int]


@dataclass(frozen=True)
class _Told:
    """Logits of fields and portraits, and the numbers of their kinds."""

    fields: list[Tensor]
    of_fields: list[int]
    portraits: list[Tensor]
    of_portraits: list[int]


def _shown(card: Card, rng: np.random.Generator) -> _Shown:
    """Some of a card's fields, those among them that are forged, and some of its border."""
    look = _Look(rng)
    border = np.sort(rng.permutation(6)[:BORDER])
    forged = sorted({number for number, _ in card.forged.values() if number >= 0})
    others = [k for k in rng.permutation(len(card.fields)) if k not in forged]
    keep = [*forged, *others][:FIELDS]
    cuts = {"fields": look(card.fields[keep], mirror=False)}
    if len(card.portrait):
        cuts["portrait"] = look(card.portrait[border], mirror=True)
    at = {}
    for name, (number, strips) in card.forged.items():
        of_portrait = number < 0
        cuts[name] = look(strips[border] if of_portrait else strips, mirror=of_portrait)
        at[name] = -1 if of_portrait else keep.index(number)
    return _Shown(cuts, at)


def _judge(net: ForgedNet, shown: _Shown, seen: dict[str, Tensor], told: _Told) -> None:
    """Adds the logits of a card: genuine, and with each of its forgeries."""
    fields = net.field(seen["fields"])
    total, count = fields.sum(dim=0, keepdim=True), len(fields)
    told.fields.append(net.judged_fields(fields, (total - fields) / max(count - 1, 1)))
    told.of_fields.extend([0] * count)
    if "portrait" in seen:
        told.portraits.append(net.judged_portrait(net.border(seen["portrait"]), total / count))
        told.of_portraits.append(0)
    for name, at in shown.at.items():
        kind = KINDS.index(KIND_OF[name])
        if at < 0:
            told.portraits.append(net.judged_portrait(net.border(seen[name]), total / count))
            told.of_portraits.append(kind)
            continue
        forged, own = net.field(seen[name]), fields[at : at + 1]
        told.fields.append(net.judged_fields(forged, (total - own) / max(count - 1, 1)))
        told.of_fields.append(kind)
        if count > 1:
            # A genuine one that has the forged one among its peers.
            other = fields[(at + 1) % count][None]
            mixed = (total - own - other + forged) / (count - 1)
            told.fields.append(net.judged_fields(other, mixed))
            told.of_fields.append(0)


class _Look:
    """One way to see a card: all of its strips are seen alike, each from a slightly other place."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._gain = (rng.uniform(0.8, 1.2) * (1 + rng.normal(0, 0.04, 3))).astype(np.float32)
        self._shift = np.float32(rng.uniform(-14, 14))
        self._levels = rng.normal(0, 7, 3).astype(np.float32)[:, None, None]
        self._blur = float(rng.uniform(0.4, 0.9)) if rng.random() < 0.25 else 0.0

    def __call__(self, strips: Strips, *, mirror: bool) -> Strips:
        cuts = off(strips, self._rng).astype(np.float32)
        if mirror:
            turned = self._rng.random(len(cuts)) < 0.5
            cuts[turned] = cuts[turned][..., ::-1]
        colours = cuts[:, :3] * self._gain[None, :, None, None] + self._shift
        if self._blur:
            for strip in colours:
                for plane in strip:
                    cv2.GaussianBlur(plane, (0, 0), self._blur, dst=plane)
            cuts[:, 3:] *= 1 - 0.25 * self._blur
        cuts[:, :3] = colours
        cuts[:, 3:] += self._levels
        return np.clip(cuts, 0, 255).astype(np.uint8)


def tensor(strips: Strips) -> Tensor:
    """Strips as the network takes them, channels last in memory."""
    return torch.from_numpy(strips).float().contiguous(memory_format=torch.channels_last)


def said(net: ForgedNet, card: Card, seed: int) -> Iterator[tuple[str, str, list[float]]]:
    """What the calibration weighs of a card, genuine and forged: the species, `text` or `photo`,
    and numbers: how much is to be said for a forgery of the place that is most suspicious, the
    logarithm of its odds; of text also the logarithm of the number of fields."""
    for species, check, _, fields, border in shown(card, seed):
        of_fields, of_portrait = net(tensor(fields), tensor(border if len(border) else fields[:1]))
        if check == "photo":
            yield species, check, [float(odds(of_portrait)[0])]
        elif len(fields) >= LEAST_FIELDS:
            yield species, check, [float(odds(of_fields).max()), float(np.log(len(fields)))]


def _validated(net: nn.Module, held_out: list[Card]) -> tuple[float, str]:
    """Mean APCER at a BPCER of 5 %, less the mean AUC, of all species; and both in words."""
    assert isinstance(net, ForgedNet)
    found: dict[str, dict[str, list[float]]] = {"text": {}, "photo": {}}
    for seed, card in enumerate(held_out):
        for species, check, row in said(net, card, seed):
            found[check].setdefault(species, []).append(row[0])
    missed, aucs, words = [], [], []
    for by_species in found.values():
        genuine = np.array(by_species.pop(GENUINE))
        threshold = float(np.quantile(genuine, 0.95))
        for name, values in sorted(by_species.items()):
            missed.append(rates.apcer(np.array(values), threshold).value)
            aucs.append(rates.auc(np.array(values), genuine))
            words.append(f"{name} {missed[-1]:.2f}/{aucs[-1]:.2f}")
    return float(np.mean(missed)) - float(np.mean(aucs)), " ".join(words)


if __name__ == "__main__":
    main()
