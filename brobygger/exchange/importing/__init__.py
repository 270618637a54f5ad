"""From a row of a file to what it says: which offer it is about, and what would be typed to say it."""
