"""What people type about their accounts; the rules behind are the sign-in library's and the services'."""
