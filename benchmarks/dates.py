"""How long a typed date takes to read: `python -m benchmarks.dates` prints the median and p99 over the table."""

from __future__ import annotations

from statistics import quantiles
from time import perf_counter_ns

from bot.rules.dates import leading_words, read_date
from tests.rules.test_dates import EVERY_PHRASE, FURTHEST, NOW, ZONE


def main() -> None:
    for name, read in (
        ("read_date", lambda text: read_date(text, NOW, ZONE, FURTHEST)),
        ("leading_words", lambda text: leading_words(f"{text} Holyoke > Amherst x2 es")),
    ):
        taken = []
        for text in [row.text for row in EVERY_PHRASE] * 5:
            start = perf_counter_ns()
            read(text)
            taken.append((perf_counter_ns() - start) / 1000)
        hundredths = quantiles(taken, n=100)
        print(f"{name}: {len(taken)} readings, median {hundredths[49]:.0f} µs, p99 {hundredths[98]:.0f} µs")


if __name__ == "__main__":
    main()
