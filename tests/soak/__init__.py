"""The real process on real servers, killed, cut off and restarted at random: `make soak`."""
