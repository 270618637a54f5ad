"""Config: settings and addresses. The only place that knows every room."""
