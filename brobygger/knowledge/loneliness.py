"""T-ILS: the three-item UCLA loneliness scale. Pure arithmetic; nothing is kept.

Source: Hughes, Waite, Hawkley and Cacioppo, "A Short Scale for Measuring Loneliness in Large Surveys", Research on
Aging 26(6), 2004; Danish use and wording: Lasgaard et al., DEFACTUM, Region Midtjylland.
"""

from collections.abc import Iterable

#: Of 3 to 9. At 7 and above the Danish population surveys speak of severe loneliness.
CUT_OFF = 7


def is_reached(answers: Iterable[int]) -> bool:
    """Test whether three answers of 1 to 3 together reach the cut-off."""
    return sum(answers) >= CUT_OFF
