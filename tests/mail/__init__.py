"""Letters on their way: to a folder, and to a real mail server on this machine."""
