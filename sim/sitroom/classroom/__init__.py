"""The classroom: what is handed out on paper, and the host that students join with a browser."""
