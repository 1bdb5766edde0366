"""Papers, and plastic: what prints are made on."""

from dataclasses import dataclass, replace

import numpy as np

from training.attacks.light import Layer, Random, clouds


@dataclass(frozen=True)
class Paper:
    """`tint`: BGR albedo. `fibres`: contrast of its texture; `lump`: their size, mm. `gloss`, and
    `roughness` of it. `spread`: how far light wanders inside of it, mm. `thickness`: mm."""

    tint: tuple[float, float, float]
    fibres: float
    lump: float
    gloss: float
    roughness: float
    spread: float
    thickness: float


PAPERS: dict[str, Paper] = {
    "office": Paper((0.93, 0.88, 0.85), 0.035, 0.35, 0.0, 0.3, 0.06, 0.11),
    "recycled": Paper((0.68, 0.74, 0.76), 0.07, 0.5, 0.0, 0.3, 0.07, 0.11),
    "coated": Paper((0.91, 0.88, 0.86), 0.012, 0.25, 0.12, 0.12, 0.035, 0.16),
    "photo-glossy": Paper((0.93, 0.91, 0.89), 0.004, 0.5, 0.75, 0.008, 0.025, 0.25),
    "photo-satin": Paper((0.92, 0.9, 0.88), 0.015, 0.3, 0.25, 0.06, 0.025, 0.25),
    "laminated": Paper((0.88, 0.86, 0.84), 0.015, 0.4, 0.85, 0.02, 0.05, 0.45),
    "pvc": Paper((0.89, 0.88, 0.87), 0.006, 0.3, 0.5, 0.03, 0.03, 0.76),
}


def sheet(name: str, rng: Random) -> Paper:
    """A paper of one of `PAPERS`' kinds: no two makers' are alike."""
    kind = PAPERS[name]
    tint = np.clip(kind.tint * (1 + rng.normal(0, 0.015, 3)) * rng.uniform(0.94, 1.03), 0, 0.97)
    blue, green, red = tint.tolist()
    return replace(
        kind,
        tint=(blue, green, red),
        fibres=kind.fibres * float(np.exp(rng.normal(0, 0.4))),
        lump=kind.lump * float(np.exp(rng.normal(0, 0.3))),
        gloss=kind.gloss * float(rng.uniform(0.7, 1.1)),
        roughness=kind.roughness * float(np.exp(rng.normal(0, 0.3))),
        spread=kind.spread * float(np.exp(rng.normal(0, 0.3))),
    )


def textured(paper: Paper, size: tuple[int, int], density: float, rng: Random) -> Layer:
    """The factor of a paper's fibres, (H, W, 1). `density`: pixels per mm."""
    if not paper.fibres:
        return np.ones((size[1], size[0], 1), np.float32)
    lumps = clouds(size, max(1.5, paper.lump * density), rng)
    coarse = clouds(size, max(4, 6 * paper.lump * density), rng)
    return (1 + paper.fibres * (1.4 * lumps + 0.6 * coarse - 1))[..., None].astype(np.float32)
