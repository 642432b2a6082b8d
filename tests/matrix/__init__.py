"""Who gets what at every address that the site knows."""
