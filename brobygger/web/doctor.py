"""Is this installation well? Each check looks at one thing and says what to do when it is not."""

import shutil
import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from brobygger.audit.selectors import book_figures
from brobygger.audit.services import verify
from brobygger.directory import selectors as directory
from brobygger.notifications.selectors import sending
from brobygger.search import selectors as search
from brobygger.search.keeping.checking import index_status

#: Below this an index build or a backup may fail half-way.
LEAST_FREE_BYTES = 500 * 1024 * 1024
#: The newest of the book; ``audit verify`` looks at the whole of it.
BOOK_TAIL = 10_000
#: Mail that waits longer than this waits for something that is broken.
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check saw; ``advice`` is empty when all is well."""

    check: str
    is_well: bool
    saw: str
    advice: str = ""


def examine(*, at: datetime) -> list[Finding]:
    """Run every check and return what each saw. A check that cannot run is a finding too, never left out."""
    findings: list[Finding] = []
    for name, check in _CHECKS.items():
        try:
            findings.extend(check(at))
        except (DatabaseError, OSError, ValueError) as error:
            findings.append(_could_not_run(name, error))
    return findings


def _could_not_run(name: str, error: Exception) -> Finding:
    """Say what to do about a check that could not even look."""
    if isinstance(error, DatabaseError):
        advice = "Se efter, at databasen svarer på BROBYGGER_DATABASE_URL, og kør: brobygger migrate"
    elif isinstance(error, OSError):
        advice = f"Giv den bruger, portalen kører som, lov til at skrive i {settings.DATA}."
    else:
        advice = "Ret det, og prøv igen. Se docs/operations.md."
    first_line = str(error).partition("\n")[0]
    return Finding(check=name, is_well=False, saw=f"{type(error).__name__}: {first_line}", advice=advice)


def _settings(at: datetime) -> Iterator[Finding]:
    problems = [message for message in run_checks(include_deployment_checks=False) if message.level >= 30]
    yield Finding(
        check="settings",
        is_well=not problems,
        saw="; ".join(problem.msg for problem in problems) or "ingen bemærkninger",
        advice="Se docs/operations.md." if problems else "",
    )
    yield _host()
    if settings.DEMO:
        yield Finding(check="settings.demo", is_well=True, saw="demo: fælles hemmelighed, ikke til rigtig brug")
        return
    for check, is_well, saw, advice in (
        ("settings.https", settings.IS_HTTPS, settings.BASE_URL, "Sæt BROBYGGER_BASE_URL til en https-adresse."),
        ("settings.debug", not settings.DEBUG, f"BROBYGGER_DEBUG={settings.DEBUG:d}", "Fjern BROBYGGER_DEBUG."),
        (
            "settings.proxy",
            settings.BEHIND_PROXY,
            f"BROBYGGER_BEHIND_PROXY={settings.BEHIND_PROXY:d}",
            "Sæt BROBYGGER_BEHIND_PROXY=1, når en reverse proxy tager imod https; ellers tælles alle som én gæst.",
        ),
        (
            "settings.operator",
            bool(settings.OPERATOR_NAME and settings.OPERATOR_EMAIL and settings.SECURITY_CONTACT),
            settings.OPERATOR_NAME or "ingen ansvarlig",
            "Sæt BROBYGGER_OPERATOR_NAME og BROBYGGER_OPERATOR_EMAIL; siderne om privatliv skal sige, hvem det er.",
        ),
    ):
        yield Finding(check=check, is_well=is_well, saw=saw, advice="" if is_well else advice)


def _host() -> Finding:
    """Find out whether the portal answers under its own public name."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    is_well = validate_host(host, settings.ALLOWED_HOSTS)
    advice = "" if is_well else f"Sæt BROBYGGER_HOSTS={host}, ellers får alle et 400-svar."
    return Finding(
        check="settings.hosts", is_well=is_well, saw=f"{host} af {', '.join(settings.ALLOWED_HOSTS)}", advice=advice
    )


