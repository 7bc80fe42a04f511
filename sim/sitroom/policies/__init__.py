"""Who plays a seat by itself, and whole campaigns played so."""
