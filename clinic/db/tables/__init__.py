"""Tables by topic, on one MetaData with a naming convention."""
