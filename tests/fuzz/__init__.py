"""Broken input at every door: what it is made of, the doors, and what once broke one."""
