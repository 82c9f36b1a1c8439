"""The store: the only package that speaks SQL, and the schema that makes responses anonymous."""
