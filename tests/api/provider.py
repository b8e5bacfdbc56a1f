"""A provider (OpenID Connect) on loopback, honest or not, whom programs and browsers can go to."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
SECRET = "a secret of the client"


class Provider:
    """Knows Sam. `says` changes its claims; `key` signs them."""

    def __init__(self) -> None:
        provider = self
        self.says: dict[str, Any] = {}
        self.key = KEY
        self.asked: dict[str, str] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/authorize?"):
                    self.send_response(302)
                    self.send_header("Location", provider.whole_way_back(self.path))
                    self.end_headers()
                else:
                    self.answer(provider.get(self.path))

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["content-length"])).decode()
                form = {name: values[0] for name, values in parse_qs(sent).items()}
                self.answer(provider.token(form, self.headers.get("authorization", "")))

            def answer(self, body: Any) -> None:
                self.send_response(200 if body else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body or {"error": "invalid_grant"}).encode())

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def get(self, path: str) -> Any:
        if path == "/keys":
            return KeySet([KEY]).as_dict(private=False)
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def sign_in(self, url: str, **instead: str) -> str:
        """Somebody goes there and signs in; where their browser is sent back to."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        back = {"state": self.asked["state"], "code": "c-1"} | instead
        return f"{urlsplit(self.asked['redirect_uri']).path}?{urlencode(back)}"

    def whole_way_back(self, url: str) -> str:
        """The same with the address of the server, for a browser that comes here itself."""
        back = self.sign_in(url)
        asked = urlsplit(self.asked["redirect_uri"])
        return f"{asked.scheme}://{asked.netloc}{back}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def token(self, form: dict[str, str], authorization: str) -> Any:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        basic = base64.b64encode(f"ioninv:{SECRET}".encode()).decode()
        is_right = (
            form.get("code") == "c-1"
            and proved == self.asked.get("code_challenge")
            and self.asked.get("code_challenge_method") == "S256"
            and form.get("redirect_uri") == self.asked["redirect_uri"]
            and authorization == f"Basic {basic}"
        )
        if not is_right:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "sam-1", "aud": "ioninv", "iat": now, "exp": now + 60,
            "nonce": self.asked["nonce"], "preferred_username": "sam",
        } | self.says  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}
