"""Tests never need the internet, and could not use it."""

import asyncio
import socket

import pytest

ELSEWHERE = ("192.0.2.1", 9)


def test_no_test_can_reach_another_machine() -> None:
    with socket.socket() as ours, pytest.raises(RuntimeError, match="another machine"):
        ours.connect(ELSEWHERE)


def test_no_test_can_look_up_a_name() -> None:
    with pytest.raises(RuntimeError, match="another machine"):
        socket.getaddrinfo("example.org", 443)


async def test_the_event_loop_is_held_back_too() -> None:
    with pytest.raises(RuntimeError, match="another machine"):
        await asyncio.open_connection(*ELSEWHERE)


async def test_this_machine_may_be_spoken_to() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
