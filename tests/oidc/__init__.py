"""A real OpenID Connect provider (npm ``oidc-provider``) for tests, on a free port of this machine."""