def _database(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(
        check="database",
        is_well=not waiting,
        saw=f"{connection.vendor}, {len(waiting)} migrationer mangler",
        advice="Kør: brobygger migrate" if waiting else "",
    )


def _book(at: datetime) -> Iterator[Finding]:
    book = book_figures()
    seen = min(book.entries, BOOK_TAIL)
    broken_at = verify(since=max(0, book.last - BOOK_TAIL))
    yield Finding(
        check="audit",
        is_well=broken_at is None,
        saw=f"kæden er brudt ved post {broken_at}" if broken_at else f"kæden er hel i de {seen} nyeste poster",
        advice="" if broken_at is None else "Nogen har ændret i bogen. Sammenlign med en sikkerhedskopi.",
    )


def _index(at: datetime) -> Iterator[Finding]:
    published, index = directory.freshness_figures(at=at).offers, index_status()
    is_full = published == index.documents and published > 0
    yield Finding(
        check="index",
        is_well=is_full,
        saw=f"{index.documents} af {published} viste tilbud kan findes",
        advice="" if is_full else "Læg tilbud ind (brobygger load-offers) og kør: brobygger refresh-search",
    )
    is_there = index.state != "missing"
    yield Finding(
        check="index.file",
        is_well=is_there,
        saw=f"{index.size_mb} MB, {index.behind} ændringer ved siden af, {index.vectors} betydninger",
        advice="" if is_there else "Kør: brobygger index build",
    )


def _outbox(at: datetime) -> Iterator[Finding]:
    how = sending(at=at)
    waits = at - how.oldest_due_at if how.oldest_due_at else timedelta(0)
    yield Finding(
        check="outbox.worker",
        is_well=how.workers > 0 or settings.DEMO,
        saw=f"{how.workers} i gang, {how.unfinished_jobs} opgaver gik ikke godt",
        advice="" if how.workers or settings.DEMO else "Start portalen (brobygger serve), eller kør: brobygger worker",
    )
    is_slow, doubts, failed = waits > LONGEST_WAIT, how.by_state["uncertain"], how.by_state["failed"]
    yield Finding(
        check="outbox.mail",
        is_well=not (is_slow or doubts),
        saw=f"ældste mail har ventet {waits.total_seconds() / 60:.0f} minutter, {doubts} er i tvivl, {failed} gik ikke",
        advice="Se: brobygger outbox status, og docs/operations.md om mail." if is_slow or doubts else "",
    )


def _mail(at: datetime) -> Iterator[Finding]:
    if settings.MAIL_IS_SHELVED:
        yield Finding(check="mail", is_well=True, saw="demo: der sendes ingen mail")
        return
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            code, _ = server.noop()
        is_well, saw = code == 250, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} svarer {code}"
    except (OSError, smtplib.SMTPException) as error:
        is_well, saw = False, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}"
    yield Finding(check="mail", is_well=is_well, saw=saw, advice="" if is_well else "Ret BROBYGGER_SMTP_HOST og _PORT.")


def _disk(at: datetime) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    yield Finding(
        check="disk",
        is_well=free >= LEAST_FREE_BYTES,
        saw=f"{free // 1024**2} MB fri i datamappen på {socket.gethostname()}",
        advice="" if free >= LEAST_FREE_BYTES else "Ryd op eller giv datamappen mere plads.",
    )
    probe = settings.DATA / ".doctor"
    probe.write_text("", encoding="utf-8")
    probe.unlink()


def _assets(at: datetime) -> Iterator[Finding]:
    wanted = ("ui/brobygger.css", "ui/brobygger.js", "ui/map/denmark.svg")
    missing = [name for name in wanted if not _is_collected(name)]
    yield Finding(
        check="assets",
        is_well=not missing,
        saw=f"mangler {', '.join(missing)}" if missing else "bygget",
        advice="Kør: npm run build && brobygger collectstatic --noinput" if missing else "",
    )


def _is_collected(name: str) -> bool:
    """Test whether a built file lies where it is served from, under the name its contents give it."""
    hashed_files: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    return bool(staticfiles_storage.exists(hashed_files.get(name, name)))


def _freshness(at: datetime) -> Iterator[Finding]:
    refreshed_at = search.figures().changed_at
    is_old = refreshed_at is not None and at - refreshed_at > timedelta(days=2)
    yield Finding(
        check="refresh",
        is_well=not is_old,
        saw=f"indekset er sidst ændret {refreshed_at:%Y-%m-%d %H:%M}" if refreshed_at else "indekset er tomt",
        advice="Kør hver nat: brobygger nightly (brobygger worker gør det af sig selv)" if is_old else "",
    )


_CHECKS: dict[str, Callable[[datetime], Iterator[Finding]]] = {
    "settings": _settings,
    "database": _database,
    "audit": _book,
    "index": _index,
    "refresh": _freshness,
    "mail": _mail,
    "outbox": _outbox,
    "disk": _disk,
    "assets": _assets,
}
