"""The bot's figures as Prometheus reads them, gathered when they are asked for. docs/metrics.md says what each means."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot import __version__
from bot.errors import StoreError
from bot.health.readiness import Vitals, is_ready, readiness
from bot.store import backups, complaints, vitals
from bot.store.times import epoch_ms, from_store, to_store
from bot.tally import BUCKETS

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_SOON: Final = timedelta(hours=1)


def shown(of: Vitals) -> bytes:
    """All figures, in the form that is exposed."""
    registry = CollectorRegistry()
    registry.register(Figures(of))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class Figures(Collector):
    """Gathers the figures of a running bot."""

    def __init__(self, of: Vitals) -> None:
        self._of = of

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        info = GaugeMetricFamily("guanwei_build_info", "Which version runs.", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        yield _gauge("guanwei_ready", "1 if /readyz says so.", float(is_ready(readiness(self._of))))
        yield from self._counted()
        yield from self._of_socket()
        if (age := self._of.look_age) is not None:
            yield _gauge("guanwei_clock_last_look_age_seconds", "Since the clock last looked at what is due.", age)
        try:
            yield from [*self._of_outbox(), *self._of_complaints(), *self._of_files()]
        except StoreError:
            # `guanwei_ready` says so; what this process counts is shown all the same.
            return

    def _counted(self) -> Iterator[Metric]:
        counted = self._of.desk.tally.counted()
        requests = CounterMetricFamily(
            "guanwei_requests", "Requests answered, by what they came to.", labels=["kind", "name", "result"]
        )
        for labels, n in sorted(counted.requests.items()):
            requests.add_metric(labels, n)
        yield requests
        seconds = HistogramMetricFamily(
            "guanwei_acknowledgement_seconds", "From taking a request to its acknowledgement.", labels=["kind"]
        )
        for kind, taken in sorted(counted.acknowledged.items()):
            total, buckets = 0, []
            for limit, n in zip((*map(str, BUCKETS), "+Inf"), taken.counts, strict=True):
                total += n
                buckets.append((limit, total))
            seconds.add_metric([kind], buckets, taken.total)
        yield seconds
        messages = CounterMetricFamily("guanwei_messages", "Messages, by what became of them.", labels=["result"])
        for result, n in sorted(counted.messages.items()):
            messages.add_metric([result], n)
        yield messages
        digests = CounterMetricFamily("guanwei_digests_sent", "Digests that reached the chat.", labels=["digest"])
        for digest, n in sorted(counted.digests.items()):
            digests.add_metric([digest], n)
        yield digests
        runs = CounterMetricFamily("guanwei_job_runs", "Runs of the clock's jobs.", labels=["job"])
        failures = CounterMetricFamily("guanwei_job_failures", "Runs that failed.", labels=["job"])
        last = GaugeMetricFamily("guanwei_job_last_seconds", "How long the last run took.", labels=["job"])
        for job, (ran, failed, took) in sorted(counted.jobs.items()):
            runs.add_metric([job], ran)
            failures.add_metric([job], failed)
            last.add_metric([job], took)
        yield from (runs, failures, last)

    def _of_socket(self) -> Iterator[Metric]:
        hearing = self._of.hearing()
        if hearing is None:
            return
        yield _gauge("guanwei_socket_connected", "1 while a socket is open.", float(hearing.is_connected))
        yield _gauge("guanwei_socket_age_seconds", "Since the socket was opened.", hearing.age)
        yield _gauge("guanwei_socket_silence_seconds", "Since anything came on it.", hearing.silence)
        yield CounterMetricFamily(
            "guanwei_socket_reconnects", "Sockets opened after the first.", value=max(hearing.opened - 1, 0)
        )

    def _of_outbox(self) -> Iterator[Metric]:
        desk = self._of.desk
        queue = vitals.queue(desk.store, epoch_ms(desk.now()))
        depth = GaugeMetricFamily("guanwei_outbox_messages", "Messages that are not sent yet.", labels=["state"])
        for state, n in (("due", queue.due), ("later", queue.later), ("parked", queue.parked)):
            depth.add_metric([state], n)
        yield depth
        yield _gauge(
            "guanwei_outbox_oldest_seconds", "For how long the oldest due has waited.", self._of.queue_age(queue)
        )

    def _of_complaints(self) -> Iterator[Metric]:
        desk = self._of.desk
        now = desk.now()
        counts = complaints.open_counts(desk.store, to_store(now))
        open_ones = GaugeMetricFamily("guanwei_complaints", "Complaints that are not closed.", labels=["state"])
        for state in ("open", "unclaimed", "waiting"):
            open_ones.add_metric([state], counts[state])
        yield open_ones
        yield _gauge("guanwei_clocks_overdue", "Complaints whose clock has run out.", counts["overdue"])
        soon = vitals.clocks_due(desk.store, to_store(now), to_store(now + _SOON))
        yield _gauge("guanwei_clocks_due_soon", "Complaints whose clock runs out within the hour.", soon)

    def _of_files(self) -> Iterator[Metric]:
        desk = self._of.desk
        path = desk.store.path
        log = path.with_name(path.name + "-wal")
        yield _gauge("guanwei_database_bytes", "The database file.", path.stat().st_size)
        yield _gauge("guanwei_database_log_bytes", "The log beside it.", log.stat().st_size if log.exists() else 0)
        yield _gauge("guanwei_disk_free_bytes", "Free where the database is.", shutil.disk_usage(path.parent).free)
        if (last := backups.latest(desk.store)) is not None:
            age = (desk.now() - from_store(last.done_at)).total_seconds()
            yield _gauge("guanwei_backup_age_seconds", "Since the last nightly backup was whole.", age)


def _gauge(name: str, means: str, value: float) -> Metric:
    return GaugeMetricFamily(name, means, value=value)
