"""I/O. Telling the owner, and the service manager that runs us."""
