"""I/O. Telling the owner, and the service manager that runs us.

`systemd`: whether we are up, alive and what we are doing, for `systemctl status` and the watchdog.
"""
