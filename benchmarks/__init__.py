"""How long the kernel takes, how much memory it needs, and what that is next to a bare scan and next to OpenFisca."""
