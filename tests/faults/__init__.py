"""Faults between the real agent and real servers; judged on what the servers hold afterwards."""
