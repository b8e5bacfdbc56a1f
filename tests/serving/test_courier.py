"""The courier sends what changed to a receiver on this machine: signed, in order, again if need be."""

import asyncio
import hashlib
import hmac
import json
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ioninv.config import ROOT, get_settings
from ioninv.db import Database
from ioninv.domain import accounts, parts, webhooks
from ioninv.domain.accounts import first_user
from ioninv.domain.webhooks import outgoing
from ioninv.domain.webhooks.outgoing import LEASE, MOST_ATTEMPTS, Attempt
from ioninv.serving import posting
from ioninv.serving.courier import Courier
from ioninv.serving.posting import post
from ioninv.vocabulary import Source

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntaken"


class Clock:
    """The time, which goes on when a test says so."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC) + timedelta(minutes=1)

    def __call__(self) -> datetime:
        return self.at

    def later(self, **how_much: float) -> None:
        self.at += timedelta(**how_much)


@dataclass
class Receiver:
    """What came in at a port of this machine, and what is answered there: a part at a time."""

    port: int = 0
    answer: Callable[[], Any] = lambda: [OK]
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"

    @property
    def ids(self) -> list[str]:
        return [headers["ioninv-delivery"] for headers, _ in self.got]

    @property
    def acts(self) -> list[str]:
        return [json.loads(body)["changes"][0]["number"] for _, body in self.got]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        headers["request"] = head[0]
        body = await reader.readexactly(int(headers["content-length"]))
        self.got.append((headers, body))
        self.came.set()
        try:
            for part in self.answer():
                if part is None:
                    await asyncio.Event().wait()
                writer.write(part)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        writer.close()


@asynccontextmanager
async def receiving(answer: Callable[[], Any] = lambda: [OK]):
    receiver = Receiver(answer=answer)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


class Desk:
    """A house with webhooks, what is done in it, and a courier with a clock of the test's own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.secret = ""
        self.id = 0

    def do(self, door: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.database.writing() as session:
            return door(session, first_user(session, Source.CLI), *args, **kwargs)

    def hook(self, address: str, name: str = "ERP") -> int:
        made = self.do(webhooks.create, name, address, entities=["part"])
        self.secret, self.id = made.secret, made.webhook.id
        return self.id

    def part(self, number: str) -> None:
        self.do(parts.create, parts.PartForm(number))

    def courier(self, **more: Any) -> Courier:
        return Courier(self.database, clock=self.clock, chance=lambda: 0.5, **more)

    def last(self, webhook: int = 0) -> webhooks.DeliveryRow:
        return self.do(webhooks.deliveries, webhook or self.id)[0]


@pytest.fixture
def desk(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("IONINV_WEBHOOK_NETWORKS", "127.0.0.0/8")
    get_settings.cache_clear()
    yield Desk(database)
    get_settings.cache_clear()


def run(work: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(work(), 30))


def test_what_changed_is_sent_and_signed(desk: Desk):
    async def work() -> None:
        async with receiving() as receiver:
            desk.hook(receiver.url)
            desk.part("GBX-1")
            await desk.courier().settle()
            ((headers, body),) = receiver.got
            assert headers["request"] == "POST /hook?x=1 HTTP/1.1"
            assert headers["host"] == f"127.0.0.1:{receiver.port}"
            assert headers["content-type"] == "application/json"
            at, signed = re.fullmatch(
                r"t=(\d+),v1=([0-9a-f]{64})", headers["ioninv-signature"]
            ).groups()
            assert int(at) == int(desk.clock.at.timestamp())
            key, said = desk.secret.encode(), f"{at}.".encode() + body
            assert signed == hmac.new(key, said, hashlib.sha256).hexdigest()
            told = json.loads(body)
            assert told["id"] == headers["ioninv-delivery"] == desk.last().uid
            assert told["delivered_at"] == desk.clock.at.isoformat(timespec="seconds")
            assert told["changes"][0]["after"]["part_number"] == "GBX-1"
            row = desk.last()
            assert (row.state, row.code, row.answer, row.attempts) == ("delivered", 200, "taken", 1)
            await desk.courier().settle()
            assert len(receiver.got) == 1

    run(work)


def test_the_verifying_snippet_of_the_manual_takes_it_and_nothing_else(desk: Desk):
    page = (ROOT / "docs" / "webhooks.md").read_text()
    (snippet,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    manual: dict[str, Any] = {}
    exec(snippet, manual)
    is_genuine = manual["is_genuine"]

    async def work() -> None:
        async with receiving() as receiver:
            desk.hook(receiver.url)
            desk.part("Größe ½")
            await desk.courier().settle()
            ((headers, body),) = receiver.got
            header, at = headers["ioninv-signature"], desk.clock.at.timestamp()
            assert is_genuine(desk.secret, header, body, now=at)
            assert not is_genuine(desk.secret, header, body + b" ", now=at)
            assert not is_genuine("another secret", header, body, now=at)
            assert not is_genuine(desk.secret, header, body, now=at + 301)
            assert not is_genuine(desk.secret, header.replace("t=", "t=1"), body, now=at)
            assert not is_genuine(desk.secret, "nonsense", body, now=at)

    run(work)


class Sleepy(Courier):
    """Says when there is nothing to do, so that it goes to sleep."""

    idle: asyncio.Event

    async def _turn(self) -> datetime:
        again = await super()._turn()
        if not self._tasks:
            self.idle.set()
        return again


def test_a_commit_wakes_the_courier_and_the_end_gives_the_lease_back(desk: Desk):
    async def work() -> None:
        async with receiving() as receiver:
            desk.hook(receiver.url)
            sender = Sleepy(desk.database)
            sender.idle = asyncio.Event()
            task = asyncio.create_task(sender.run())
            for number in ("GBX-1", "GBX-2"):
                await sender.idle.wait()
                sender.idle.clear()
                receiver.came.clear()
                await desk.database.write(
                    lambda session, number=number: parts.create(
                        session, first_user(session, Source.CLI), parts.PartForm(number)
                    )
                )
                await receiver.came.wait()
            task.cancel()
            await asyncio.wait([task])
            with desk.database.reading() as session:
                leases = session.execute(text("SELECT count(*) FROM webhook_lease")).scalar()
            assert leases == 0
            assert receiver.acts == ["GBX-1", "GBX-2"]

    run(work)


def test_what_fails_is_sent_again_later_and_later_and_given_up(desk: Desk):
    def busy() -> list[bytes]:
        return [b"HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nlate"]

    async def work() -> None:
        async with receiving(busy) as receiver:
            desk.hook(receiver.url)
            desk.part("GBX-1")
            sender, waits = desk.courier(), []
            for number in range(1, MOST_ATTEMPTS + 1):
                for _ in range(2):  # The second time it is not due yet.
                    await sender.settle()
                row = desk.last()
                assert (row.attempts, len(receiver.got)) == (number, number)
                if row.state == "waiting":
                    due = datetime.fromisoformat(row.next_attempt) + timedelta(seconds=1)
                    waits.append(due - desk.clock.at)
                    desk.clock.at = due
            assert waits == sorted(waits)
            assert waits[0] < timedelta(seconds=13)
            assert waits[-1] > timedelta(hours=5)
            assert (row.state, row.problem, row.answer) == ("given_up", "Answered 503.", "late")
            assert desk.do(webhooks.get, desk.id).given_up == 1

            receiver.answer = lambda: [OK]
            desk.part("GBX-2")
            desk.do(webhooks.redeliver, row.id)
            await sender.settle()
            assert receiver.acts == ["GBX-1"] * 11 + ["GBX-2"]
            assert len(set(receiver.ids[:11])) == 1
            assert desk.do(webhooks.get, desk.id).given_up == 0

    run(work)


def test_a_dead_one_keeps_its_order_and_holds_nobody_up(desk: Desk):
    async def work() -> None:
        async with receiving() as receiver, receiving(lambda: [None]) as silent:
            stuck = desk.hook(silent.url, "silent")
            desk.hook(receiver.url)
            for number in range(5):
                desk.part(f"P-{number}")

            def briefly(address: str, headers: Any, body: bytes) -> Awaitable[Attempt]:
                return post(address, headers, body, seconds=0.2)

            await desk.courier(post=briefly).settle()
            assert receiver.acts == [f"P-{number}" for number in range(5)]
            assert silent.acts == ["P-0"]
            row = desk.do(webhooks.deliveries, stuck)[-1]
            assert row.problem == "No answer within 0.2 seconds."
            desk.clock.later(minutes=1)
            silent.answer = lambda: [OK]
            await desk.courier().settle()
            assert silent.acts == ["P-0", *[f"P-{number}" for number in range(5)]]

    run(work)


_KILLED = """
import asyncio, sys
from pathlib import Path
from ioninv.db import open_database
from ioninv.serving.courier import Courier
asyncio.run(Courier(open_database(Path(sys.argv[1]))).run())
"""


def test_what_was_sent_by_a_process_that_was_killed_comes_again_with_the_same_id(desk: Desk):
    async def work() -> None:
        async with receiving() as receiver:
            desk.hook(receiver.url)
            desk.part("GBX-1")
            folder = str(desk.database.path.parent)
            killed = subprocess.Popen([sys.executable, "-c", _KILLED, folder], cwd=ROOT)

            def kill() -> list[bytes]:
                killed.send_signal(signal.SIGKILL)
                killed.wait()
                return [OK]

            receiver.answer = kill
            await receiver.came.wait()
            killed.wait()
            assert desk.last().state == "waiting"
            receiver.answer = lambda: [OK]

            await desk.courier().settle()
            assert len(receiver.got) == 1, "the lease of the dead one is respected"
            desk.clock.at = datetime.now(UTC) + LEASE
            await desk.courier().settle()
            assert receiver.ids[0] == receiver.ids[1]
            assert desk.last().state == "delivered"

    run(work)


def test_of_two_processes_one_sends(desk: Desk):
    async def work() -> None:
        async with receiving(lambda: [None]) as receiver:
            desk.hook(receiver.url)
            desk.part("GBX-1")
            one, two = desk.courier(), desk.courier()
            busy = asyncio.create_task(one.settle())
            await receiver.came.wait()
            await two.settle()
            assert len(receiver.got) == 1
            busy.cancel()
            await asyncio.wait([busy])
            assert desk.last().attempts == 0

    run(work)


def test_a_redirect_is_an_answer_and_nothing_is_asked_where_it_leads(desk: Desk):
    async def work() -> None:
        async with receiving() as elsewhere:
            moved = f"HTTP/1.1 307 Go\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n"
            async with receiving(lambda: [moved.encode()]) as receiver:
                desk.hook(receiver.url)
                desk.part("GBX-1")
                await desk.courier().settle()
                assert (len(receiver.got), elsewhere.got) == (1, [])
                row = desk.last()
                assert (row.state, row.code) == ("waiting", 307)
                assert "redirects are not followed" in row.problem

    run(work)


def test_huge_slow_and_odd_answers_are_bounded(desk: Desk):
    head = b"HTTP/1.1 200 OK\r\n\r\n"

    async def ask(*parts: Any) -> Attempt:
        def answer() -> Iterator[Any]:
            yield from parts

        async with receiving(answer) as receiver:
            return await post(receiver.url, {}, b"{}", seconds=0.5)

    async def work() -> None:
        flood = await ask(head, *[b"x" * 100_000] * 200)
        assert (flood.code, flood.answer) == (200, "x" * 500)
        slow = await ask(head, b"half", None)
        assert (slow.code, slow.answer, slow.problem) == (200, "half", "")
        assert (await ask(None)).problem == "No answer within 0.5 seconds."
        assert (await ask(b"SSH-2.0-OpenSSH\r\n")).problem == "What answered does not speak HTTP."
        assert (await ask()).problem == "What answered does not speak HTTP."
        cut = await ask(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        assert (cut.code, cut.answer) == (200, "abc")
        odd = await ask(b"HTTP/1.1 500 X\r\n\r\n\xff\xfe\x00\x1b[31m<b>")
        assert odd.code == 500
        assert not re.search(r"[\x00-\x08\x1b]", odd.answer)
        long = await ask(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000 + b"\r\n\r\n")
        assert long.code is None
        assert long.problem

    run(work)


def test_a_name_is_looked_up_once_and_every_address_of_it_is_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []

    def resolver(*answers: list[str]) -> posting.Resolve:
        told = iter(answers)

        async def resolve(host: str, _port: int) -> list[str]:
            asked.append(host)
            return next(told)

        return resolve

    async def work() -> None:
        async with receiving() as receiver:
            address = f"http://hook.example.com:{receiver.port}/"
            # The second answer would be the trap: nobody asks for it.
            taken = await post(
                address, {}, b"{}", resolve=resolver(["127.0.0.1"], ["169.254.169.254"])
            )
            assert (taken.code, asked) == (200, ["hook.example.com"])
            assert receiver.got[0][0]["host"] == f"hook.example.com:{receiver.port}"
            for bad in (["127.0.0.1", "10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"], []):
                refused = await post(address, {}, b"{}", resolve=resolver(bad))
                assert refused.code is None
                assert "address" in refused.problem
            monkeypatch.setenv("IONINV_WEBHOOK_NETWORKS", "")
            get_settings.cache_clear()
            refused = await post(address, {}, b"{}", resolve=resolver(["127.0.0.1"]))
            assert refused.problem.startswith("127.0.0.1 is no public address")
            assert len(receiver.got) == 1

    run(work)


def test_a_name_that_takes_for_ever_to_look_up_takes_only_its_time(desk: Desk):
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    async def work() -> None:
        gone = await post("http://example.com/", {}, b"", resolve=never, seconds=0.1)
        assert gone.problem == "No answer within 0.1 seconds."
        unknown = await post("http://no-such-name.invalid/", {}, b"")
        assert unknown.problem == "This name stands for no address."

    run(work)


def test_what_the_owner_may_no_longer_see_is_not_sent(desk: Desk):
    async def work() -> None:
        async with receiving() as receiver:
            chief = desk.do(accounts.create_role, "Chief", ["webhooks.edit", "history.view"])
            boss = desk.do(accounts.create_user, "Boss", chief.key).id
            desk.hook(receiver.url)
            desk.part("GBX-1")
            with desk.database.writing() as session:
                # As if the boss had made it, when the role still showed parts.
                session.execute(text("DROP TRIGGER webhook_changes_with_its_event"))
                session.execute(text("UPDATE webhook SET owner_id = :id"), {"id": boss})
            await desk.courier().settle()
            assert (receiver.got, desk.last().state) == ([], "skipped")
            desk.part("GBX-2")
            desk.do(accounts.deactivate, boss)
            await desk.courier().settle()
            row = desk.last()
            assert (receiver.got, row.state, row.attempts) == ([], "given_up", 1)
            assert "deactivated" in row.problem

    run(work)


def test_a_paused_one_waits_until_it_is_resumed(desk: Desk):
    async def work() -> None:
        async with receiving() as receiver:
            desk.hook(receiver.url)
            desk.part("GBX-1")
            desk.do(webhooks.pause, desk.id)
            await desk.courier().settle()
            assert receiver.got == []
            desk.do(webhooks.resume, desk.id)
            await desk.courier().settle()
            assert receiver.acts == ["GBX-1"]

    run(work)


def test_a_courier_that_cannot_write_tries_again_and_does_not_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def work() -> None:
        async with receiving() as receiver:
            desk.hook(receiver.url)
            desk.part("GBX-1")
            broken = asyncio.Event()
            real = outgoing.next_due

            def fails(_session: object) -> None:
                asyncio.run_coroutine_threadsafe(_set(broken), loop)
                raise OSError("disk full")

            loop = asyncio.get_running_loop()
            monkeypatch.setattr(outgoing, "next_due", fails)
            task = asyncio.create_task(desk.courier().run())
            await broken.wait()
            monkeypatch.setattr(outgoing, "next_due", real)
            await desk.database.write(
                lambda session: webhooks.send_test(
                    session, first_user(session, Source.CLI), desk.id
                )
            )
            await receiver.came.wait()
            task.cancel()
            await asyncio.wait([task])
            assert "could not be looked at" in caplog.text
            assert desk.secret not in caplog.text

    run(work)


async def _set(event: asyncio.Event) -> None:
    event.set()
