"""Stand-ins for the services that carry messages; see base.py."""
