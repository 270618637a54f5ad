"""What people fill in on the desks: raw input to clean values."""
