"""What is wrong with the form of a file, in plain words, and how reading goes on after it."""
