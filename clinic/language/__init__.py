"""A patient's words in, findings and red flags out."""
