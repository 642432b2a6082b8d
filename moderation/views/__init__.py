"""Admin screens of quality control, one idea a file."""
