"""Who may use which address of the console, written down a second time: a change needs both."""

from typing import Final

ROLES: Final = ("", "moderator", "analyst", "steward")
BY_ROLE: Final = {
    "": (
        "GET /city",
        "GET /city/back",
        "GET /console.css",
        "GET /enter/{token}",
        "POST /enter/{token}",
        "GET /invite/{token}",
        "POST /invite/{token}",
        "GET /invite/{token}/city",
        "POST /leave",
        "GET /sign-in",
        "POST /sign-in",
        "GET /sign-in/telegram",
        "POST /sign-in/telegram",
    ),
    "moderator": (
        "GET ",
        "GET /",
        "GET /account",
        "POST /account/password",
        "GET /account/phone",
        "POST /account/phone",
        "POST /account/sessions",
        "POST /account/telegram",
        "POST /account/telegram/end",
        "GET /comments",
        "GET /comments/{survey}",
        "POST /comments/{survey}",
        "GET /reach",
        "GET /reach.csv",
        "GET /results",
        "GET /results/{survey}",
        "GET /surveys/new",
        "POST /surveys/new",
        "POST /surveys/new/copy",
        "GET /surveys/new/example",
        "GET /surveys/{survey}",
        "GET /surveys/{survey}/code",
        "GET /surveys/{survey}/delete",
        "POST /surveys/{survey}/delete",
        "POST /surveys/{survey}/form",
        "GET /surveys/{survey}/preview",
        "POST /surveys/{survey}/test",
        "GET /texts",
        "GET /texts/edit/{file:path}",
        "POST /texts/edit/{file:path}",
        "GET /texts/history/{file:path}",
        "POST /texts/history/{file:path}",
        "GET /texts/new",
        "POST /texts/new",
    ),
    "analyst": (
        "POST /comments/{survey}/file",
        "GET /compare",
        "POST /compare",
        "GET /posters",
        "POST /posters",
        "POST /results/{survey}/file",
        "POST /surveys/{survey}/release",
    ),
    "steward": (
        "GET /audit",
        "GET /audit.csv",
        "POST /comments/{survey}/release",
        "GET /members",
        "POST /members",
        "POST /members/{member}/link",
        "GET /members/{member}/remove",
        "POST /members/{member}/remove",
        "GET /requests",
        "POST /requests/{survey}/approve",
        "POST /requests/{survey}/ask",
        "POST /requests/{survey}/file",
        "POST /requests/{survey}/refuse",
        "POST /surveys/{survey}/basis",
        "GET /surveys/{survey}/close",
        "POST /surveys/{survey}/close",
        "POST /surveys/{survey}/extend",
        "POST /surveys/{survey}/publish",
    ),
}
"""The least role for each address; what is not here is nobody's."""
ALLOWED: Final = {
    (method, path): role
    for role, addresses in BY_ROLE.items()
    for method, _, path in (address.partition(" ") for address in addresses)
}
"""Method and path -> the least role."""
