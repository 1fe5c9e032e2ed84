"""The clinic database: tables, repositories, unit of work, migrations, seeds."""
