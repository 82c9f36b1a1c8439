import pytest

from bot.console.password import fault
from bot.console.second import step_of


def test_only_this_half_minutes_code_and_the_one_before_are_taken() -> None:
    secret = b"12345678901234567890"  # RFC 6238, appendix B
    assert step_of(secret, "081 804", 1_111_111_109) == 37_037_036
    assert step_of(secret, "081804", 1_111_111_139) == 37_037_036
    assert step_of(secret, "081804", 1_111_111_079) is None
    assert step_of(secret, "081804", 1_111_111_140) is None
    assert step_of(None, "081804", 1_111_111_109) is None


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("eleven char", "console.password.short"),
        ("passwordpassword", "console.password.common"),
        ("P@ssw0rd-2026", "console.password.common"),
        ("qwertyuiop123", "console.password.common"),
        ("aaaaaaaaaaaaaa", "console.password.common"),
        ("314159265358979", "console.password.common"),
        ("Парола-2026-Парола", "console.password.common"),
        ("gemeente Brussel", "console.password.common"),
        ("administrative", "console.password.common"),
        ("exampleada", "console.password.short"),
        ("example+ada+1985", "console.password.common"),
        ("correct horse battery staple", ""),
        ("квартална среща на хора", ""),
        ("tHE7gR4pQz2Lm", ""),
        ("x" * 8 + "ë" * 8 + " 🌳 trottoir", ""),
    ],
)
def test_what_is_easy_to_guess_is_refused_and_nothing_else(password: str, key: str) -> None:
    assert fault(password, "Ada Example brussels") == key
