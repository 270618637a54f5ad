"""The doors themselves."""
