"""Numbers for the subsets of at most `most` out of `n` options, the empty one first."""

from math import comb


def count(n: int, most: int) -> int:
    """How many such subsets there are."""
    return sum(comb(n, size) for size in range(most + 1))


def rank(members: tuple[int, ...], n: int) -> int:
    """The number of an ascending subset: smaller sizes first, then by the combinatorial system."""
    smaller = count(n, len(members) - 1)
    return smaller + sum(comb(member, place + 1) for place, member in enumerate(members))


def unrank(number: int, n: int) -> tuple[int, ...]:
    """The subset with this number."""
    size = 0
    while number >= comb(n, size):
        number -= comb(n, size)
        size += 1
    members: list[int] = []
    candidate = n - 1
    for place in range(size, 0, -1):
        while comb(candidate, place) > number:
            candidate -= 1
        number -= comb(candidate, place)
        members.append(candidate)
    return tuple(reversed(members))
