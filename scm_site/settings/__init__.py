"""Settings: ``base`` for all, ``dev``, ``test`` and ``production`` hold only what differs."""
