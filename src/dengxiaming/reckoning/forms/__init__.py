"""One file a form of duty."""
