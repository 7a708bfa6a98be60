"""Sources that break: the real binary against servers that are not ours, in networks of their own: `./dev faults`."""
