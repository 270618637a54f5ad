"""Structured logs without personal data: method, route, status and time; never a query, an address or a body."""

import logging.config

import structlog

#: What every line is given, whether structlog or the standard library wrote it.
_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up_logging(*, is_json: bool, level: str) -> None:
    """Set up logging once: JSON lines for machines, coloured lines for people."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": _SHARED,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *_written_as(is_json=is_json),
                    ],
                }
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["console"], "level": level},
            "loggers": {
                # Django's own request log names paths with their query: ours (web.middleware) replaces it.
                "django.request": {"level": "CRITICAL"},
                "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
                # These name the path, or whatever a scanner put in the host header.
                "django.security.csrf": {"level": "CRITICAL"},
                "django.security.DisallowedHost": {"level": "CRITICAL"},
                "django.security": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _written_as(*, is_json: bool) -> list[structlog.typing.Processor]:
    """Return the last steps of a line; the one for people writes tracebacks itself."""
    if is_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer()]
