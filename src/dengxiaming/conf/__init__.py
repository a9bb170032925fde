"""Settings and root urls."""
