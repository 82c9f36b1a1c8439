"""Numbers for the ordered choices of at most `most` out of `n` options, the empty one first."""

from math import perm


def count(n: int, most: int) -> int:
    """How many such choices there are."""
    return sum(perm(n, size) for size in range(most + 1))


def rank(members: tuple[int, ...], n: int) -> int:
    """The number of a choice: smaller sizes first, then by its first member, its second, ..."""
    number, left = 0, list(range(n))
    for member in members:
        number = number * len(left) + left.index(member)
        left.remove(member)
    return count(n, len(members) - 1) + number


def unrank(number: int, n: int) -> tuple[int, ...]:
    """The choice with this number."""
    size = 0
    while number >= perm(n, size):
        number -= perm(n, size)
        size += 1
    places: list[int] = []
    for among in range(n - size + 1, n + 1):
        number, place = divmod(number, among)
        places.append(place)
    left = list(range(n))
    return tuple(left.pop(place) for place in reversed(places))
