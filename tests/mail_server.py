"""A mail server on this machine that speaks SMTP, and misbehaves as it is told."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """`refuse` answers an address with a line such as `550 No such user`; `drop` hangs up on mails to these addresses;

    `silent` says nothing to who connects; `slow` waits so many seconds before each answer.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.refuse: dict[str, str] = {}
        self.drop: set[str] = set()
        self.silent = False
        self.slow = 0.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def received(self) -> list[str]:
        """To whom, in order."""
        return [str(mail["To"]) for mail in self.mails]


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.silent:
            time.sleep(30)
            return
        self._say("220 here")
        while line := self.rfile.readline():
            if not self._answer(line.decode().strip()):
                return

    def _answer(self, line: str) -> bool:
        """Whether to go on."""
        word = line[:4].upper()
        if word == "RCPT":
            address = line.partition("<")[2].rstrip(">")
            if address in self.server.drop:
                return False
            self._say(self.server.refuse.get(address, "250 yes"))
        elif word == "DATA":
            self._say("354 go on")
            lines = []
            while (got := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(got.removeprefix(b".") if got.startswith(b"..") else got)
            self.server.mails.append(message_from_bytes(b"".join(lines), _class=EmailMessage, policy=policy.default))
            self._say("250 kept")
        elif word == "QUIT":
            self._say("221 bye")
            return False
        else:
            self._say("250 yes")
        return True

    def _say(self, line: str) -> None:
        time.sleep(self.server.slow)
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
