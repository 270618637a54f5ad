"""The printed guide: a municipality's or a need's offers as a booklet, in usual and in large print."""
