"""The staff console: what a city's staff may see and do, page by page, without JavaScript."""
