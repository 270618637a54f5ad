"""When something must be answered: counted in days people work."""

from datetime import date, timedelta

_SATURDAY = 5


def working_days_after(day: date, *, count: int) -> date:
    """Return the day some working days later; Saturdays and Sundays do not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def working_days_between(earlier: date, later: date) -> int:
    """Return how many working days lie after one day, up to and with another; below zero when it is past."""
    if later < earlier:
        return -working_days_between(later, earlier)
    days = (earlier + timedelta(days=number) for number in range(1, (later - earlier).days + 1))
    return sum(day.weekday() < _SATURDAY for day in days)
