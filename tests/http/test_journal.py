import random
from concurrent.futures import ThreadPoolExecutor

from golive.finding import ExchangePlace
from golive.http.journal import Exchange, Journal
from support.fake_clock import START


def test_the_order_does_not_depend_on_who_was_faster() -> None:
    exchanges = [
        Exchange(method=method, url=f"https://x/{number}", request_id=f"r{number}", started_at=START)
        for number in range(20)
        for method in ("GET", "POST")
    ]
    first, second = Journal(), Journal()
    for journal, seed in ((first, 1), (second, 2)):
        shuffled = random.Random(seed).sample(exchanges, len(exchanges))  # noqa: S311 - an order, no secret
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(journal.add, shuffled))
    assert first.exchanges() == second.exchanges()
    assert len(first.exchanges()) == 40


def test_an_exchange_is_a_place() -> None:
    exchange = Exchange(method="GET", url="https://x/", request_id="r", status=200, started_at=START)
    assert exchange.place == ExchangePlace("GET", "https://x/", 200)
