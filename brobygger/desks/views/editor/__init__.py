"""Doors of the offer editor: beginning, one step at a time, two versions side by side, looking through and sending."""
