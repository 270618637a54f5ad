"""How good the answers are, measured from outside: the real command, the real offers, a new installation."""
