"""What the sign-in library asks of us: its adapters, one for accounts and one for the second step."""
