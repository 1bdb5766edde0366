"""`make bench-faces`: how well faces are told apart, and how fast they are found among many."""

from bench.faces import detection, one_to_many, verification


def main() -> None:
    detection.main()
    print()
    verification.main()
    print()
    one_to_many.main()


if __name__ == "__main__":
    main()
