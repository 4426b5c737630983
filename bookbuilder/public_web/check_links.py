"""Checks many links: a few at a time, never two of one host at once, within limits of number and time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlsplit

from msgspec import Struct

from bookbuilder.phrases import Phrase
from bookbuilder.public_web.check_link import LinkAnswer, LinkState, check_link
from bookbuilder.public_web.connection import Network, NotFetchedError
from bookbuilder.public_web.internet_archive import archived_copy, is_online


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """Limits: number of links, seconds for each and for all, how many are asked at a time."""

    number: int = 2_000
    seconds: float = 20.0
    all_seconds: float = 1_800.0
    at_once: int = 4


LIMITS = LinkLimits()


class LinkQuestion(Struct, frozen=True, array_like=True):
    """An address, and the day (`20220123`, empty: any) for which an archived copy is wanted: with `archive` in any case,
    else if the address is dead. One that is a copy itself (`page` is false) has none."""

    address: str
    day: str = ""
    archive: bool = False
    page: bool = True


class LinkReport(Struct, frozen=True, array_like=True):
    """What was found: the fields of a `LinkAnswer`, and the address of an archived copy, or why there was no answer about
    one."""

    state: str
    reason: str = ""
    target: str = ""
    moved: bool = False
    copy: str = ""
    no_copy: str = ""


def check_links(
    questions: Sequence[LinkQuestion], network: Network, limits: LinkLimits = LIMITS
) -> Iterator[LinkReport]:
    """Yield a report for each address, in order."""
    end = time.monotonic() + limits.all_seconds
    hosts: dict[str, Lock] = {host: Lock() for host in map(_host, questions)}
    archive, online = Lock(), is_online(network)

    def asked(number: int, question: LinkQuestion) -> LinkReport:
        if number >= limits.number:
            return LinkReport(
                LinkState.UNCERTAIN,
                Phrase("more than {count:,} links are not asked at once", count=limits.number),
            )
        with hosts[_host(question)]:
            seconds = min(limits.seconds, end - time.monotonic())
            answer = (
                check_link(question.address, network, seconds, online=online)
                if seconds > 0
                else LinkAnswer(LinkState.UNCERTAIN, "all links together take too long")
            )
        seconds = min(limits.seconds, end - time.monotonic())
        copy = no_copy = ""
        wanted = answer.public and question.page and (question.archive or answer.state is LinkState.DEAD)
        if wanted and seconds > 0:
            with archive:
                try:
                    copy = archived_copy(question.address, question.day, network, seconds)
                except NotFetchedError as error:
                    no_copy = str(error)
        return LinkReport(answer.state, answer.reason, answer.target, answer.moved, copy, no_copy)

    with ThreadPoolExecutor(limits.at_once) as pool:
        yield from pool.map(asked, range(len(questions)), questions)


def _host(question: LinkQuestion) -> str:
    try:
        return urlsplit(question.address).hostname or ""
    except ValueError:
        return ""
