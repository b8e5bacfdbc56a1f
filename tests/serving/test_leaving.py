"""A server that ends tells its websockets, and lets requests finish."""

import asyncio

from starlette.types import Message, Receive, Scope, Send

from ioninv.serving.leaving import Leaving

NEVER = 60.0


async def nothing_comes() -> Message:
    return await asyncio.get_running_loop().create_future()


async def ignore(_message: Message) -> None:
    pass


def test_an_open_websocket_is_told_and_ends():
    heard: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(await receive())

    async def scenario() -> None:
        served = Leaving(app)
        connection = asyncio.create_task(served({"type": "websocket"}, nothing_comes, ignore))
        await asyncio.sleep(0)
        await served.leave(NEVER)
        await connection

    asyncio.run(scenario())
    assert heard == [{"type": "websocket.disconnect", "code": 1001}]


def test_messages_pass_until_then():
    heard: list[Message] = []
    hello: Message = {"type": "websocket.receive", "text": "hello"}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(await receive())

    async def hello_comes() -> Message:
        return hello

    asyncio.run(Leaving(app)({"type": "websocket"}, hello_comes, ignore))
    assert heard == [hello]


def test_a_request_under_way_is_finished_first():
    order: list[str] = []

    async def scenario() -> None:
        may_end = asyncio.Event()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await may_end.wait()
            order.append("answered")

        served = Leaving(app)
        request = asyncio.create_task(served({"type": "http"}, nothing_comes, ignore))
        await asyncio.sleep(0)
        leaving = asyncio.create_task(served.leave(NEVER))
        await asyncio.sleep(0)
        may_end.set()
        await leaving
        order.append("left")
        await request

    asyncio.run(scenario())
    assert order == ["answered", "left"]


def test_a_request_that_never_ends_is_not_waited_for():
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await nothing_comes()

    async def scenario() -> None:
        served = Leaving(app)
        request = asyncio.create_task(served({"type": "http"}, nothing_comes, ignore))
        await asyncio.sleep(0)
        await served.leave(patience=0.0)
        request.cancel()

    asyncio.run(scenario())


def test_nothing_open_is_left_at_once():
    async def app(scope: Scope, receive: Receive, send: Send) -> None: ...

    asyncio.run(Leaving(app).leave(NEVER))


def test_nobody_comes_in_any_more():
    came_in: list[Scope] = []
    answers: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        came_in.append(scope)

    async def connect() -> Message:
        return {"type": "websocket.connect"}

    async def answer(message: Message) -> None:
        answers.append(message)

    async def scenario() -> None:
        served = Leaving(app)
        await served.leave(NEVER)
        await served({"type": "websocket"}, connect, answer)
        await served({"type": "http"}, nothing_comes, answer)

    asyncio.run(scenario())
    assert came_in == []
    assert answers[0]["type"] == "websocket.close"
    assert answers[1]["status"] == 503
