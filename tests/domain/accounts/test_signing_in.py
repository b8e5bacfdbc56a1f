"""Set-up, invitations, signing in and out, sessions."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from ioninv.domain import accounts
from ioninv.domain.accounts import (
    guessing,
    links,
    living_sessions,
    log,
    passwords,
    resolving,
    signing_in,
    visitor,
)
from ioninv.domain.accounts.visitor import Visitor
from ioninv.errors import Conflict, Invalid, NotFound, Refused, SignedOut, TooMany
from ioninv.vocabulary import PERMISSIONS, Permission, Role, Source
from tests.domain.accounts.conftest import LAPTOP, PASSWORD, People


def later(monkeypatch: pytest.MonkeyPatch, **ahead: float) -> None:
    """From now on it is later, for sessions and links."""
    then = links.now() + timedelta(**ahead)
    for module in (resolving, living_sessions, links):
        monkeypatch.setattr(module, "now", lambda: then)


def test_the_first_administrator_is_set_up_once_by_link_and_keeps_the_number(people: People):
    older = people.write(accounts.set_up_link)
    link = people.write(accounts.set_up_link)

    with pytest.raises(NotFound, match="used already"):
        people.use(older)
    assert people.read(accounts.invitation, link).chooses_name
    signed_in = people.use(link, name="Marta Ruiz")

    actor = people.actor(signed_in)
    assert (actor.user_id, actor.name, actor.role) == (1, "Marta Ruiz", "administrator")
    assert actor.permissions == frozenset(Permission)
    assert people.write(accounts.set_up_link) is None
    assert people.sign_in("marta ruiz").user_id == 1
    with pytest.raises(NotFound, match="used already"):
        people.use(link, "another password of mine")


def test_an_invited_user_chooses_a_password_and_has_the_role(people: People):
    invited = people.keep(accounts.invite, "Sam", Role.BUYER)

    with pytest.raises(Invalid):
        people.sign_in("Sam")
    signed_in = people.use(invited.token)

    actor = people.actor(signed_in)
    assert (actor.name, actor.role) == ("Sam", "buyer")
    assert actor.permissions == PERMISSIONS[Role.BUYER]


def test_a_refused_password_or_name_leaves_the_link_as_it_is(people: People):
    people.person("Ana")
    link = people.keep(accounts.invite, "Sam").token

    for password in ("short", "sam sam sam sam sam", "x" * 201, "password password 123"):
        with pytest.raises(Invalid) as refusal:
            people.use(link, password)
        assert refusal.value.field == "password"
    with pytest.raises(Conflict, match="called Ana already"):
        people.use(link, name="ANÁ")

    assert people.use(link).name == "Sam"


def test_two_who_use_one_link_at_once_are_one_who_did(people: People):
    link = people.keep(accounts.invite, "Sam").token

    async def both():
        tries = (
            accounts.use_invitation(people.database, link, f"{PASSWORD} {n}", LAPTOP)
            for n in range(2)
        )
        return await asyncio.gather(*tries, return_exceptions=True)

    done = asyncio.run(both())

    assert sorted(isinstance(each, NotFound) for each in done) == [False, True]


def test_a_link_is_worthless_after_its_time(people: People, monkeypatch: pytest.MonkeyPatch):
    link = people.keep(accounts.invite, "Sam").token
    later(monkeypatch, days=7, seconds=1)

    with pytest.raises(NotFound):
        people.use(link)


def test_what_is_wrong_is_answered_with_one_sentence(people: People):
    people.person("Sam")
    people.keep(accounts.create_user, "Without")

    said = set()
    wrong = {"Sam": "wrong password 1234", "Nobody": PASSWORD, "Without": "", "": ""}
    for name, password in wrong.items():
        with pytest.raises(Invalid) as refusal:
            people.sign_in(name, password)
        said.add((refusal.value.message, refusal.value.field))

    assert said == {("The name or the password is wrong.", "password")}


def test_a_hash_is_compared_for_names_that_nobody_has_too(people: People, monkeypatch):
    compared: list[bool] = []

    class Counting:
        def hash(self, password):
            return passwords.HASHER.hash(password)

        def verify(self, password_hash, password):
            compared.append(True)
            raise passwords.VerificationError

    counting = Counting()
    monkeypatch.setattr(passwords, "_nobodys", lambda _hasher: "$argon2id$")
    monkeypatch.setattr(passwords, "HASHER", counting)
    for name in ("keeper", "nobody at all"):
        with pytest.raises(Invalid):
            people.sign_in(name)

    assert len(compared) == 2


def test_every_sign_in_has_a_new_token_and_only_hashes_are_stored(people: People):
    first = people.person("Sam")
    again = people.sign_in("sam", visitor=replace(LAPTOP, device=first.device))

    assert first.token != again.token
    assert people.actor(first).session_id != people.actor(again).session_id
    assert replace(people.actor(first), session_id=0) == replace(people.actor(again), session_id=0)
    dump = b"".join(each.read_bytes() for each in people.database.path.parent.glob("*.db*"))
    for secret in (first.token, again.token, first.device, again.device, PASSWORD):
        assert secret.encode() not in dump
        assert secret not in repr((first, again))


def test_signing_out_ends_this_session_at_once(people: People):
    here, there = people.person("Sam"), people.sign_in("Sam")
    people.write(accounts.sign_out, here.token)

    with pytest.raises(SignedOut, match="You are signed out"):
        people.actor(here)
    assert people.actor(there).name == "Sam"
    for nonsense in (None, "", "x", "é" * 20, "a" * 300, "\ud800"):
        with pytest.raises(SignedOut):
            people.read(accounts.by_session, nonsense, Source.SCREEN)


def test_somebody_sees_and_ends_only_their_own_sessions(people: People):
    here, there = people.person("Sam"), people.sign_in("Sam")
    ana = people.person("Ana")
    actor = people.actor(here)

    rows = people.read(accounts.sessions, actor)
    assert [(row.address, row.browser) for row in rows] == [("192.0.2.1", "Firefox on Linux")] * 2
    assert [row.is_this for row in rows] == [False, True]
    with pytest.raises(NotFound):
        people.write(accounts.end_session, actor, people.actor(ana).session_id)
    people.write(accounts.end_session, actor, people.actor(there).session_id)
    with pytest.raises(SignedOut):
        people.actor(there)

    third = people.sign_in("Sam")
    assert people.write(accounts.sign_out_everywhere, actor) == 1
    with pytest.raises(SignedOut):
        people.actor(third)
    assert people.actor(here).name == "Sam"
    assert people.actor(ana).name == "Ana"


@pytest.mark.parametrize("ahead", [{"days": 7, "seconds": 1}, {"days": 31}])
def test_a_session_ends_when_it_is_idle_or_old(people: People, monkeypatch, ahead):
    signed_in = people.person("Sam")
    later(monkeypatch, **ahead)

    with pytest.raises(SignedOut):
        people.actor(signed_in)


def test_a_session_that_only_reads_is_kept_by_telling_now_and_then(people: People, monkeypatch):
    signed_in = people.person("Sam")
    people.actor(signed_in)
    assert not accounts.has_been_seen()

    later(monkeypatch, days=6)
    people.actor(signed_in)
    assert accounts.has_been_seen()
    people.write(accounts.note_seen)
    assert not accounts.has_been_seen()
    later(monkeypatch, days=6)

    assert people.actor(signed_in).name == "Sam"
    people.write(accounts.note_seen)
    later(monkeypatch, days=6)
    people.write(accounts.by_session, signed_in.token, Source.SCREEN)
    assert not accounts.has_been_seen(), "what writes tells it itself"
    later(monkeypatch, days=6)
    people.actor(signed_in)
    people.write(accounts.note_seen)
    later(monkeypatch, days=7)
    with pytest.raises(SignedOut):
        people.actor(signed_in)


def test_of_a_thousand_guesses_from_fifty_addresses_few_are_looked_at_and_the_owner_comes_in(
    people: People, monkeypatch: pytest.MonkeyPatch
):
    known = people.person("Sam")
    looked_at: list[str] = []

    def wrong(_hash: str | None, password: str) -> bool:
        looked_at.append(password)
        return False

    right = passwords.matches
    monkeypatch.setattr(passwords, "matches", wrong)
    answers = {"Sam": set(), "Nobody": set()}

    async def guesses(name: str) -> None:
        for number in range(1_000):
            visitor = Visitor(f"198.51.100.{number % 50}", device=f"forged {number}")
            try:
                await accounts.sign_in(people.database, name, f"guess {number}", visitor)
            except Refused as refused:
                answers[name].add((type(refused), refused.field))

    asyncio.run(guesses("Sam"))
    assert 0 < len(looked_at) <= 100
    asyncio.run(guesses("Nobody"))
    assert answers["Sam"] == answers["Nobody"] == {(Invalid, "password"), (TooMany, "")}

    monkeypatch.setattr(passwords, "matches", right)
    with pytest.raises(TooMany, match="device that you have used before"):
        people.sign_in("Sam")
    assert people.sign_in("Sam", visitor=replace(LAPTOP, device=known.device)).name == "Sam"


def test_guesses_that_are_under_way_count_so_that_many_at_once_are_not_more(people: People):
    people.person("Sam")
    waiting = [guessing.guess("sam", "192.0.2.9") for _ in range(10)]
    for each in waiting:
        each.__enter__()

    with pytest.raises(TooMany):
        people.sign_in("Sam")
    for each in waiting:
        each.__exit__(None, None, None)
    assert people.sign_in("Sam").name == "Sam", "none of them had failed"


def test_one_address_tries_few_names(people: People):
    said: list[type[Refused]] = []
    for number in range(60):
        with pytest.raises(Refused) as refusal:
            people.sign_in(f"name {number}", visitor=Visitor(f"2001:db8::{number:x}"))
        said.append(refusal.type)

    assert said == [Invalid] * 50 + [TooMany] * 10


def test_who_is_shut_out_or_has_another_password_while_it_is_compared_does_not_come_in(
    people: People,
):
    sam = people.person("Sam")
    claim = people.read(signing_in.look_up, "Sam", LAPTOP)
    people.use(people.keep(accounts.reset, sam.user_id).token, "eight grey cats purr softly")
    with pytest.raises(Invalid):
        people.write(signing_in.enter, claim, LAPTOP)

    claim = people.read(signing_in.look_up, "Sam", LAPTOP)
    people.keep(accounts.deactivate, sam.user_id)
    with pytest.raises(Invalid):
        people.write(signing_in.enter, claim, LAPTOP)


def test_old_sign_ins_and_sessions_are_forgotten(people: People, monkeypatch):
    people.person("Sam")
    then = links.now() + timedelta(days=130)
    for module in (living_sessions, log):
        monkeypatch.setattr(module, "now", lambda: then)
    people.sign_in("Sam")

    assert [each.kind.value for each in people.keep(accounts.sign_ins)] == ["signed_in"]
    assert people.read(lambda s: s.execute(text("SELECT count(*) FROM session")).scalar()) == 1


def test_a_device_is_known_to_those_who_signed_in_there_and_by_its_newest_cookie(people: People):
    sam, ana = people.person("Sam"), people.person("Ana")
    both = people.sign_in("Ana", visitor=replace(LAPTOP, device=sam.device))

    def known(name: str, cookie: str) -> bool:
        user = {"Sam": sam, "Ana": ana}[name].user_id
        return people.read(living_sessions.device_of, user, cookie) is not None

    assert known("Sam", both.device)
    assert known("Ana", both.device)
    assert known("Ana", ana.device)
    assert not known("Sam", ana.device)
    assert not known("Sam", sam.device), "a copy of the cookie from before is worthless"


def test_a_hash_of_other_parameters_is_made_anew_at_the_next_sign_in(people: People, monkeypatch):
    people.person("Sam")
    before = people.read(lambda s: s.execute(text("SELECT password_hash FROM user WHERE id = 2")).scalar())  # fmt: skip
    monkeypatch.setattr(passwords, "HASHER", passwords.PasswordHasher(2, 16, 1))

    people.sign_in("Sam")

    after = people.read(lambda s: s.execute(text("SELECT password_hash FROM user WHERE id = 2")).scalar())  # fmt: skip
    assert before.startswith("$argon2id$")
    assert ("t=1" in before, "t=2" in after) == (True, True)
    assert people.sign_in("Sam").name == "Sam"


def test_passwords_cost_what_they_should_where_it_counts():
    import inspect

    assert "time_cost=3, memory_cost=64 * 1024, parallelism=1" in inspect.getsource(passwords)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "passwordpassword", "P@ssw0rd P@ssw0rd!", "ioninvioninvioninv",
        "qwertyuiopasdfghjkl", "1234567890123456", "marta ruiz 2024!!", "correct horse battery staple",
        "letmein letmein letmein", "abcdefghijklmnop", "zyxwvutsrqponmlk", "Welcome2024Welcome2025",
    ],
)  # fmt: skip
def test_what_one_would_guess_first_is_no_password(password):
    with pytest.raises(Invalid, match="guess"):
        passwords.read_password(password, "Marta Ruiz")


@pytest.mark.parametrize(
    "password", [PASSWORD, "   blanks   count as well", "ein Käfer frisst Gürkchen", "p" * 3 + "vktmzrqwhcd7"]
)  # fmt: skip
def test_anything_else_of_fifteen_characters_is(password):
    assert passwords.read_password(password, "Marta Ruiz") == password


def test_a_password_is_the_same_however_its_accents_are_typed(people: People):
    people.person("Sam", password="ein Ka\u0308fer frisst Gu\u0308rkchen")

    assert people.sign_in("Sam", "ein K\u00e4fer frisst G\u00fcrkchen").name == "Sam"


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "asking"),
    [
        ("203.0.113.9", "192.0.2.7", "", "203.0.113.9"),
        ("203.0.113.9", "192.0.2.7", "10.0.0.0/8", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.7", "10.0.0.0/8", "192.0.2.7"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.7, 10.0.0.2", "10.0.0.0/8", "192.0.2.7"),
        ("10.0.0.1", "nonsense", "10.0.0.0/8", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1", "10.0.0.1"),
        ("::ffff:192.0.2.7", "", "", "192.0.2.7"),
        ("testclient", "", "", ""),
    ],
)
def test_only_a_trusted_proxy_is_believed_who_asks(monkeypatch, peer, forwarded, trusted, asking):
    settings = visitor.get_settings().model_copy(update={"trusted_proxies": trusted})
    monkeypatch.setattr(visitor, "get_settings", lambda: settings)

    assert accounts.address_of(peer, forwarded) == asking


def test_administrators_see_who_came_in_and_nothing_that_was_typed(people: People):
    people.person("Sam")
    for _ in range(3):
        with pytest.raises(Invalid):
            people.sign_in("Sam", "wrong password 1234")
    with pytest.raises(Invalid):
        people.sign_in("my password by mistake", "wrong password 1234")
    people.sign_in("Sam")

    entered = people.keep(accounts.sign_ins)
    assert [(each.kind.value, each.name, each.times) for each in entered] == [
        ("signed_in", "Sam", 1),
        ("failed", "", 1),
        ("failed", "Sam", 3),
        ("link_used", "Sam", 1),
    ]
    assert "mistake" not in repr(entered)


def test_many_sign_in_at_once(people: People):
    people.person("Sam")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: people.sign_in("Sam").token, range(8)))

    assert len(set(done)) == 8
