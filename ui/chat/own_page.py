"""Keeps the page to itself: only its own addresses may talk to it, and it loads nothing from elsewhere.

Chainlit's `allow_origins` guards its HTTP routes alone; its socket takes any origin, so a page of another site open in the same browser
could ask questions here. This layer refuses every request, socket included, that is not addressed to us or comes from another origin.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def own_hosts(port: int) -> frozenset[str]:
    """The Host headers that address us."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})


def own_origins(port: int) -> tuple[str, ...]:
    """The origins that our own page has."""
    return tuple(f"http://{host}" for host in sorted(own_hosts(port)))


def content_policy(html: str, port: int) -> str:
    """A Content-Security-Policy that admits the page's own scripts, `html`'s inline ones by their digests, and nothing from other hosts."""
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in _INLINE_SCRIPT.findall(html)]
    scripts = " ".join(["'self'", *(f"'sha256-{d}'" for d in digests)])
    sockets = " ".join(f"ws://{host}" for host in sorted(own_hosts(port)))
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts} 'unsafe-eval'",  # Chainlit compiles the elements' JSX in the browser
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            f"connect-src 'self' {sockets}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


class OwnPage:
    """Wraps an ASGI application: 403 for foreign hosts and origins, security headers on every response."""

    def __init__(self, app: AsgiApp, port: int, policy: str) -> None:
        self._app = app
        self._hosts = {h.encode() for h in own_hosts(port)}
        self._origins = {o.encode() for o in own_origins(port)}
        self._headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serves one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if not self._is_own(scope["headers"]):
            await _refuse(scope["type"], receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in self._headers}
                message["headers"] = [h for h in message.get("headers", []) if h[0].lower() not in own] + self._headers
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _is_own(self, headers: list[tuple[bytes, bytes]]) -> bool:
        hosts = [value.lower() for name, value in headers if name == b"host"]
        origins = [value.lower() for name, value in headers if name == b"origin"]
        return len(hosts) == 1 and hosts[0] in self._hosts and all(o in self._origins for o in origins)


async def _refuse(kind: str, receive: Receive, send: Send) -> None:
    if kind == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain; charset=utf-8")]})
    await send({"type": "http.response.body", "body": b"This page answers only at its own address.\n"})
