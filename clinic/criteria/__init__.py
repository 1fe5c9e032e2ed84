"""Clinical and clinic-owned content as data, loaded and validated here."""
