"""Exchange: data in and out, as files and for other systems.

Words: import (an uploaded file on its way in), mapping (which column is what), outcome (what a row came to), export,
API key. Holds no rules about offers: rows go through the same acts as everything else.
"""
