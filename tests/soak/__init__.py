"""The long proofs, each with a small sample in the normal run: histories, doors, races, kills."""
