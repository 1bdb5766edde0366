"""From evidence to the report: documents, checks, the match, the outcome of the whole."""
