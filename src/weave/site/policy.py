"""A Content-Security-Policy in every finished page: nothing runs that the build did not write.

The policy stands in the page itself, so it holds on every host, and without one.
"""

import base64
import hashlib
import re

RULES = (
    "default-src 'self'",  # Firefox asks it before it fetches the next page ahead of its reader
    "object-src 'none'",
    "frame-src 'none'",
    "media-src 'none'",
    "manifest-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",  # the alignment of table cells
    "img-src 'self' data:",  # the theme's icons are data: addresses in its style sheet
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",  # the search
    "base-uri 'none'",
    "form-action 'none'",
)
PLACE = '<meta charset="utf-8">'
# what a script element holds, unless its type says that it is data, which nobody runs
SCRIPT = re.compile(
    r'<script(?![^>]* type="application/(?:ld\+)?json")[^>]*>(.*?)</script>',
    re.DOTALL,
)


def with_policy(html: str) -> str:
    r"""Return a page with the policy that fits it.

    Raises
    ------
    ValueError
        If the page has no place for it.

    Examples
    --------
    >>> with_policy("<p>no head</p>")
    Traceback (most recent call last):
    ValueError: a page has no <meta charset="utf-8">, below which its security policy stands
    """
    if PLACE not in html:
        message = f"a page has no {PLACE}, below which its security policy stands"
        raise ValueError(message)
    policy = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy_of(html)}">'
    )
    return html.replace(PLACE, f"{PLACE}\n      {policy}", 1)


def policy_of(html: str) -> str:
    """Return the policy that allows a page its own scripts and nothing from elsewhere.

    Examples
    --------
    >>> rules = policy_of('<script>go()</script><script src="a.js"></script>').split("; ")
    >>> rules[5]
    "script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"
    """
    inline = set(filter(None, SCRIPT.findall(html)))
    hashes = sorted(f"'sha256-{digest(code)}'" for code in inline)
    return "; ".join(
        " ".join([rule, *hashes]) if rule.startswith("script-src ") else rule
        for rule in RULES
    )


def digest(code: str) -> str:
    """Return the hash of a script as a policy writes it."""
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
